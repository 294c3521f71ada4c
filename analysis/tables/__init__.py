"""Values to tables as the codebook describes them, and tables to files."""
