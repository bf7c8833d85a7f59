"""Open a workbook as a file, in a running Excel, or as a preview; all hand over the same."""
