"""Consolidate the forms of many centres into one workbook."""
