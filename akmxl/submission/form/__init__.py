"""Fill a template with a plan's values: content, rows, pages, corrections."""
