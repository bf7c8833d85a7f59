"""Write names of files for messages, and names of parts as packages compare them."""

from __future__ import annotations

import os

_ROOTED = ("/xl/", "/docprops/", "/customxml/", "/_rels/")


def folded_name(name: str) -> str:
    """Return a name as packages compare them. XlsxWriter writes some entries with a slash before them."""
    name = name.replace("\\", "/").lower()
    return name[1:] if name.startswith(_ROOTED) else name


def file_name(path: str) -> str:
    """Return the file's name without its folder, for messages."""
    return os.path.basename(path)
