"""Build the tab AKM from ``macros/`` and install it in Excel."""
