"""Look up what a placeholder says: for a plan, a report and its period, and the record or item of its row."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, cast

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, translate
from akmxl.plan import values
from akmxl.plan.listed import denies_a_figure
from akmxl.plan.model import Item, Record, Section
from akmxl.plan.register_rows import COUNT, FieldValue, Kind, Selection, record_value, records_of
from akmxl.plan.returns.records import Centre, ListTotal
from akmxl.plan.unread_rows import may_belong
from akmxl.submission.form.corrections import KEYS, Amended, Correction
from akmxl.submission.spoken import BLANK, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.listed import FormList
    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Report
    from akmxl.submission.template.placeholders import Placeholder

# The subject of a row; a record comes with its number in the list, a paragraph of the text with its own.
# A selection: the row that stands where a list has no records.
Subject = (
    None
    | Item
    | Section
    | Kind
    | Selection
    | tuple[int, Record]
    | tuple[int, str]
    | tuple[int, Amended]
    | tuple[int, Centre]
    | tuple[int, ListTotal]
)

# An item's words: they are no figures.
_LABELS = ("name", "unit", "code", "printed_no", "mechanism", "due_text", "responsible")
_NO_LIST = N_("No list was entered for the reporting period.")
LONGEST_PARAGRAPH = 1500  # letters: a row is at most 409 points high, and pages break between rows
# When these fields are empty, a line that says nothing else is removed.
OPTIONAL = ("copy_to", "version", "correction_reason", "correction_letter")


@dataclass(frozen=True)
class Said:
    """The value that a placeholder stands for.

    ``key`` names the value in the submission's list; None: it is not part of the list.
    """

    value: FieldValue
    key: str | None = None
    field: str = ""

    @property
    def text(self) -> str:
        """The value as part of a longer text."""
        if self.value is None and self.key:
            return BLANK
        text = spoken(self.value, self.field)
        return text[:1].lower() + text[1:] if self.field == "unit" else text


@dataclass(frozen=True)
class Content:
    """All that a form can say about one report of one period.

    ``notes`` are the explanations of findings by item code, ``lists`` those that the form shows.
    """

    plan: Plan
    owed: Owed
    version: int = 1
    notes: Mapping[str, str] = field(default_factory=dict)
    correction: Correction | None = None
    lists: tuple[FormList, ...] = ()
    today: date = date.max

    @property
    def report(self) -> Report:
        return self.owed.report

    @property
    def period(self) -> Period:
        return self.owed.period

    def say(self, placeholder: Placeholder, subject: Subject = None) -> Said:
        """Return the value of a placeholder in a row about ``subject``; an empty one where nothing fits."""
        name, selection = placeholder.field, placeholder.selection
        if selection and placeholder.kind == "record" and type(subject) is tuple:  # as in every long list
            number, record = subject
            if isinstance(record, Record):
                return self._of_record(selection, number, record, name)
        match placeholder.kind, subject:
            case "letter", (int() as number, str() as paragraph) if name == "text":
                return Said(paragraph, "report/text" if number == 1 else f"report/text-{number}", name)
            case "letter", _:
                return self._letter(name)
            case "figure", _:
                return self._of_item(self.plan.items[placeholder.subject], name)
            case "total", _ if selection:
                return self._total(placeholder.subject, selection, name)
        return self._of_heading(placeholder, subject)

    def _of_heading(self, placeholder: Placeholder, subject: Subject) -> Said:
        """Return the value of a placeholder in a heading, in an item's row, or in place of missing rows."""
        name = placeholder.field
        match placeholder.kind, subject:
            case "item", Item() as item:
                return self._of_item(item, name)
            case "section", Section() as section:
                return Said(section.name if name == "name" else section.code)
            case "section", Item() as item:
                return self._of_heading(placeholder, self.section_of(item))
            case "kind", Kind() as kind:
                return self._of_kind(kind, name)
            case "otherwise", Selection() as empty:
                return Said(self.nothing(empty, name), values.nothing_key(empty), "nothing")
            case "change", (int() as number, Amended() as line):
                return self._of_change(number, line, name)
        return Said(None)

    def section_of(self, item: Item) -> Section | None:
        """Return the section of an item; None where the plan does not have it."""
        return next((section for section in self.plan.sections if section.code == item.section), None)

    def items(self) -> tuple[tuple[Section | None, tuple[Item, ...]], ...]:
        """Return the report's items by section, in the plan's order; sections without any are left out."""
        own = [item for item in self.plan.items.values() if self.report.concerns(item.code)]
        by_section: dict[str, list[Item]] = {}
        for item in own:
            by_section.setdefault(item.section, []).append(item)
        return tuple((self.section_of(items[0]), tuple(items)) for items in by_section.values())

    def centres(self) -> tuple[Centre, ...]:
        """Return the centres that a summary form is about; none in a centre's own form."""
        return ()

    def list_totals(self) -> tuple[ListTotal, ...]:
        """Return what lists come to over the centres of a summary form; none in a centre's own form."""
        return ()

    def records(self, selection: Selection) -> tuple[Record, ...]:
        """Return the register rows of a selection that belong to the report and its period."""
        return records_of(self.plan, selection, self.report, self.period)

    def nothing(self, selection: Selection, sentence: str) -> str:
        """Return the sentence that stands for a list without rows; never that nothing was done where a figure
        of the report says otherwise.
        """
        if denies_a_figure(self.plan, self.report, self.period, selection, self.lists):
            return translate(_NO_LIST)
        return sentence

    def may_have(self, selection: Selection) -> bool:
        """Tell whether a row that could not be read may belong to a selection."""
        return may_belong(self.plan, selection.register, self.report, self.period)

    def paragraphs(self) -> tuple[str, ...]:
        """Return the report's text by paragraphs; a very long one is cut at the end of a sentence."""
        text = self.owed.row.text if self.owed.row else ""
        lines = (" ".join(line.split()) for line in text.splitlines())
        return tuple(piece for line in lines if line for piece in _cut(line))

    def _letter(self, name: str) -> Said:
        row, correction = self.owed.row, self.correction or Correction()
        own = row if row and row.version == self.version else None  # a correction has a number of its own
        letter: dict[str, FieldValue] = {
            "recipient": self.report.recipient,
            "copy_to": self.report.copy_to,
            "form_kind": self.report.form_kind.upper(),
            "title": self.report.title,
            "period": self.period.words,
            "version": version_words(self.version),
            "number": own.number if own else "",
            "sent": own.sent if own else None,
            "year": self.period.year,
            "previous_year": self.period.year - 1,
            "correction_reason": correction.reason,
            "correction_letter": correction.letter,
        }
        if name == "text":
            return Said((row.text if row else "") or None, "report/text", name)
        value = letter[name] if name in letter else self.plan.organisation.get(name, "")
        key = KEYS.get(name) if self.correction else None
        return Said(value if value != "" else None, key, name)

    def _of_item(self, item: Item, name: str) -> Said:
        if name == "note":
            note = self.notes.get(item.code)
            return Said(note, values.item_key(item.code, name) if note else None, name)
        if name in _LABELS:
            return Said(getattr(item, name) or None, field=name)
        begins = values.span_of(name, self.period).start
        ahead = begins > self.today and name in values.OF_PERIOD  # what has not begun has no figure
        value = None if ahead else values.item_value(self.plan, item.code, name, self.period)
        return Said(cast("FieldValue", value), values.item_key(item.code, name), name)

    def _of_change(self, number: int, line: Amended, name: str) -> Said:
        if name == "ordinal":
            return Said(number, field=name)
        return Said(cast("FieldValue", line.value(name)), line.key_of(name), name)

    def _of_record(self, selection: Selection, number: int, record: Record, name: str) -> Said:
        if name == "ordinal":
            return Said(number, field=name)
        return Said(record_value(record, name), values.record_key(record, name, selection), name)

    def _of_kind(self, kind: Kind, name: str) -> Said:
        if name == "name":
            return Said(kind.name or translate(N_("Kind not given")))
        selection = Selection(kind.records[0].register, kind=kind.name)
        return Said(len(kind.records), values.total_key("total", selection, COUNT), name)

    def _total(self, span: str, selection: Selection, name: str) -> Said:
        key = values.total_key(span, selection, name)
        return Said(values.total_value(self.plan, key, self.report, self.period), key, name)


def _cut(paragraph: str) -> tuple[str, ...]:
    if len(paragraph) <= LONGEST_PARAGRAPH:
        return (paragraph,)
    pieces, rest = [], paragraph
    while len(rest) > LONGEST_PARAGRAPH:
        start = rest[:LONGEST_PARAGRAPH]
        end = max(start.rfind(sign) for sign in (". ", "! ", "? ", "; ")) + 1 or start.rfind(" ")
        end = end if end > 0 else LONGEST_PARAGRAPH
        pieces.append(rest[:end].strip())
        rest = rest[end:].strip()
    return (*pieces, rest)


def version_words(version: int) -> str:
    """Return a version in words: ``2-tahrir, aniqlashtirilgan``; empty for the first version."""
    return translate(N_("version {number}, amended"), number=version) if version > 1 else ""
