"""Read a workbook's grids into a plan; leave its faults to the rules."""
