"""Members on the desk: lists, persons, joining, changes, transfers."""
