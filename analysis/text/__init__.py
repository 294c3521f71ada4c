"""Received text to plans: repaired, split, named, dated, cut into sentences and words."""
