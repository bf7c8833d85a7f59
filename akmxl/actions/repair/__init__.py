"""Repair a workbook: restore what a paste destroyed, and add what a workbook of an earlier edition lacks.

The pattern is the template: the workbook that ``workbook/create`` makes of the same plan. Each of its cells
is found in the user's workbook by sheet, row (code or day) and column (header), so the user's own rows,
columns, sheets and colours stay, and so do the figures in cells that take input.
"""
