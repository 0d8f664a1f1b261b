"""Reports: a form's lines, drafted from the ledger."""
