"""Committees on the desk: who sits where as of a day, congresses, elections."""
