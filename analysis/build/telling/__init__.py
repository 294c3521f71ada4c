"""Results -> sentences and pages: summary, methods paragraphs, the report."""
