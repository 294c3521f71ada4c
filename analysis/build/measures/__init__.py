"""A corpus -> what a study says: its measures, its tables, its words in context."""
