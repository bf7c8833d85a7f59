"""Keep trees small while large documents stream through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def forget(element: _Element) -> None:
    """Let go of an element and of what stands before it: a large document is not kept."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while parent[0] is not element:
            del parent[0]
