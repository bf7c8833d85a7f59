"""List in a corrected report each value that was sent otherwise, the right value, and why it changed.

A template shows the list with the words of ``placeholders.CHANGE``, in a row that repeats. A template that
has no such row gets one, below the place of the version: nobody needs to touch it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, translate
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.changes import changed, text_changed
from akmxl.plan.values import typed
from akmxl.submission.form.change_words import CORRECTION, field_words, subject_words
from akmxl.submission.spoken import is_year, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.plan.changes import Changed
    from akmxl.plan.reports import Receipt
    from akmxl.submission.template.spots import Spot
    from akmxl.submission.template.template import Template
    from akmxl.workbook.opened import OpenedPlan

KEYS = {"correction_reason": f"{CORRECTION}:/reason", "correction_letter": f"{CORRECTION}:/letter"}
NOTHING_KEY = f"{CORRECTION}:/nothing"  # the key of the sentence that stands where no value differs
_UNSAID = "–"  # en dash: no value was sent, or there is no difference to be told
CORRECTED = (("letter", "correction_reason"), ("letter", "correction_letter"))  # words of no other report
_SENTENCE = (
    "{{o‘zgarish.raqam}}) {{o‘zgarish.ko‘rsatkich}}: yuborilgan — {{o‘zgarish.eski}}, "
    "aniqlashtirilgan — {{o‘zgarish.yangi}}, farqi — {{o‘zgarish.farqi}}"
)
# The words that a template needs for a correction, in order, each with a line that shows it.
_WANTED = (
    (("letter", "version"), "{{tahrir}}"),
    (CORRECTED[0], "Aniqlashtirish sababi: {{aniqlashtirish sababi}}"),
    (CORRECTED[1], "Asos: {{aniqlashtirish xati}}"),
    (("change", "indicator"), _SENTENCE),
)
_ANCHORS = ("version", "period", "title")  # the words below which the block goes, the first that is there


@dataclass(frozen=True)
class Amended:
    """One line of a correction's list.

    ``key`` is that of the value; ``name`` says in words what it is.
    """

    key: str
    name: str
    old: object
    new: object
    difference: int | float | None = None

    def value(self, field: str) -> object:
        """Return the line's value in a field: indicator, old, new or difference."""
        if field == "indicator":
            return self.name
        value = {"old": self.old, "new": self.new, "difference": self.difference}[field]
        return _UNSAID if value is None else value

    def key_of(self, field: str) -> str | None:
        """Return the field's key in the list of values; None for the indicator, whose words are no value."""
        return None if field == "indicator" else f"{CORRECTION}:{self.key}/{field}"


@dataclass(frozen=True)
class Correction:
    """The reason of a correction, the letter that asked for it, and the values that were sent otherwise.

    ``compared`` is False where nobody knows what was sent: the report had gone out without akmxl.
    ``supersedes`` is the hash of the form that was sent, in forms of before that of its values.
    """

    reason: str = ""
    letter: str = ""
    lines: tuple[Amended, ...] = ()
    compared: bool = True
    supersedes: str = ""


def correction_of(
    opened: OpenedPlan, sent: Receipt, text: Iterable[str], *, reason: str, letter: str
) -> Correction:
    """Return the correction of a sent report as the workbook is now, in the run's language.

    ``text`` is the report's text as it is now, by paragraphs.
    """
    lines = [line for one in changed(opened.plan, sent) for line in _lines(opened, one)]
    if text_changed(sent, text):
        lines.append(
            Amended("report/text", translate(N_("Text of the report")), None, translate(N_("changed")))
        )
    return Correction(reason, letter, tuple(lines), supersedes=sent.form_sha256 or sent.values_sha256)


def letter_of(draft: Receipt) -> str:
    """Return the letter that the draft of a correction already names; empty where it names none."""
    return next((str(value) for key, value in draft.values if key == KEYS["correction_letter"] and value), "")


def _lines(opened: OpenedPlan, one: Changed) -> Iterator[Amended]:
    name, row = subject_words(opened.plan, one), f"{one.kind}:{one.subject}/row"
    if one.how == "added":
        yield Amended(row, name, None, translate(N_("row added")))
    elif one.how == "removed":
        yield Amended(row, name, translate(N_("row sent")), translate(N_("row taken out")))
    else:
        for change in one.changes:
            field = field_words(opened.file, one.register or one.kind, change.field)
            old, new = (_shown(change.field, value) for value in (change.old, change.new))
            words = translate(N_("{name}: {field}"), name=name, field=field)
            yield Amended(change.key, words, old, new, change.difference)


def with_block(template: Template) -> Template:
    """Return the template with lines for what a correction says and the template has no word for."""
    known = {(p.kind, p.field) for spot in template.spots for p in spot.placeholders}
    texts = [text for word, text in _WANTED if word not in known]
    if not texts:
        return template
    anchor, patch = _anchor(template), Patch(template.workbook)
    patch.repeat_rows(anchor.sheet, anchor.row, anchor.row, 1 + len(texts))
    columns = {c for row, c in template.workbook.cells(anchor.sheet) if row == anchor.row} - {anchor.column}
    for row, text in enumerate(texts, anchor.row + 1):
        patch.set(anchor.sheet, row, anchor.column, text)
        for column in columns:
            patch.set(anchor.sheet, row, column, None)
    return template.of(Workbook.of(template.path, patch.to_bytes()))


def _shown(field: str, value: object) -> object:
    """Return a value as a cell shows it; a year as a text, since numbers have blanks between thousands."""
    return spoken(value, field) if type(value) is int and is_year(field) else typed(field, value)


def _anchor(template: Template) -> Spot:
    """Return the cell below which the added lines go: one that is not in a row that repeats."""
    inside = {(one.sheet, row) for one in template.repeated_rows for row in range(one.first, one.last + 1)}
    spots = [spot for spot in template.spots if (spot.sheet, spot.row) not in inside]
    for field in _ANCHORS:
        for spot in spots:
            if any((p.kind, p.field) == ("letter", field) for p in spot.placeholders):
                return spot
    return (spots or template.spots)[-1]
