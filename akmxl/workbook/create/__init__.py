"""Make a new plan workbook: every sheet, table, defined name and live formula, from the layout."""
