"""Name the type of what a command prints for machines."""

from __future__ import annotations

Json = dict[str, object]
