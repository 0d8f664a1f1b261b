"""Claims: figures that a text states, read from it and judged by the ledger."""
