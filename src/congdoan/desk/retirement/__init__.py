"""Who retires when, on the desk."""
