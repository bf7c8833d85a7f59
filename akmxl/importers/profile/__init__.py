"""Read a profile: the TOML file that says how an export is read and where its figures go."""
