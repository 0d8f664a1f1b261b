"""What units did, entered once where it happened."""
