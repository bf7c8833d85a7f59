"""Read and patch a spreadsheet file; know nothing of plans."""
