"""Plans to claims: every figure a plan states, with its evidence."""
