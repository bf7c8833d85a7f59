"""Write and verify a form's hidden list of its values with their cells and their hash.

The very hidden sheet ``_akmxl`` of a form begins with the words ``kind``, ``report`` and so on, one a row,
and a row for each of its items; below a heading come the values: key, JSON, sheet, cell. A value with two
cells has two rows. What else is printed (headings, the letterhead) stands among them with the key ``word``.
An item's words are its code, unit, how its months add up, the item above; of a total also its parts.

The first edition of forms had the first six words and the values alone, the second nothing of how the form
looks: a fifth word of a value is its cell's look, a row ``look`` one fact of a sheet. Since the fourth the
key ``word by hand`` says in which cells the outgoing number and date are written later.
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import cached_property
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING

from akmxl.core.cell_values import from_json, json_text, plain
from akmxl.core.cells import a1, parse_a1
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.receipts import Values, rows_sha256, short_code, values_sha256
from akmxl.submission.proof.look import Fact, Look, LookFound, look_of
from akmxl.submission.proof.relocate import find_moves
from akmxl.submission.proof.shown import WORD, Written, is_whole, stands
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.core.cells import Cell

FORM_KIND = "akmxl-hisobot"
FORM_EDITION = 4  # raised when the list says more than before
WORDS_SINCE = 2  # the edition since which a form lists every word that it prints
_TELLS_BY_HAND = 4
_WORDS = ("kind", "organisation", "report", "period", "version", "values_sha256")
_SENDER_WORDS = ("edition", "program", "centre", "region", "due", "supersedes")
_ITEM, _PROOF = "item", "form_sha256"
_LOOK, _PARTS = "look", "parts_sha256"
BY_HAND = "word by hand"
_ASKS_BY_HAND = lazily(r"(?i)^\W*(№|(chiqish )?(raqami|sanasi)|sana)\W*$")  # before the fourth edition
HEADING = ("key", "value", "sheet", "cell")
WIDTH = 6  # columns; of a value the first five


class FormFault(AkmxlError):
    """A form that does not say what its list of values says."""

    kind = "form"


class ListedItem(NamedTuple):
    """An item of the plan whose figures a form has; ``kind`` is how its months add up, as in ``Item``.

    ``parts`` are the codes of the items whose sum it is, ``;`` between them; empty where it is none.
    """

    code: str
    unit: str
    kind: str
    parent: str
    parts: str = ""

    @property
    def row(self) -> list[str]:
        """The item's row in the list; the last word stands there only where it says something."""
        return [_ITEM, *self[:4], *filter(None, self[4:])]


@dataclass(frozen=True)
class Sender:
    """What a form says of where it comes from; all empty in the first edition of forms.

    ``centre`` is the code in Sozlamalar, ``due`` the last day to send it as ISO text, ``supersedes`` the hash
    of the version that was sent before, ``program`` the version of akmxl.
    """

    edition: int = 1
    program: str = ""
    centre: str = ""
    region: str = ""
    due: str = ""
    supersedes: str = ""
    items: tuple[ListedItem, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """A form, read back: whose report it is, and all that it prints with every cell that shows it.

    ``form_sha256`` is the hash of its whole list, empty in the first edition.
    """

    organisation: str
    report: str
    period: str
    version: int
    values_sha256: str
    written: tuple[Written, ...]
    sender: Sender = field(default_factory=Sender)
    form_sha256: str = ""
    look: Look = field(default_factory=Look)

    @cached_property
    def values(self) -> Values:
        return listed(self.written)

    @property
    def code(self) -> str:
        """The short code that stands on paper."""
        return short_code(self.report, self.period, self.version, self.values_sha256, self.form_sha256)

    @cached_property
    def rows(self) -> list[list[str]]:
        """The rows of the hidden sheet but that of their own hash."""
        sender = self.sender
        head = [FORM_KIND, *(str(getattr(self, word)) for word in _WORDS[1:])]
        origin = (str(getattr(sender, word)) for word in _SENDER_WORDS)
        rows = [list(pair) for pair in zip((*_WORDS, *_SENDER_WORDS), (*head, *origin), strict=True)]
        rows += [item.row for item in sender.items]
        if self.look.parts_sha256:
            rows.append([_PARTS, self.look.parts_sha256])
            rows += [[_LOOK, *fact] for fact in self.look.facts]
        rows.append(list(HEADING))
        for one in self.written:
            by_hand = one.by_hand and sender.edition >= _TELLS_BY_HAND  # before it was guessed
            row = [BY_HAND if by_hand else one.key, json_text(one.value), one.sheet, one.cell]
            rows.append([*row, one.look] if one.look else row)
        return rows

    def sealed(self) -> Submitted:
        """Return it with the hash of its list."""
        sealed = replace(self, form_sha256=rows_sha256(self.rows))
        sealed.__dict__["rows"] = self.rows  # of thousands: the hash is in none of them
        return sealed


@dataclass(frozen=True)
class Altered:
    """A place of a form that does not show what was submitted.

    ``shown`` is what its cell says now (None: nothing), ``cell`` its address, empty where it is gone.
    """

    key: str
    sent: object
    shown: object
    sheet: str
    cell: str


@dataclass(frozen=True)
class Verified:
    """A form compared with its own list of values.

    ``added`` is what somebody wrote into cells that the form left empty, ``moved`` that the values are now in
    other cells. ``look`` tells whether they are shown as they were. ``within`` are those of
    ``added`` that stand among the form's own cells, where they may be taken for its words.
    ``doubtful`` counts the cells of a form
    of the first edition in which a text says a value: nobody knows what else it said.
    """

    submitted: Submitted
    altered: tuple[Altered, ...]
    moved: bool
    added: tuple[Altered, ...] = ()
    look: LookFound = field(default_factory=lambda: LookFound("unknown"))
    doubtful: int = 0
    within: tuple[Altered, ...] = ()


def listed(written: Iterable[Written]) -> Values:
    """Return the list of values: each once, in the order of the form, however many cells show it."""
    return tuple(dict.fromkeys((one.key, one.value) for one in written if one.key != WORD))


def proof_rows(submitted: Submitted) -> list[list[str]]:
    """Return the rows of the hidden sheet. Every cell is text: no locale touches it."""
    rows = submitted.rows
    return [*rows[: len(_WORDS)], [_PROOF, submitted.form_sha256], *rows[len(_WORDS) :]]


def keeps(workbook: Workbook, rows: Sequence[Sequence[str]]) -> bool:
    """Tell at once, of most forms, that the hidden sheet reads back as these rows."""
    grid = workbook.grid(layout.RECEIPTS)
    return all(
        grid.values(place) == {row: text for row, text in enumerate(column, 1) if text}
        and not grid.formulas(place)
        for place, column in enumerate(zip_longest(*rows), 1)
    )


def opened(data: bytes) -> Workbook:
    """Open a workbook that is not a file yet."""
    return Workbook.of("form.xlsx", data)


def read_form(workbook: Workbook) -> Submitted:
    """Return what a form says of itself; raises ``FormFault`` where hash, list and cells do not agree."""
    verified = verify(workbook)
    for one in verified.altered:
        raise FormFault(
            N_("“{file}”, “{sheet}”!{cell}: the form does not show the value of {key}: {value}"),
            file=workbook.path.name, sheet=one.sheet, cell=one.cell, key=one.key, value=one.sent,
        )  # fmt: skip
    return verified.submitted


def is_form(workbook: Workbook) -> bool:
    """Tell whether akmxl made a workbook as a form: its hidden sheet says so."""
    if not _has_list(workbook):
        return False
    cell = workbook.cells(layout.RECEIPTS).get((1, 2))
    return cell is not None and cell.value == FORM_KIND


def form_only(workbook: Workbook) -> Workbook:
    """Return a workbook that is a form; raises ``FormFault`` for another one."""
    if not is_form(workbook):
        raise FormFault(N_("“{file}” is not a form made by akmxl."), file=workbook.path.name)
    return workbook


def as_akmxl_wrote_it(data: bytes) -> bool:
    """Tell whether no other program has saved a form since akmxl wrote it.

    Another program would keep the texts of the hidden list among the shared ones, or give the part the hour
    at which it was saved.
    """
    try:
        workbook = opened(data)
        part = workbook.sheet(layout.RECEIPTS).part
    except AkmxlError:
        return False
    saved = next(entry.day for entry in workbook.package.entries if entry.name == part)
    return b"inlineStr" in workbook.package.xml(part) and saved == (1980, 1, 1)


def verify(workbook: Workbook) -> Verified:
    """Read a form's own list of values and tell which cells no longer show them.

    The cells are found again where people inserted or removed rows and columns, sorted rows or renamed the
    sheet. Raises ``FormFault`` where there is no list, or where it does not agree with its hash.
    """
    form_only(workbook)
    return verify_list(workbook, list_of(workbook))


def list_of(workbook: Workbook) -> Submitted:
    """Return what the hidden list of a form says; raises ``FormFault`` where it is damaged."""
    return parsed(_rows(workbook.cells(layout.RECEIPTS)), workbook.path.name)


def verify_list(workbook: Workbook, submitted: Submitted) -> Verified:
    """Verify a form by its list; raises ``FormFault`` where that does not agree with its hash."""
    forged = submitted.form_sha256 and submitted.form_sha256 != submitted.sealed().form_sha256
    if forged or submitted.values_sha256 != values_sha256(submitted.values):
        raise FormFault(N_("“{file}”: its values do not agree with their hash."), file=workbook.path.name)
    by_sheet: dict[str, list[Written]] = {}
    for one in submitted.written:
        by_sheet.setdefault(one.sheet, []).append(one)
    whole = submitted.sender.edition >= WORDS_SINCE  # else nobody knows which words were there
    sheets = [_verify_sheet(workbook, name, written, worded=whole) for name, written in by_sheet.items()]
    altered = tuple(one for sheet in sheets for one in sheet.altered)
    added = tuple(one for sheet in sheets for one in sheet.added)
    places = {
        name: (sheet.name, sheet.places) for name, sheet in zip(by_sheet, sheets, strict=True) if sheet.name
    }
    look = look_of(workbook, submitted.look, places)
    within = tuple(one for sheet in sheets for one in sheet.added if _stands_within(one, sheet.places))
    doubtful = 0 if whole else sum(_doubtful(workbook, sheet) for sheet in sheets)
    moved = any(sheet.moved for sheet in sheets)
    return Verified(
        submitted, altered, moved, added if whole else (), look, doubtful, within if whole else ()
    )


def parsed(rows: Sequence[Sequence[str]], file: str) -> Submitted:
    """Return what the rows of a hidden sheet say, each ``WIDTH`` texts; raises ``FormFault`` for no list."""
    top = list(takewhile(lambda row: tuple(row[: len(HEADING)]) != HEADING, rows))
    head = {word: value for word, value, *_ in top}
    try:
        if head["kind"] != FORM_KIND:
            raise KeyError(FORM_KIND)
        sender = _sender(head, top)
        return Submitted(
            organisation=head["organisation"],
            report=head["report"],
            period=head["period"],
            version=int(head["version"]),
            values_sha256=head["values_sha256"],
            written=tuple(_written(row, sender.edition) for row in rows[len(top) + 1 :]),
            sender=sender,
            form_sha256=head.get(_PROOF, ""),
            look=Look(head.get(_PARTS, ""), tuple(Fact(*row[1:4]) for row in top if row[0] == _LOOK)),
        )
    except (KeyError, ValueError) as error:
        raise FormFault(N_("“{file}”: its hidden sheet is damaged."), file=file) from error


def _has_list(workbook: Workbook) -> bool:
    return any(sheet.name == layout.RECEIPTS for sheet in workbook.sheets)


@dataclass(frozen=True)
class _Sheet:
    """The result of verifying one sheet of a form: how it is called now, and where its values are."""

    altered: tuple[Altered, ...]
    added: tuple[Altered, ...] = ()
    moved: bool = False
    name: str = ""
    places: Mapping[Written, tuple[int, int] | None] = field(default_factory=dict)


def _verify_sheet(workbook: Workbook, name: str, written: list[Written], *, worded: bool) -> _Sheet:
    """Find the values that one sheet no longer shows; the sheet may have another name now."""
    names = [sheet.name for sheet in workbook.sheets if sheet.name != layout.RECEIPTS]
    own = [other for other in names if other.casefold() == name.casefold()]
    stayed = {one: (one.row, one.column) for one in written}
    for sheet in own:
        if not _altered(workbook, sheet, stayed, worded=worded):
            return _Sheet((), _added(workbook, sheet, stayed.values()), name=sheet, places=stayed)
    tried = [_found_again(workbook, sheet, written, worded=worded) for sheet in own or names]
    nowhere = _Sheet(tuple(Altered(one.key, one.value, None, name, "") for one in written), moved=True)
    return min(tried, key=lambda found: len(found.altered), default=nowhere)


def _found_again(workbook: Workbook, sheet: str, written: list[Written], *, worded: bool) -> _Sheet:
    moves = find_moves(written, workbook.cells(sheet))
    places = {one: moves.place(one.row, one.column) for one in written}
    stayed = all(place == (one.row, one.column) for one, place in places.items())
    renamed = any(one.sheet.casefold() != sheet.casefold() for one in written)
    altered = _altered(workbook, sheet, places, worded=worded)
    added = _added(workbook, sheet, places.values())
    return _Sheet(altered, added, renamed or not stayed, sheet, places)


def _altered(
    workbook: Workbook, sheet: str, places: Mapping[Written, tuple[int, int] | None], *, worded: bool
) -> tuple[Altered, ...]:
    """Return what the cells do not show any more; the words around an altered value go without saying.

    A cell says what was written there and nothing else: its value, or the sentence around its values, which
    the list has as a word. Not ``worded``, in the first edition, the sentences are not known.
    """
    cells = workbook.cells(sheet)
    shown = {one: cells[place].value if place in cells else None for one, place in places.items()}
    whole = {one.cell for one, value in shown.items() if one.value is not None and is_whole(value, one)}
    parted = whole | {one.cell for one in places if one.key == WORD}
    found = []
    for one, value in shown.items():
        within = not worded or (one.key != WORD and one.cell in parted)
        if not (is_whole(value, one) or (within and stands(value, one))):
            place = places[one]
            found.append((one, Altered(one.key, one.value, plain(value), sheet, a1(*place) if place else "")))
    told = {one.cell for one, _ in found if one.key != WORD}
    return tuple(altered for one, altered in found if one.key != WORD or one.cell not in told)


def _doubtful(workbook: Workbook, sheet: _Sheet) -> int:
    """Count the cells of a sheet in which a text says a value and more."""
    cells = workbook.cells(sheet.name) if sheet.name else {}
    said = ((one, cells[place].value) for one, place in sheet.places.items() if place in cells)
    return len({one.cell for one, value in said if stands(value, one) and not is_whole(value, one)})


def _added(workbook: Workbook, sheet: str, places: Iterable[tuple[int, int] | None]) -> tuple[Altered, ...]:
    """Return what stands in cells that the form left empty: a receiver's stamp, a note."""
    known = set(places)
    return tuple(
        Altered(WORD, None, plain(cell.value), sheet, a1(*place))
        for place, cell in sorted(workbook.cells(sheet).items())
        if place not in known and cell.value not in (None, "")
    )


def _stands_within(one: Altered, places: Mapping[Written, tuple[int, int] | None]) -> bool:
    """Tell whether a cell lies between the first and the last row and column of what the form says."""
    row, column = parse_a1(one.cell)
    own = [place for written, place in places.items() if place and written.value is not None]
    rows, columns = ({place[axis] for place in own} for axis in (0, 1))
    return bool(own) and min(rows) <= row <= max(rows) and min(columns) <= column <= max(columns)


def _rows(cells: Mapping[tuple[int, int], Cell]) -> list[list[str]]:
    last = max((row for row, _ in cells), default=0)
    return [
        [str(cells[row, column].value) if (row, column) in cells else "" for column in range(1, WIDTH + 1)]
        for row in range(1, last + 1)
    ]


def _sender(head: Mapping[str, str], top: Iterable[Sequence[str]]) -> Sender:
    """Return what the head of a list says of the sender; raises ``KeyError`` where it is not whole."""
    if _PROOF not in head and not any(word in head for word in _SENDER_WORDS):
        return Sender()
    if not head[_PROOF]:
        raise KeyError(_PROOF)  # of a later form it was taken out
    items = tuple(ListedItem(*row[1:]) for row in top if row[0] == _ITEM)
    texts = {word: head[word] for word in _SENDER_WORDS if word != "edition"}
    return Sender(int(head["edition"]), **texts, items=items)


def _written(row: Sequence[str], edition: int) -> Written:
    key, text, sheet, cell, look = row[:5]
    value = from_json(text)
    parse_a1(cell)  # ValueError where it is no address
    by_hand = key == BY_HAND
    if key == WORD and edition < _TELLS_BY_HAND:
        by_hand = _ASKS_BY_HAND.search(str(value)) is not None
    return Written(WORD if by_hand else key, value, sheet, cell, look, by_hand)
