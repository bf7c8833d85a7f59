"""Narrow docxtpl and Jinja to what a letter needs: words, lists, conditions; nothing of Python's, no sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.etree import ElementTree

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LONGEST = 16 * 1024 * 1024  # signs of a filled part, tags included
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTAINERS = {_WORD + name for name in ("body", "p", "r", "tbl", "tr", "tc")}


# All that a letter's template may be made of. No calls, tests and sums, and of the filters only those that
# count: what is built from the others may take all memory or never end.
_UNDERSTOOD = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Concat,
    nodes.For, nodes.If, nodes.CondExpr, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand,
)  # fmt: skip
_COUNTING = ("length", "count")
_OF_LOOPS = ("loop", ("index", "index0", "first", "last", "length"))


class NotUnderstood(TemplateSyntaxError):
    """A template that asks for more than words, lists and conditions."""


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


class Bounded(Template):
    """A part of a letter that is given up where it grows beyond what any letter has."""

    def render(self, *args: object, **kwargs: object) -> str:
        """Return the filled part; raises ``ValueError`` where it is too long."""
        pieces, size = [], 0
        for piece in self.generate(*args, **kwargs):
            size += len(piece)
            if size > LONGEST:
                raise ValueError(size)
            pieces.append(piece)
        return "".join(pieces)


def _shown(value: object) -> Markup:
    """Return a word's text; raises ``NotUnderstood`` for a list, a line of one, and what is no word."""
    if isinstance(value, bool) or not isinstance(value, str | int | StrictUndefined):
        raise NotUnderstood(type(value).__name__, 0)
    return escape(value)


class Sandbox(SandboxedEnvironment):
    """A Jinja environment for letters.

    What is shown is escaped by ``finalize`` too, so that no tag of a template can switch that off.
    """

    template_class = Bounded
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, words: Collection[str], lists: Iterable[str]) -> None:
        super().__init__(autoescape=True, finalize=_shown, undefined=StrictUndefined)
        self._words, self._lists = words, frozenset(lists)
        self.globals.clear()
        del self.filters["safe"]
        self._compiled: dict[str | nodes.Template, Template] = {}

    def from_string(self, source: str | nodes.Template, *_: object, **__: object) -> Template:
        """Compile a part of a letter's template once for all letters of a run."""
        if source not in self._compiled:
            self._refuse_raw(source)
            self._refuse(source if isinstance(source, nodes.Template) else self.parse(source))
            self._compiled[source] = super().from_string(source)
        return self._compiled[source]

    def _refuse_raw(self, source: str | nodes.Template) -> None:
        """Raise ``NotUnderstood`` where a part is to go out as it stands, braces too: no tree shows it."""
        signs = self.lex(source) if isinstance(source, str) else ()
        for line, kind, _ in signs:
            if kind == "raw_begin":
                raise NotUnderstood(kind, line)

    def _refuse(self, node: nodes.Node, *, in_a_loop: bool = False) -> None:
        """Raise ``NotUnderstood`` where a template's tree holds anything but words, lists and conditions.

        A list in a list is none of them: a few of these would never end.
        """
        loop = isinstance(node, nodes.For)
        counting = isinstance(node, nodes.Filter) and node.name in _COUNTING and not node.args
        understood = counting or isinstance(node, _UNDERSTOOD)
        if not understood or (loop and (in_a_loop or not self._is_plain(node))):
            raise NotUnderstood(type(node).__name__, node.lineno)
        if isinstance(node, nodes.Getattr):
            self._refuse_unknown(node)
        if isinstance(node, nodes.Output):  # a constant is put into the text before anything is filled
            for one in node.find_all(nodes.Const):
                _shown(one.value)
        for child in node.iter_child_nodes():
            self._refuse(child, in_a_loop=in_a_loop or loop)

    def _refuse_unknown(self, node: nodes.Getattr) -> None:
        """Raise ``UndefinedError`` for a word of a list's line that there is not."""
        if not isinstance(node.node, nodes.Name):
            raise NotUnderstood(node.attr, node.lineno)
        owner, known = _OF_LOOPS
        if node.attr not in (known if node.node.name == owner else self._words):
            raise UndefinedError(f"'{node.attr}' is undefined")

    def _is_plain(self, loop: nodes.Node) -> bool:
        """Tell whether a loop goes over one of the lists given, line by line: a text may be very long."""
        assert isinstance(loop, nodes.For)
        over = loop.iter.name if isinstance(loop.iter, nodes.Name) else ""
        return isinstance(loop.target, nodes.Name) and over in self._lists and not loop.recursive

    def call_binop(self, *_: object) -> NoReturn:
        """Refuse arithmetic: a letter needs no sums, and a power of powers would never end."""
        raise ArithmeticError
