"""Examine this PC, the workbook and its folder, the templates; change nothing."""
