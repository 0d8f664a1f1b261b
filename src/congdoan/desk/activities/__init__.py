"""Activities on the desk: entered, opened, corrected, withdrawn, listed."""
