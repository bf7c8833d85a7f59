"""Write the cover letter of a parcel: a Word template filled by docxtpl, in a sandbox.

A template is a document that staff edit, never a program: it sees plain texts and lists, calls nothing of
Python's, and what it shows is always text, whatever signs of Word or of the template are in it.
"""

from __future__ import annotations

import re
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from akmxl.core import assets
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import nearest
from akmxl.ooxml.package.package import Package
from akmxl.ooxml.xml.xmlbytes import escape, unescape
from akmxl.submission.parcel.ready_letter import filled, ready_parts
from akmxl.submission.template.inspection import Inspection
from akmxl.submission.template.template import IN_SINGLE_BRACES, SINGLE, BadTemplate
from akmxl.submission.template.templates import LETTER_TEMPLATE, find_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from akmxl.submission.parcel.sandbox import Sandbox


BODY, PROPERTIES = "word/document.xml", "docProps/core.xml"
_LONGEST_LETTER = 8 * 1024 * 1024  # bytes of text, tags included: far more than any letter has
# A word in braces, with Word’s tags among its signs; how many a letter may have, and how long one may be.
_OPEN = lazily(rb"\{(?:<[^>]*>)*([{%#])")
_CLOSE = {
    kind: lazily(rb"%s(?:<[^>]*>)*\}" % end) for kind, end in ((b"{", rb"\}"), (b"%", b"%"), (b"#", b"#"))
}
_TAGS = lazily(rb"<[^>]*>")
_MOST_WORDS, _LONGEST_WORD = 2_000, 20_000
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows

Context = dict[str, object]

_ENCLOSURE: Context = {
    "raqami": 1,
    **dict.fromkeys(("kodi", "nomi", "turi", "davri", "tahriri", "varaqlari", "nazorat_kodi"), "…"),
}
# A letter in which every place says something: a template that cannot be filled is told by it.
TRIAL: Context = {
    **dict.fromkeys(("tashkilot", "hudud", "direktor", "ijrochi", "telefon", "kimga", "nusxasi"), "…"),
    "davr": "…", "aniqlashtirilgan": True, "aniqlashtirilganlar": "…", "sababi": "…",
    "ilovalar": [_ENCLOSURE],
}  # fmt: skip


@dataclass(frozen=True)
class LetterTemplate:
    """A letter's template that can be filled."""

    name: str
    data: bytes

    @classmethod
    def of_plan(cls, plan_path: Path) -> LetterTemplate:
        """Return the centre's own ``andozalar/xat.docx``, else the shipped one; raises ``BadTemplate``."""
        path = find_template(LETTER_TEMPLATE, plan_path, ".docx")
        if path is None:
            raise BadTemplate(
                N_("The template of the cover letter is missing: {file}. Install akmxl again."),
                file=f"{LETTER_TEMPLATE}.docx",
            )
        if path.parent == assets.templates_folder():
            return cls(path.name, _whole(path))  # what ships leads nowhere, and looking for it takes lxml
        template = cls(path.name, _safe_bytes(path))
        template.refuse_faulty()
        return template

    def refuse_faulty(self) -> None:
        """Raise ``BadTemplate`` where the letter cannot be filled, or a word would go out in its braces."""
        self.fill(TRIAL)
        if bare := next(self.bare_words(), None):
            raise bare

    def bare_words(self) -> Iterator[BadTemplate]:
        """Yield a fault for each known word in single braces: it would go out as it is."""
        for word in SINGLE.finditer(self._text):
            if (name := word[1].lower()) in TRIAL or name in _OF_A_LINE:
                example = "{{ " + name + " }}"
                yield BadTemplate(IN_SINGLE_BRACES, place=self.name, word=word[0], example=example)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it uses, in their order."""
        asked = (name for inside in _ASKED.findall(self._text) for name in _NAMES.findall(inside))
        return tuple(dict.fromkeys(name for name in asked if name in TRIAL or name in _OF_A_LINE))

    @cached_property
    def _text(self) -> str:
        """All that people see in it, a line a paragraph."""
        with ZipFile(BytesIO(self.data)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.lower().endswith(".xml")]
        lines = (_TAGS.sub(b"", line) for part in parts for line in _LINES.split(part))
        return unescape(b"\n".join(lines).decode("utf-8", "replace"))

    @cached_property
    def _sandbox(self) -> Sandbox:
        from akmxl.submission.parcel.sandbox import Sandbox

        return Sandbox(_ENCLOSURE, (name for name, value in TRIAL.items() if isinstance(value, list)))

    def fill(self, context: Context, *, title: str = "", listed: Sequence[str] = ()) -> bytes:
        """Return the filled letter; the same bytes for the same texts.

        ``listed`` names the forms it is about, for who later finds the file. Raises ``BadTemplate``.
        """
        words = _cleaned(context)
        parts = self._filled_at_once(words) or self._filled_by_docxtpl(words)
        parts[BODY] = _unbroken(parts[BODY].decode(), _codes(context)).encode()
        return _packed(parts, title=title, listed=listed)

    def _filled_at_once(self, words: Context) -> dict[str, bytes] | None:
        """Return the parts of the shipped letter filled; None for any other."""
        with ZipFile(BytesIO(self.data)) as archive:
            ready = ready_parts({entry.filename: entry.CRC for entry in archive.infolist()})
            if ready is None:
                return None
            parts = {name: archive.read(name) for name in archive.namelist()}
        return parts | {name: filled(part, words).encode() for name, part in ready.items()}

    def _filled_by_docxtpl(self, words: Context) -> dict[str, bytes]:
        from jinja2 import TemplateError  # late, as docxtpl: the shipped letter needs neither

        from akmxl.submission.parcel.sandbox import Document

        document, target = Document(BytesIO(self.data)), BytesIO()
        try:
            document.render(words, self._sandbox)
            document.save(target)
        except TemplateError as error:
            raise self._fault(error) from error
        except _NONSENSE as error:
            raise self._unreadable() from error
        return _parts(target.getvalue())

    def _fault(self, error: Exception) -> BadTemplate:
        """Return what Jinja reports as an error that helps a person who wrote a word wrongly."""
        from akmxl.submission.parcel.sandbox import NotUnderstood

        unknown = _UNKNOWN.search(str(error))
        if isinstance(error, NotUnderstood):
            return BadTemplate(_TOO_MUCH, place=self._at(_line_of(error)))
        if unknown is None:
            return self._unreadable(_line_of(error))
        word = unknown[1] or unknown[2]
        near = nearest(word, _known_words())
        message = N_("{place}: the word “{word}” is not known. The nearest one: “{nearest}”.")
        if near is None:
            message = N_("{place}: the word “{word}” is not known.")
        return BadTemplate(message, place=self.name, word=word, nearest=near)

    def _unreadable(self, line: str = "") -> BadTemplate:
        return BadTemplate(
            _NOT_WRITTEN,
            place=self._at(line),
        )

    def _at(self, line: str) -> str:
        return f"{self.name}, “{line}”" if line else self.name


def inspect_letter(path: Path) -> Inspection:
    """Inspect a letter's template as those of forms; raises ``FileProblem`` where there is no such file."""
    if not path.is_file():
        Package.open(path)  # raises the sentence of a missing file
    try:
        template = LetterTemplate(path.name, _safe_bytes(path))
    except BadTemplate as error:
        return Inspection(path, (str(error),))
    faults = [str(fault) for fault in template.bare_words()]
    try:
        template.fill(TRIAL)
    except BadTemplate as error:
        faults.insert(0, str(error))
    words = template.words
    unused = tuple(word for word, value in TRIAL.items() if word not in words and not isinstance(value, list))
    return Inspection(path, tuple(dict.fromkeys(faults)), words=words, unused=unused)


_LINES = lazily(rb"</w:p>")
_ASKED = lazily(r"\{[{%][^{}]*\}")
_NAMES = lazily(r"\w+(?:\.\w+)*")
_OF_A_LINE = frozenset(f"ilova.{name}" for name in _ENCLOSURE)

_NOT_WRITTEN = N_(
    "{place}: the letter cannot be filled: its words in braces are not written as they must be."
    " Compare it with the shipped one."
)
_TOO_MUCH = N_(
    "{place}: the letter cannot be filled: only words, lists (for) and conditions (if) are understood there, "
    "no filters, sums or functions. Compare it with the shipped one."
)


def _line_of(error: Exception) -> str:
    """Return the paragraph of a mistake that Jinja can place; docxtpl keeps the paragraphs around it."""
    number, around = getattr(error, "lineno", None), getattr(error, "docx_context", ())
    lines = list(around) if number else []
    place = (number or 0) - 1 - max((number or 0) - 4, 0)
    return lines[place].strip()[:60] if 0 <= place < len(lines) else ""


# The errors that a faulty template can cause: bad XML, a sum, a word where a list belongs.
_NONSENSE = (
    SyntaxError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError,
)  # fmt: skip
_UNKNOWN = lazily(r"^'([^']+)' is undefined|has no attribute '([^']+)'")


def _known_words() -> Iterator[str]:
    yield from TRIAL
    yield from _ENCLOSURE


def _safe_bytes(path: Path) -> bytes:
    """Read the file without what would be fetched from elsewhere; raises ``BadTemplate``."""
    return _closed_off(_whole(path), path)


def _whole(path: Path) -> bytes:
    """Read the file and look at its parts as at those of a workbook; raises ``BadTemplate``."""
    try:
        package = Package.open(path)
        for entry in package.entries:
            package.read(entry.name)
        texts = sum(entry.size for entry in package.entries if entry.name.lower().endswith(".xml"))
        if package.find(BODY) is None or texts > _LONGEST_LETTER:
            raise _not_word(path)
    except FileProblem:
        raise
    except AkmxlError as error:
        raise _not_word(path) from error
    for name in _filled(package):
        if (line := _without_end(package.read(name))) is not None:
            raise BadTemplate(_NOT_WRITTEN, place=f"{path.name}, “{line}”" if line else path.name)
    return package.data


def _closed_off(data: bytes, path: Path) -> bytes:
    from akmxl.submission.outside import without_outside

    try:
        return without_outside(data)
    except SyntaxError as error:
        raise _not_word(path) from error


def _filled(package: Package) -> Iterator[str]:
    """Yield the parts in which words are filled: the body, headers, footers, notes and properties."""
    return (entry.name for entry in package.entries if entry.name.lower().endswith(".xml"))


def _without_end(part: bytes) -> str | None:
    """Return the line of a word that does not end soon; None where each does.

    docxtpl would look for the ends of others for ever.
    """
    end = 0
    for _ in range(_MOST_WORDS):
        start = _OPEN.search(part, end)
        if start is None:
            return None
        close = _CLOSE[start[1]].search(part, start.end(), start.end() + _LONGEST_WORD)
        if close is None:
            begin, stop = part.rfind(b"<w:p", 0, start.start()), part.find(b"</w:p>", start.start())
            line = _TAGS.sub(b"", part[max(begin, 0) : stop if stop > 0 else None][:_LONGEST_WORD])
            return line.decode("utf-8", "replace").strip()[:60]
        end = close.end()
    return ""


def _not_word(path: Path) -> BadTemplate:
    return BadTemplate(
        N_("“{file}” is not a Word document that can be read. Save it in Word as .docx."), file=path.name
    )


_TEXT = '<w:t xml:space="preserve">'
_TEXTS = lazily(r"(?<=<w:t>)[^<]+|(?<=<w:t xml:space=\"preserve\">)[^<]+")
_NO_SIGN = lazily("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _cleaned(value: Any) -> Any:
    """Return texts in one line, without signs that XML cannot hold."""
    match value:
        case str():
            return _NO_SIGN.sub("", " ".join(value.split()))
        case dict():
            return {name: _cleaned(one) for name, one in value.items()}
        case list():
            return [_cleaned(one) for one in value]
    return value


def _codes(context: Context) -> list[str]:
    lines = context.get("ilovalar")
    known = lines if isinstance(lines, list) else []
    return [str(line[word]) for line in known for word in ("kodi", "nazorat_kodi") if line.get(word)]


def _unbroken(body: str, codes: Sequence[str]) -> str:
    """Keep codes in one line: Word breaks it at an ordinary hyphen."""
    found = "|".join(re.escape(escape(code)) for code in dict.fromkeys(codes) if "-" in code)
    if not found:
        return body
    known = re.compile(rf"(?<!\w)(?:{found})(?!\w)")

    def joined(text: re.Match[str]) -> str:
        return known.sub(lambda code: code[0].replace("-", f"</w:t><w:noBreakHyphen/>{_TEXT}"), text[0])

    return _TEXTS.sub(joined, body)


def _parts(document: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(document: bytes, *, title: str = "", listed: Sequence[str] = ()) -> bytes:
    """Zip a document's parts without times.

    Its properties say what it is, and nothing of whoever wrote the template.
    """
    return _packed(_parts(document), title=title, listed=listed)


def _packed(parts: dict[str, bytes], *, title: str, listed: Sequence[str]) -> bytes:
    parts[PROPERTIES] = _properties(title, listed, parts[BODY])
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, _NO_TIME), content, ZIP_DEFLATED)
    return target.getvalue()


def _properties(title: str, listed: Sequence[str], body: bytes) -> bytes:
    said = {"dc:title": title, "cp:keywords": "; ".join(listed), "dc:identifier": sha256(body).hexdigest()}
    inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{inside}</cp:coreProperties>'
    ).encode()


@dataclass(frozen=True)
class Made:
    """A letter found on the disk: the forms that it lists, and whether a person changed it since."""

    listed: tuple[str, ...] = ()
    changed: bool = True

    @classmethod
    def read(cls, path: Path) -> Made:
        """Read a letter's file; one that akmxl cannot read counts as a person's."""
        try:
            package = Package.open(path)
            said: Mapping[str, str] = dict(_PROPERTY.findall(package.read(PROPERTIES).decode()))
            body = sha256(package.read(BODY)).hexdigest()
        except (AkmxlError, LookupError, ValueError):
            return cls()
        listed = tuple(name for name in said.get("keywords", "").split("; ") if name)
        return cls(listed, said.get("identifier") != body)


_PROPERTY = lazily(r"<\w+:(keywords|identifier)>([^<]*)</")
