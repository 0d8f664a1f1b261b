"""Workbooks on the desk: sent in, mended, taken in, taken back."""
