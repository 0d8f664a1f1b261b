"""The ledger at the size of the country: a federation is made, then reading, writing and moving are measured."""
