"""Give results as plain data for ``--json``, with stable keys; one file a part of the work."""
