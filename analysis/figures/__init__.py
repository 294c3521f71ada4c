"""Values to figures, and figures to disk."""
