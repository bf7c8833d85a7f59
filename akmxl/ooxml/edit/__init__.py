"""Patch a workbook without loss: cells, tables, new sheets, repeated rows."""
