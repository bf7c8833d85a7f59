"""The commands, one file a part of the work: words and exit codes only.

What is heavy is imported in the command that needs it, so that ``--help`` answers at once. A command is one
function in one of these files; ``cli.py`` finds it.
"""
