"""The desk on the demo federation: how fast its pages are, how many people it bears at once, and what it looks like."""
