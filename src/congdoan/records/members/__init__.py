"""People, and their time in units."""
