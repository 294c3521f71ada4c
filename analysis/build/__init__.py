"""A run: what depends on what, what is stale, what is written."""
