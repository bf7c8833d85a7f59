"""Read a workbook's sheets into cells, column by column."""
