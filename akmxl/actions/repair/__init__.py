"""Put back what a paste destroyed and add what an earlier edition lacks, as a new workbook has it.

Inputs are never touched.

The template is the workbook that ``workbook/create`` makes of this very plan; each cell of it is found again
by sheet, row (code, day) and column (header). So own rows, columns, sheets and colours stay.
"""
