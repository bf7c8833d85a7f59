"""Turn results into fills, one file a sheet."""
