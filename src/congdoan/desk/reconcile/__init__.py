"""Checked texts on the desk: pasted or sent, their figures beside the ledger's, corrected, kept, bound."""
