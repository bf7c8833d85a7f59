"""Run the command ``akmxl`` as ``python -m akmxl``."""

from akmxl.cli.main import main

main()
