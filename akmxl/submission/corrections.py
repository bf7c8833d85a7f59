"""The block of a corrected report: each value that was sent otherwise, what is right, and why.

A template draws it with the words of ``placeholders.CHANGE``, a row that repeats. A template that has no
such row gets one, below the place of the version: nobody needs to touch it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from akmxl.changes import TITLES, changed
from akmxl.i18n import N_, translate
from akmxl.ooxml import Patch, Workbook
from akmxl.values import record_value, split_key, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from akmxl.changes import Change, Changed
    from akmxl.model import Plan, Receipt
    from akmxl.submission.template import Spot, Template

KIND = "correction"  # of the keys of a block's values: correction:item:15.1/fact/old
KEYS = {"correction_reason": f"{KIND}:/reason", "correction_letter": f"{KIND}:/letter"}
_NOTHING = "–"  # en dash: no value was sent, or there is no difference to be told
_MEASURES = {
    "plan": N_("yearly plan"),
    "fact": N_("reporting period"),
    "ytd": N_("since January"),
    "percent": N_("done, %"),
    "previous": N_("same period of last year"),
    "difference": N_("difference from last year"),
}
CORRECTED = (("letter", "correction_reason"), ("letter", "correction_letter"))  # words of no other report
_SENTENCE = (
    "{{o‘zgarish.raqam}}) {{o‘zgarish.ko‘rsatkich}}: yuborilgan — {{o‘zgarish.eski}}, "
    "aniqlashtirilgan — {{o‘zgarish.yangi}}, farqi — {{o‘zgarish.farqi}}"
)
# What a template needs for a correction, in order: the word that shows it, and a line with it.
_WANTED = (
    (("letter", "version"), "{{tahrir}}"),
    (CORRECTED[0], "Aniqlashtirish sababi: {{aniqlashtirish sababi}}"),
    (CORRECTED[1], "Asos: {{aniqlashtirish xati}}"),
    (("change", "indicator"), _SENTENCE),
)
_ANCHORS = ("version", "period", "title")  # the words below which the block goes, the first that is there


@dataclass(frozen=True)
class Amended:
    """One line of the block. ``key`` is that of the value; ``name`` says in words what it is."""

    key: str
    name: str
    old: object
    new: object
    difference: int | float | None = None

    def value(self, field: str) -> object:
        """What the line says in a field: indicator, old, new or difference."""
        if field == "indicator":
            return self.name
        value = {"old": self.old, "new": self.new, "difference": self.difference}[field]
        return _NOTHING if value is None else value

    def key_of(self, field: str) -> str | None:
        """The key under which the list of values has it; the indicator's words are no value."""
        return None if field == "indicator" else f"{KIND}:{self.key}/{field}"


@dataclass(frozen=True)
class Correction:
    """Why a report is corrected, the letter that asked for it, and what was sent otherwise."""

    reason: str = ""
    letter: str = ""
    lines: tuple[Amended, ...] = ()


def correction_of(plan: Plan, sent: Receipt, text: Iterable[str], *, reason: str, letter: str) -> Correction:
    """The correction of a sent report as the workbook stands; ``text`` is its text now, by paragraphs.
    In the run's language."""
    lines = [line for one in changed(plan, sent) for line in _lines(plan, one)]
    before = _words(value for key, value in sent.values if split_key(key)[0] == "report")
    if before != _words(text) and any(key.startswith("report/") for key, _ in sent.values):
        lines.append(
            Amended("report/text", translate(N_("Text of the report")), None, translate(N_("changed")))
        )
    return Correction(reason, letter, tuple(lines))


def letter_of(draft: Receipt) -> str:
    """The letter that a draft of a correction names already."""
    return next((str(value) for key, value in draft.values if key == KEYS["correction_letter"] and value), "")


def _words(texts: Iterable[object]) -> list[str]:
    return [word for text in texts if text for word in str(text).split()]


def _lines(plan: Plan, one: Changed) -> Iterator[Amended]:
    if one.how != "changed":
        yield _row(plan, one)
        return
    name = _name(plan, one)
    for change in one.changes:
        old, new = (typed(change.field, value) for value in (change.old, change.new))
        words = translate(N_("{name}: {field}"), name=name, field=_field(plan, one, change))
        yield Amended(change.key, words, old, new, change.difference)


def _row(plan: Plan, one: Changed) -> Amended:
    """A row that joined the report, or left it."""
    key, name = f"{one.kind}:{one.subject}/row", _name(plan, one)
    if one.how == "added":
        return Amended(key, name, None, translate(N_("row added")))
    return Amended(key, name, translate(N_("row sent")), translate(N_("row taken out")))


def _name(plan: Plan, one: Changed) -> str:
    if one.kind == "item":
        item = plan.items.get(one.subject)
        return translate(N_("Item {code}, {name}"), code=one.subject, name=item.name if item else "–")
    fields = (TITLES[one.kind], "date")
    record = next((r for r in plan.records[one.kind] if r.name == one.subject), None)
    said = {change.field: change.old if change.new is None else change.new for change in one.changes}
    values = [record_value(record, f) if record else typed(f, said.get(f)) for f in fields]
    title, day = values
    day = f"{day:%d.%m.%Y}" if hasattr(day, "strftime") else day or "–"
    return translate(N_("{sheet}, “{title}”, {day}"), sheet=one.kind, title=title or "–", day=day)


def _field(plan: Plan, one: Changed, change: Change) -> str:
    """What of an item or row changed: the measure, or the column's heading."""
    if one.kind == "item":
        return translate(_MEASURES[change.field])
    return str(plan.source.views[one.kind].title(change.field) or change.field)


def with_block(template: Template) -> Template:
    """The template with lines for what a correction says and it has no word for."""
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


def _anchor(template: Template) -> Spot:
    """The cell below which the block goes: not in a row that repeats."""
    inside = {(block.sheet, row) for block in template.blocks for row in range(block.first, block.row + 1)}
    spots = [spot for spot in template.spots if (spot.sheet, spot.row) not in inside]
    for field in _ANCHORS:
        for spot in spots:
            if any((p.kind, p.field) == ("letter", field) for p in spot.placeholders):
                return spot
    return (spots or template.spots)[-1]
