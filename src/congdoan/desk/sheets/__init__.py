"""Sheets on the desk: what is owed, drafted, edited, sent, decided about, and what changed since."""
