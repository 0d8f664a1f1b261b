"""Units founded, merged, moved and closed."""
