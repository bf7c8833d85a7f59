"""Hold the version of akmxl."""

from __future__ import annotations

__version__ = "0.1.0"
