"""Show where things stand on one A4: as an Excel page, as a web page, as plain text."""
