"""Read any file of another system as tables of rows: known by its bytes, never by its name."""
