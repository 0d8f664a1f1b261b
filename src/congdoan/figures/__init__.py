"""The ledger: entries, postings, figures; declarations and plans."""
