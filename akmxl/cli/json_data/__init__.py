"""Results as plain data, for ``--json``; one file a part of the work, as in ``commands/``. Stable keys."""
