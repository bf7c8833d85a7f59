"""Forms of many centres, with planted faults: real ones, made from the shipped plan, the same each time.

    patterns = make_patterns(folder)             # one centre's forms of a quarter: a second or two, once
    one = form_of(patterns["MK-10", "2025-Q1"], centre)                     # the bytes of a form
    for sent in returns(patterns, centres(190), faults={(3, "MK-10", "2025-Q1"): "altered figure"}):
        sent.name, sent.data, sent.came          # as a centre sent it, as an intake would say it
    planted()                                    # one of each of FAULTS, each at a centre of its own

``make_patterns`` fills the forms as ``akmxl submit`` does and keeps them in the folder (``open_patterns``
opens them again; tests take a folder that ``once`` made). ``form_of`` rewrites one for another centre: its
letterhead, code, region and figures, the list, its hashes, through the code that writes these in ``submit``.
The figures of a month follow from centre, item and month alone (``months_of``), so quarters are the sum of
their months, totals that of their parts, and a sum over centres can be added up independently.
Figures that a register's rows make up stay as they are. A correction: ``version=2``, ``supersedes`` the
``form_sha256`` of the first (``form_sha256(data)``), ``figures={("15.1", 2): 77}`` what is right.

``returns`` gives what centres sent, in the order of centre, period and report; the centre's position in
``faults`` begins with 0. See FAULTS for what each does. Whoever wants a folder: ``write(sent, folder)``.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from akmxl.core.cells import parse_a1
from akmxl.ooxml.edit.patch import Patch
from akmxl.plan.period import Period
from akmxl.plan.receipts import values_sha256
from akmxl.plan.returns.records import Came, Centre
from akmxl.plan.rollup import percent_of
from akmxl.plan.values import split_key
from akmxl.submission.proof.look import Look, parts_sha256
from akmxl.submission.proof.proof import Submitted, listed, opened, proof_rows, verify
from akmxl.submission.proof.shown import WORD, Written, agrees
from akmxl.submission.spoken import spoken
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from akmxl.ooxml.read.workbook import Workbook

QUARTER = "2025-Q1"
REGIONS = (
    "Andijon viloyati", "Buxoro viloyati", "Farg‘ona viloyati", "Jizzax viloyati", "Namangan viloyati",
    "Navoiy viloyati", "Qashqadaryo viloyati", "Qoraqalpog‘iston Respublikasi", "Samarqand viloyati",
    "Sirdaryo viloyati", "Surxondaryo viloyati", "Toshkent viloyati", "Toshkent shahri", "Xorazm viloyati",
)  # fmt: skip
_DUE_AFTER = 7  # days: where a form says no due day
_VARIED = ("typed", "computed", "Kundalik")  # the sources of figures that no list of a form makes up

Key = tuple[str, str]
Months = dict[tuple[str, int], int]


class Sent(NamedTuple):
    """A file as a centre sent it; ``fault`` is the one planted in it, ``position`` that of its centre."""

    name: str
    data: bytes
    position: int
    centre: Centre
    report: str
    period: str
    fault: str
    received: str

    @property
    def came(self) -> Came:
        return Came(self.name, sha256(self.data).hexdigest(), self.received)


@dataclass(frozen=True)
class Item:
    """What the generator knows of an item: its figures by month, and how they make others."""

    code: str
    plan: int | None
    parts: tuple[str, ...]
    varied: bool
    months: Mapping[int, int]


@dataclass(frozen=True)
class Pattern:
    """A form of the shipped plan that the forms of all centres are made of."""

    data: bytes
    items: Mapping[str, Item]

    @cached_property
    def workbook(self) -> Workbook:
        return opened(self.data)

    @cached_property
    def submitted(self) -> Submitted:
        return verify(self.workbook).submitted

    @property
    def key(self) -> Key:
        return self.submitted.report, self.submitted.period


Patterns = dict[Key, Pattern]


def make_patterns(folder: Path, last_month: int = 3) -> Patterns:
    """Fill the shipped plan with sample figures of the months to ``last_month``, and keep its forms: those of
    reports whose period is over then, each in a file of its own."""
    import json

    from making_plans import fill_sample, make_plan

    from akmxl.plan.owed import all_reports
    from akmxl.plan.rollup import figure_of
    from akmxl.submission.form.form import fill
    from akmxl.submission.template.templates import Templates
    from akmxl.workbook.plan_file import PlanFile
    from akmxl.workbook.reading.plan import read_plan

    path = folder / "reja.xlsx"
    make_plan(path)
    fill_sample(path, last_month)
    plan, templates = read_plan(PlanFile.open(path)), Templates(path)
    kept = {}
    for code, item in plan.items.items():
        months = {
            month: figure
            for month in range(1, last_month + 1)
            if (figure := figure_of(plan, item, Period.month(plan.year, month), date.max)) is not None
        }
        parts = [part.code for part in plan.parts(item)] if item.source == "computed" else []
        varied = item.source in _VARIED and item.adds_up == "flow" and item.kind != "group"
        kept[code] = {"plan": item.plan, "parts": parts, "varied": varied and bool(months), "months": months}
    (folder / "items.json").write_text(json.dumps(kept), encoding="utf-8")
    for owed in all_reports(plan):
        template = templates.find(owed.report.entry)
        if template and owed.period.last <= last_month:
            draft = fill(templates.open(template), plan, owed)
            name = f"{owed.report.code.replace('/', '+')}_{owed.period}.xlsx"
            (folder / name).write_bytes(draft.data)
    return open_patterns(folder)


def open_patterns(folder: Path) -> Patterns:
    """Open the patterns that ``make_patterns`` has kept."""
    import json

    kept = json.loads((folder / "items.json").read_text(encoding="utf-8"))
    items = {
        code: Item(
            code, one["plan"], tuple(one["parts"]), one["varied"],
            {int(month): figure for month, figure in one["months"].items()},
        )
        for code, one in kept.items()
    }  # fmt: skip
    patterns = (Pattern(path.read_bytes(), items) for path in sorted(folder.glob("*_*.xlsx")))
    return {one.key: one for one in patterns}


def centres(number: int) -> tuple[Centre, ...]:
    """So many centres, in all regions in turn."""
    found = []
    for place in range(number):
        region = REGIONS[place % len(REGIONS)]
        district = f"{place + 1}-tuman"
        name = f"{district} axborot-kutubxona markazi"
        group = ("shahar", "tuman", "qishloq")[place % 3]
        found.append(Centre(f"M-{place + 1:03d}", name, (), region, district, group))
    return tuple(found)


def month_figure(item: Item, centre: Centre, month: int) -> int | None:
    """The figure of a month: it follows from the shipped plan's, the centre and the item alone."""
    base = item.months.get(month)
    if base is None or not item.varied:
        return base
    chance = crc32(f"{centre.code}/{item.code}/{month}".encode())
    return base * (60 + chance % 81) // 100 + chance % 3


def months_of(items: Mapping[str, Item], centre: Centre, typed: Months | None = None) -> Months:
    """The figures of all items and months of a centre; ``typed`` are others, of items that are no totals."""
    found: Months = {}
    for item in sorted(items.values(), key=lambda one: -one.code.count(".")):
        for month in item.months:
            below = [(part, month) for part in item.parts]
            if item.parts and item.varied:
                found[item.code, month] = sum(found[one] for one in below if one in found)
            else:
                found[item.code, month] = month_figure(item, centre, month) or 0
            if typed and (item.code, month) in typed:
                found[item.code, month] = typed[item.code, month]
    return found


def form_of(
    pattern: Pattern,
    centre: Centre,
    *,
    version: int = 1,
    supersedes: str = "",
    figures: Months | None = None,
    values: Mapping[str, object] | None = None,
    code: str | None = None,
    units: Mapping[str, str] | None = None,
    edition: int = 3,
) -> bytes:
    """The form of another centre, sound in itself.

    ``figures`` are other ones of some months, ``values`` what the list and the sheet say whatever the figures
    are, by key; ``code`` is another code than the centre's, ``units`` other units of items. ``edition``: the
    first knows nothing of the sender, the second nothing of the look.
    """
    new = _values(pattern, months_of(pattern.items, centre, figures)) | dict(values or {})
    base = pattern.submitted
    letterhead = {base.organisation: centre.name, base.sender.region: centre.region}
    patch, written = Patch(pattern.workbook), []
    texts = _texts(pattern, new, letterhead)
    for one in base.written:
        place = one.sheet, one.row, one.column
        value = new.get(one.key, one.value) if one.key != WORD else texts.get(place, one.value)
        written.append(replace(one, value=value))
    for (sheet, row, column), value in texts.items():
        patch.set(sheet, row, column, value)  # type: ignore[arg-type]
    sender = replace(
        base.sender, edition=edition, centre=centre.code if code is None else code, region=centre.region,
        supersedes=supersedes,
        items=tuple(one._replace(unit=(units or {}).get(one.code, one.unit)) for one in base.sender.items),
    )  # fmt: skip
    own = patch.workbook.sheet(layout.RECEIPTS).part
    look = replace(base.look, parts_sha256=parts_sha256(patch.whole_parts(), own))
    if edition < 3:
        look, written = Look(), [replace(one, look="") for one in written]
    whole = Submitted(
        centre.name, base.report, base.period, version, values_sha256(listed(written)), tuple(written),
        sender=sender, look=look,
    ).sealed()  # fmt: skip
    patch.set_sheet_rows(layout.RECEIPTS, _rows(whole, edition))
    return patch.to_bytes()


def form_sha256(data: bytes) -> str:
    """The hash of a form's list, which its correction names."""
    return verify(opened(data)).submitted.form_sha256


def returns(
    patterns: Patterns,
    of: Sequence[Centre],
    faults: Mapping[tuple[int, str, str], str] | None = None,
) -> Iterator[Sent]:
    """What so many centres sent: every report of the patterns, with the faults planted."""
    planted_at = dict(faults or {})
    for position, centre in enumerate(of):
        for report, period in sorted(patterns, key=lambda key: (key[1], key[0])):
            fault = planted_at.get((position, report, period), "")
            yield from _sent(patterns[report, period], position, centre, fault)


def planted(report: str = "MK-10", period: str = QUARTER, first: int = 0) -> dict[tuple[int, str, str], str]:
    """One of each fault, each at a centre of its own."""
    return {(position, report, period): fault for position, fault in enumerate(FAULTS, first)}


def write(sent: Iterator[Sent] | Sequence[Sent], folder: Path) -> list[Path]:
    """The files in a folder for each centre."""
    paths = []
    for one in sent:
        path = folder / one.centre.code / one.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.data)
        paths.append(path)
    return paths


def _values(pattern: Pattern, months: Months) -> dict[str, object]:
    """The values of a form that follow from a centre's figures."""
    period, before = Period.parse(pattern.submitted.period), dict(pattern.submitted.values)
    found: dict[str, object] = {}
    for key in before:
        kind, code, measure = split_key(key)
        item = pattern.items.get(code) if kind == "item" else None
        if item is None or not item.varied:
            continue
        fact, ytd = (_figure(months, code, span) for span in (period, period.since_january))
        previous = before.get(f"item:{code}/previous")
        match measure:
            case "fact":
                found[key] = fact
            case "ytd":
                found[key] = ytd
            case "percent":
                found[key] = percent_of(ytd, item.plan)
            case "difference" if isinstance(previous, int) and fact is not None:
                found[key] = fact - previous
    return found


def _figure(months: Months, code: str, period: Period) -> int | None:
    known = [months[code, month] for month in period.months if (code, month) in months]
    return sum(known) if known else None


def _texts(
    pattern: Pattern, new: Mapping[str, object], letterhead: Mapping[str, str]
) -> dict[tuple[str, int, int], object]:
    """What is to stand in the cells of a form that change: a value alone, or a text with values in it."""
    found: dict[tuple[str, int, int], object] = {}
    for one in pattern.submitted.written:
        place = one.sheet, one.row, one.column
        cell = pattern.workbook.cells(one.sheet).get(place[1:])
        shown = found.get(place, cell.value if cell else None)
        if one.key == WORD:
            if isinstance(one.value, str) and one.value in letterhead:
                found[place] = letterhead[one.value]
        elif one.key in new and new[one.key] != one.value:
            field = split_key(one.key)[2]
            if cell is None or agrees(cell.value, one.value):
                found[place] = new[one.key]
            else:
                found[place] = str(shown).replace(spoken(one.value, field), spoken(new[one.key], field))
    return found


def _rows(whole: Submitted, edition: int) -> list[list[str]]:
    rows = proof_rows(whole)
    if edition > 1:
        return rows
    return [row for place, row in enumerate(rows) if place < 6 or row[0] not in _LATER_WORDS]


_LATER_WORDS = ("form_sha256", "edition", "program", "centre", "region", "due", "supersedes", "item", WORD)


def _sent(pattern: Pattern, position: int, centre: Centre, fault: str) -> Iterator[Sent]:
    report, period = pattern.key
    due = pattern.submitted.sender.due
    last = date.fromisoformat(due) if due else Period.parse(period).end + timedelta(_DUE_AFTER)
    day = last + timedelta(1 if fault == "late" else -1)
    name = f"{report.replace('/', '+')}_{period}.xlsx"

    def sent(data: bytes, called: str = name, after: int = 0) -> Sent:
        on = (day + timedelta(after)).isoformat()
        return Sent(called, data, position, centre, report, period, fault, on)

    numbers = count(1)
    plant = _PLANTS.get(fault, _PLANTS["late"])
    for data in plant(At(pattern, centre, _a_figure(pattern))):
        number = next(numbers)
        yield sent(data, name if number == 1 else f"{name[:-5]} ({number}).xlsx", number - 1)


class At(NamedTuple):
    """Where a fault is planted: the form of a centre, and the key of one of its figures, empty without."""

    pattern: Pattern
    centre: Centre
    key: str

    def form(self, **options: Any) -> bytes:
        return form_of(self.pattern, self.centre, **options)

    @property
    def right(self) -> Months:
        """What a correction says of the figure's last month."""
        code = split_key(self.key)[1]
        return {(code, max(self.pattern.items[code].months)): 77} if code else {}


_ENCRYPTED = "EncryptedPackage\0".encode("utf-16-le")
_Plant = Callable[[At], "Iterator[bytes] | Sequence[bytes]"]
_PLANTS: dict[str, _Plant] = {
    "late": lambda at: [at.form()],
    "missing": lambda _at: [],
    "twice": lambda at: [at.form()] * 2,
    "twice, saved": lambda at: [at.form(), saved_elsewhere(at.form())],
    "corrected": lambda at: _versions(at, (2, 0)),
    "forked": lambda at: _versions(at, (2, 0), (2, 1)),
    "gap": lambda at: _versions(at, (3, 0)),
    "altered figure": lambda at: [with_figure(at.form(), at.key, 9999)],
    "altered hash": lambda at: [with_list_cell(at.form(), (6, 2), "0" * 64)],
    "altered list": lambda at: [with_figure(at.form(), at.key, 9999, in_list=True)],
    "wrong total": lambda at: [at.form(values=_one_more(at))],
    "less since January": lambda at: [at.form(values={f"item:{split_key(at.key)[1]}/ytd": 0})],
    "wrong percent": lambda at: [at.form(values={f"item:{split_key(at.key)[1]}/percent": 12.3})],
    "hidden row": lambda at: [with_hidden_row(at.form(), at.key)],
    "other template": lambda at: [of_other_template(at.form())],
    "other unit": lambda at: [at.form(units=dict.fromkeys(at.pattern.items, "Dona"))],
    "name spelt otherwise": lambda at: [
        form_of(at.pattern, at.centre._replace(name=spelt_otherwise(at.centre.name)), code="")
    ],
    "unknown centre": lambda at: [
        form_of(at.pattern, at.centre._replace(code="YO‘Q-1", name="Noma’lum kutubxona"))
    ],
    "empty form": lambda at: [at.form(values=_nothing(at.pattern))],
    "no list": lambda at: [
        saved_elsewhere(at.form(), lambda sheet: sheet.parent.remove(sheet.parent[layout.RECEIPTS]))
    ],
    "first edition": lambda at: [at.form(edition=1)],
    "second edition": lambda at: [at.form(edition=2)],
    "saved": lambda at: [saved_elsewhere(at.form())],
    "foreign xlsx": lambda _at: [foreign_workbook()],
    "damaged": lambda at: [at.form()[:6000]],
    "encrypted": lambda _at: [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + _ENCRYPTED],
    "text": lambda _at: [b"Kod;Soni\n15.1;44\n"],
    "nothing in it": lambda _at: [b""],
    "bomb": lambda _at: [bomb()],
}  # fmt: skip
FAULTS = tuple(_PLANTS)
"""The faults, and what looks like one.

late: it comes the day after its due day. twice: again under another name, the same bytes; ``twice,
saved``: the same values after another program has saved them. corrected: a sound second version comes too;
forked: two second versions, both of the first; gap: a third that supersedes a second which never came.
altered figure: typed over on the sheet; altered hash: in the list; altered list: a figure, in the list and on
the sheet. wrong total, less since January, wrong percent: the list and its hashes agree with it. hidden row:
by another program. other template: of another layout, sound. other unit: of all items, sound in itself. name
spelt otherwise: and the code is empty; unknown centre: on no list. empty form: nothing is entered for the
period; no list: the hidden sheet is gone. first edition, second edition: made before forms said who sends
them, before they kept their look. saved: another program has saved it, nothing is altered. bomb: a part
unpacks to 80 MB.
"""


def _versions(at: At, *others: tuple[int, int]) -> Iterator[bytes]:
    """The first version of a report, then others: each by its number, and by how much its figure is more."""
    first = at.form()
    yield first
    for version, more in others:
        before = form_sha256(first) if version == 2 else "0" * 64
        figures = {place: figure + more for place, figure in at.right.items()}
        yield at.form(version=version, supersedes=before, figures=figures)


def _nothing(pattern: Pattern) -> dict[str, object]:
    return {key: None for key, _ in pattern.submitted.values if split_key(key)[2] != "plan"}


def _a_figure(pattern: Pattern) -> str:
    """The key of a figure that is known and no total; empty where the form has none."""
    for key, value in pattern.submitted.values:
        kind, code, field = split_key(key)
        if kind == "item" and field == "fact" and type(value) is int and not pattern.items[code].parts:
            return key
    return ""


def _one_more(at: At) -> dict[str, object]:
    """One more of a total, in the period and since January; its percent follows."""
    code = next(
        (code for code, item in at.pattern.items.items() if at.key.split("/")[0][5:] in item.parts), ""
    )
    new = _values(at.pattern, months_of(at.pattern.items, at.centre))
    keys = (f"item:{code}/fact", f"item:{code}/ytd")
    found = {key: value + 1 for key in keys if isinstance(value := new.get(key), int)}
    if code and f"item:{code}/percent" in new:
        plan = at.pattern.items[code].plan
        return {**found, f"item:{code}/percent": percent_of(found[f"item:{code}/ytd"], plan)}
    return {**found}


def spelt_otherwise(name: str) -> str:
    """A name as another person types it: other apostrophes, capitals, blanks."""
    return (
        "  ".join(word.capitalize() for word in name.split()).replace("‘", "'").replace("-tuman", " tumani")
    )


def with_figure(data: bytes, key: str, value: int, *, in_list: bool = False) -> bytes:
    """A form with a figure typed over on its sheet; ``in_list`` in its list too, the hashes as they are."""
    one = next(one for one in verify(opened(data)).submitted.written if one.key == key)
    patch = Patch(opened(data))
    patch.set(one.sheet, *parse_a1(one.cell), value)
    if in_list:
        cells = patch.workbook.cells(layout.RECEIPTS)
        rows = [row for (row, column), cell in cells.items() if column == 1 and cell.value == key]
        for row in rows:
            patch.set(layout.RECEIPTS, row, 2, str(value))
    return patch.to_bytes()


def with_list_cell(data: bytes, place: tuple[int, int], text: str) -> bytes:
    """A form with another text in a cell of its hidden list."""
    patch = Patch(opened(data))
    patch.set(layout.RECEIPTS, *place, text)
    return patch.to_bytes()


def saved_elsewhere(data: bytes, edit: Any = None) -> bytes:
    """A form that openpyxl has saved, after an edit of its first sheet."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    if edit:
        edit(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return _without_clock(target.getvalue())


def _without_clock(data: bytes) -> bytes:
    """A zip whose parts were all saved at one known moment."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(target, "w") as archive:
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2025-04-08T09:00:00Z", part)
            info = zipfile.ZipInfo(name, (2025, 4, 8, 9, 0, 0))
            archive.writestr(info, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def of_other_template(data: bytes) -> bytes:
    """The same values on a sheet of another layout: a key and its value a row, as an office's own form."""
    submitted = verify(opened(data)).submitted
    patch = Patch(opened(_blank_workbook("Shakl")))
    written: list[Written] = []
    for row, (key, value) in enumerate(submitted.values, 1):
        patch.set("Shakl", row, 1, key)
        patch.set("Shakl", row, 2, value)  # type: ignore[arg-type]
        written += [Written(WORD, key, "Shakl", f"A{row}"), Written(key, value, "Shakl", f"B{row}")]
    patch.add_sheet(layout.RECEIPTS)
    own = patch.locate(layout.RECEIPTS)[1]
    look = Look(parts_sha256(patch.whole_parts(), own), ())
    whole = replace(submitted, written=tuple(written), look=look, form_sha256="")
    whole = replace(whole, values_sha256=values_sha256(listed(written))).sealed()
    patch.set_sheet_rows(layout.RECEIPTS, proof_rows(whole))
    return patch.to_bytes()


def with_hidden_row(data: bytes, key: str) -> bytes:
    """A form in which another program has hidden a figure's row."""
    row = next(one.row for one in verify(opened(data)).submitted.written if one.key == key)
    return saved_elsewhere(data, lambda sheet: setattr(sheet.row_dimensions[row], "hidden", True))


def foreign_workbook() -> bytes:
    """A workbook that somebody else made."""
    patch = Patch(opened(_blank_workbook("Jami")))
    for row, (item, figure) in enumerate([("15.1", 44), ("15.2", 300)], 1):
        patch.set("Jami", row, 1, item)
        patch.set("Jami", row, 2, figure)
    return patch.to_bytes()


@cache
def _blank_workbook(sheet: str) -> bytes:
    import datetime as dt

    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as file:
        file.set_properties({"created": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)})  # no clock in the bytes
        file.add_worksheet(sheet)
    return target.getvalue()


def bomb() -> bytes:
    """A workbook of some ninety kilobytes with a sheet that unpacks to 80 MB."""
    return _bomb()


@cache
def _bomb() -> bytes:
    target = io.BytesIO(_blank_workbook("Jami"))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        info = zipfile.ZipInfo("xl/worksheets/sheet9.xml", (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w") as part:
            for _ in range(80):
                part.write(b" " * 1_000_000)
    return target.getvalue()
