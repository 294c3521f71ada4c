"""Results -> figures in their frame."""
