"""Units through time; users, positions and rights; the journal."""
