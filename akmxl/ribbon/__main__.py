"""``python -m akmxl.ribbon``."""

import sys

from akmxl.ribbon.press import main

sys.exit(main())
