"""Run one press of a button: ``python -m akmxl.ribbon``."""

import gc
import sys

from akmxl.ribbon.light_imports import travel_light

gc.disable()  # as the command line does: a press is short
travel_light()

from akmxl.ribbon.main import main  # noqa: E402

code = main()
gc.freeze()
sys.exit(code)
