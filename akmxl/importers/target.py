"""Know where the columns of a profile go: into which fields of which sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import FileProblem
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, fold_header, nearest
from akmxl.core.vocabulary import header, header_spellings
from akmxl.plan.registers import AGES, DAILY, EVENTS, JOURNAL, LISTS, PRESS, TRAINING
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.importers.profile.profile import Profile
    from akmxl.plan.model import Settings

DAY_COUNTS = ("loans", "new_readers", "renewed_readers", *AGES)
SECTOR, QUANTITY = "sector", "quantity"  # of a day log whose sectors stand below one another

# What a row cannot do without, by sheet; a profile maps it or gives it to every row.
NEEDED = {
    DAILY: ("date",),
    EVENTS: ("date", "event_kind", "title"),
    TRAINING: ("date", "code", "person", "course"),
    PRESS: ("date", "code", "title"),
    LISTS: ("date", "list_kind", "code", "title"),
    JOURNAL: ("title", "report_due"),
}
_GIVEN = ("id", "state", "version", "rule_due", "file")  # written by akmxl alone
_LAYOUTS = {
    sheet.name: sheet for sheet in (*layout.REGISTER_SHEETS, layout.DAILY_SHEET, layout.JOURNAL_SHEET)
}


class Target(NamedTuple):
    """The sheet that a profile fills, and the field of each of its columns; a sector's field is its name."""

    sheet: str
    fields: Mapping[str, str]  # the profile's name -> field

    @property
    def below_one_another(self) -> bool:
        """Whether the sectors of a day stand in rows of their own."""
        return SECTOR in self.fields.values()


def target_of(profile: Profile, settings: Settings) -> Target:
    """Return where a profile's columns go. Raises ``FileProblem``, with the line, where one goes nowhere."""
    known = known_headings(profile.target, settings)
    spellings = {fold_header(word): field for field, words in known.items() for word in words}
    fields = {}
    aside = {*profile.filters, *profile.identity}  # may be columns that are only looked at
    for name in (*profile.columns, *profile.fixed):
        if field := spellings.get(fold_header(name)):
            fields[name] = field
        elif name not in aside:
            titles = [next(iter(words)) for words in known.values()]
            raise FileProblem(
                N_(
                    "Profile {file}, line {line}: sheet “{sheet}” has no column “{name}”. "
                    "The nearest: {known}."
                ),
                file=profile.path.name, line=profile.lines.get(name, 1), sheet=profile.target, name=name,
                known=nearest(name, titles) or ", ".join(titles),
            )  # fmt: skip
    needed = NEEDED[profile.target]
    if SECTOR in fields.values():
        needed = (*needed, QUANTITY)
    for field in needed:
        if field not in fields.values():
            raise FileProblem(
                N_(
                    "Profile {file}: sheet “{sheet}” needs the column “{name}”. "
                    "Add it to [ustunlar] or [doimiy]."
                ),
                file=profile.path.name, sheet=profile.target, name=next(iter(known[field])),
            )  # fmt: skip
    return Target(profile.target, fields)


def known_headings(sheet: str, settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return the fields that a sheet takes, each with the spellings of its heading; the written one first."""
    columns = _LAYOUTS[sheet].columns
    known = {
        column.field: tuple(dict.fromkeys([column.header(), *sorted(column.spellings)]))
        for column in columns
        if column.field not in _GIVEN
    }
    if sheet == DAILY:
        kept = ("date", *DAY_COUNTS)
        known = {field: words for field, words in known.items() if field in kept}
        known |= {sector: tuple(_spellings(sector, settings.sector_spellings)) for sector in settings.sectors}
        known |= {field: (header(field), *sorted(header_spellings(field))) for field in (SECTOR, QUANTITY)}
    return known


def _spellings(name: str, known: Mapping[str, str]) -> Iterable[str]:
    yield name
    yield from (spelling for spelling, one in known.items() if one == name and spelling != fold(name))
