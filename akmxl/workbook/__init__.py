"""The plan workbook: its layout, its making, its reading as grids and its writing as fills."""
