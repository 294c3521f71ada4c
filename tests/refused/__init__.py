"""Files that must be refused, made when a test asks for them: each is small and harmless here."""
