"""Long work on the desk: asked for instead of waited for, with a page of its own, left and found again."""
