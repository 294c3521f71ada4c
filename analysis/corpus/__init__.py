"""What lies in a study: its documents, its knowledge and its choices."""
