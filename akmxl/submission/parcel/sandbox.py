"""Narrow docxtpl and Jinja to what a letter needs: words, lists, conditions; nothing of Python's, no sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.etree import ElementTree

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template, nodes

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTAINERS = {_WORD + name for name in ("body", "p", "r", "tbl", "tr", "tc")}


class Document(DocxTemplate):  # type: ignore[misc]
    """A letter's template that refuses a body which would come out broken."""

    def build_xml(self, context: Mapping[str, object], jinja_env: Sandbox | None = None) -> str:
        """Return the filled body; raises ``ValueError`` or ``SyntaxError`` where it is broken."""
        xml: str = super().build_xml(context, jinja_env)
        _refuse_broken(xml)
        return xml


def _refuse_broken(xml: str) -> None:
    """Raise ``ValueError`` where text would be lost from the letter.

    docxtpl mends broken XML by leaving texts out, and Word does not show a text beside the places for texts:
    it is better to report it than to mend it.
    """
    for element in ElementTree.fromstring(xml).iter():
        if element.tag in _CONTAINERS:
            texts = (element.text, *(child.tail for child in element))
            if any(text and text.strip() for text in texts):
                raise ValueError(element.tag)


class Sandbox(SandboxedEnvironment):
    """A Jinja environment for letters.

    What is shown is escaped by ``finalize`` too, so that no tag of a template can switch that off.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, finalize=escape, undefined=StrictUndefined)
        self.globals.clear()
        del self.filters["safe"]
        self._compiled: dict[str | nodes.Template, Template] = {}

    def from_string(self, source: str | nodes.Template, *_: object, **__: object) -> Template:
        """Compile a part of a letter's template once for all letters of a run."""
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source)
        return self._compiled[source]

    def call_binop(self, *_: object) -> NoReturn:
        """Refuse arithmetic: a letter needs no sums, and a power of powers would never end."""
        raise ArithmeticError
