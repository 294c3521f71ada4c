"""How far the results can be believed: against coders, and under other choices of method."""
