"""Print results on the terminal in short lines; one file a part of the work."""
