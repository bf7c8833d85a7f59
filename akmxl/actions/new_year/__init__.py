"""Make the next year's workbook out of this year's, and bring it up to date."""
