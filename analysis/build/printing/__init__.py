"""Results -> the tables of a report, as Word and LaTeX."""
