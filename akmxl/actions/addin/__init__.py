"""The tab AKM in Excel: its add-in built from ``macros/``, and put in Excel's start folder."""
