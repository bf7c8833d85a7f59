"""What akmxl writes into the workbook: pure functions from results to fills, one file a sheet."""
