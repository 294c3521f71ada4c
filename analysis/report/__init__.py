"""Values -> one HTML file in which every number leads to its sentence or to its rows."""
