"""Keep which letters without a receipt had gone out, so that one whose day or row is lost is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Plan
    from akmxl.plan.reports import JournalRow

_LETTER = "xat|"


class LostLetter(NamedTuple):
    """A letter that had gone out at the last check: the report's code, else the title; ``day`` is ISO text.

    ``row`` is the row that names it still, without the day.
    """

    name: str
    report: str
    period: str
    number: str
    day: str
    row: JournalRow | None


def letters_to_keep(plan: Plan) -> dict[str, str]:
    """Return what is kept of the letters that have gone out; what was kept once stays, with its last day."""
    kept = {key: text for key, text in plan.known_rows.items() if key.startswith(_LETTER)}
    sealed = {(one.report, one.period, one.version) for one in plan.receipts if one.sealed}
    for row in plan.journal:
        if row.sent and (row.report, row.period_text, row.version) not in sealed:
            kept[_key(row)] = f"{row.sent.isoformat()} {_number(row)}"
    return dict(sorted(kept.items()))


def lost_letters(plan: Plan) -> Iterator[LostLetter]:
    """Yield the kept letters of which no row says that they were sent, by their name or number and day."""
    kept = {key: text for key, text in plan.known_rows.items() if key.startswith(_LETTER)}
    if not kept:
        return
    dated = [row for row in plan.journal if row.values.get("sent") not in (None, "")]
    there = {*map(_key, dated), *(f"{row.sent} {_number(row)}" for row in dated)}
    there |= {f"{_LETTER}{r.report}|{r.period}|{r.version}|" for r in plan.receipts if r.sealed}  # SUB04's
    bare = [row for row in plan.journal if row not in dated]
    rows = {_number(row): row for row in bare if row.number} | {_key(row): row for row in bare}
    for key, text in kept.items():
        if key not in there and text not in there:
            day, _, number = text.partition(" ")
            report, period, _, title = key.removeprefix(_LETTER).split("|", 3)
            yield LostLetter(report or title, report, period, number, day, rows.get(key) or rows.get(number))


def _key(row: JournalRow) -> str:
    """Return what a letter is known by: code, period and version; without a code or period also the title."""
    title = "" if row.report and row.period else " ".join(str(row.values.get("title") or "").split())
    return f"{_LETTER}{row.report}|{row.period_text}|{row.version}|{title}"


def _number(row: JournalRow) -> str:
    return " ".join(row.number.split())
