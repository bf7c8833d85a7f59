"""Define the commands, one file a command: words and exit codes only.

What is heavy is imported in the command that needs it, so that ``--help`` answers at once. A command is one
function in the file of its name; ``main.py`` lists the files.
"""
