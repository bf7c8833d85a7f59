"""The library's public functions: as wide as the command line, for people who write Python.

They take days and periods as values or as text, as a person writes them, and hand them on to the actions.
Every function raises an ``AkmxlError`` whose ``str()`` is the sentence for people, and refuses an option
that it does not know by its name (``TypeError``).
"""
