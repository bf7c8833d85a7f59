"""A template and a plan become a list of (key, value) and a filled form."""
