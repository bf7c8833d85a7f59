"""``python -m akmxl``: the same as the command ``akmxl``."""

from akmxl.cli.main import main

main()
