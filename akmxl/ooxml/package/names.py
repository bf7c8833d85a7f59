"""Write names of files for messages, and names of parts as packages compare them."""

from __future__ import annotations

import os
from functools import lru_cache

_ROOTED = ("/xl/", "/docprops/", "/customxml/", "/word/", "/_rels/", "/[content_types]")


@lru_cache(maxsize=256)  # many files of one kind have the same parts
def part_name(name: str) -> str:
    """Return a zip entry's name as the name of a part.

    Some programs write ``\\`` for ``/``, ``./`` or (XlsxWriter) a slash before it; Excel opens all of them.
    """
    name = name.replace("\\", "/").replace("/./", "/").removeprefix("./")
    while "//" in name:
        name = name.replace("//", "/")
    return name[1:] if name.lower().startswith(_ROOTED) else name


def folded_name(name: str) -> str:
    """Return a name as packages compare them."""
    return part_name(name).lower()


def file_name(path: str) -> str:
    """Return the file's name without its folder, for messages."""
    return os.path.basename(path)
