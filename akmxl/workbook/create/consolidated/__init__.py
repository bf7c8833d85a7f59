"""Make the workbooks of a consolidation: the result, and what each centre gets back."""
