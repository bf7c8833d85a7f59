"""Do what a person asks for, one module a command, named as the command."""
