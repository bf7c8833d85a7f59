"""``python -m akmxl.ribbon``."""

import gc
import sys

gc.disable()  # as the command line does: a press is short

from akmxl.ribbon.press import main  # noqa: E402

code = main()
gc.freeze()
sys.exit(code)
