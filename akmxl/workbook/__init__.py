"""Hold the plan in Excel: its layout, its file, its fills."""
