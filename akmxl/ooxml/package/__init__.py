"""Open and save the zip of parts: its directory, its locks, what is refused."""
