"""Put the words of the tab and its macro into a language: their sources hold English ids, as the code does.

Labels and hints of ``customUI14.xml`` are ids; in the macro an id stands in ``AkmxlText("...")``, which holds
its text spelt in ASCII: ``~`` and four hex digits for another letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr, unescape

from akmxl.core.i18n import in_language, translate

if TYPE_CHECKING:
    from pathlib import Path

MODULE = "AkmxlRibbon"
TAB = "customUI14.xml"

_SHOWN = re.compile(r'\b(label|screentip|supertip)="([^"]*)"')
_SAID = re.compile(r'\bAkmxlText\("([^"]*)"\)')
_LANGUAGE = 'Const LANGUAGE As String = "en"'


def words_of(sources: Path) -> set[str]:
    """Return the message ids of the tab and its macro in a folder."""
    tab, module = ((sources / name).read_text(encoding="utf-8") for name in (TAB, f"{MODULE}.bas"))
    return {unescape(found[2]) for found in _SHOWN.finditer(tab)} | set(_SAID.findall(module))


def tab_in(language: str, source: str) -> str:
    """Return the tab's XML with its labels and hints in a language."""
    with in_language(language):
        return _SHOWN.sub(lambda found: f"{found[1]}={quoteattr(translate(unescape(found[2])))}", source)


def module_in(language: str, source: str) -> str:
    """Return the macro's source with its sentences in a language, which it names to Python too."""
    with in_language(language):
        said = _SAID.sub(lambda found: f'AkmxlText("{spelt(translate(found[1]))}")', source)
    return said.replace(_LANGUAGE, _LANGUAGE.replace("en", language))


def spelt(text: str) -> str:
    """Spell a text in ASCII, as the macro's project knows no other letters."""
    return re.sub(r"[^ !#-}]", lambda sign: f"~{ord(sign[0]):04X}", text)
