"""Read MARC 21, UNIMARC and RUSMARC, in ISO 2709 or MARCXML, as a table of one row a record."""
