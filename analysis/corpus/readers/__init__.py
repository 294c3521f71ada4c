"""Bytes of one file to its received text, one module per format."""
