"""Read a template: its placeholders, its blocks of repeated rows, its faults."""
