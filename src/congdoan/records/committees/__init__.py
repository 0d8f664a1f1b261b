"""Committees: who sits in which of them, elected for which term."""
