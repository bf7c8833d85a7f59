"""Name the type of what a command prints for machines."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
