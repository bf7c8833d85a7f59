"""Run the command line: options, commands, their texts and their JSON."""
