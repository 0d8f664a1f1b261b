"""Resolutions, programmes and decisions: what they ask for, of whom, and how it was studied."""
