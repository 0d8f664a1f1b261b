"""Workbooks taken into the book: read, mended, checked against the register, taken in whole, undone."""
