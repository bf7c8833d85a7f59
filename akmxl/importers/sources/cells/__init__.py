"""Look over the cells of a workbook before it is read: how many they are, and which hold an error."""
