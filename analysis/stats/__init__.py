"""Values with their recipe, computed from claims, counts and tokens."""
