"""Know what a draft of a profile may become: a sheet's rows, or counts, with every spelling that is known.

The spellings are those of the vocabulary and of the profiles that ship: an alias is written in one place.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.assets import templates_folder
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold_header
from akmxl.importers.profile.find import FOLDER
from akmxl.importers.profile.profile import COUNTS, TABLE
from akmxl.importers.profile.read import read_profile
from akmxl.importers.sample import CODE, DAY, EVENT_KIND, LIST_KIND, MONTH, NUMBER, SECTOR
from akmxl.importers.target import DAY_COUNTS, NEEDED, QUANTITY, known_headings
from akmxl.plan.registers import DAILY, EVENTS, JOURNAL, LISTS, PRESS, TRAINING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from akmxl.importers.profile.profile import CountRule, Profile
    from akmxl.plan.model import Settings

_KINDS = {
    **dict.fromkeys(("date", "report_due", "sent"), (DAY,)),
    **dict.fromkeys(("participants", "women", "children", "hours", QUANTITY, *DAY_COUNTS), (NUMBER,)),
    "event_kind": (EVENT_KIND,), "list_kind": (LIST_KIND,), "sector": (SECTOR,), "code": (CODE,),
}  # fmt: skip
_BY_HEADING_ALONE = ("participants", "women", "children", "hours", "sent", *DAY_COUNTS)


class Shape(NamedTuple):
    """What a draft may become: its target, the columns by name with their spellings, what it cannot miss.

    ``fields``: the sheet's field of each name. ``kinds``: what the values of a column must be; ``sought``:
    the names that are also found by their values. ``fixed`` may be given to every row instead.
    """

    target: str
    names: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    sought: tuple[str, ...]
    needed: tuple[str, ...]
    identity: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]
    counts: tuple[CountRule, ...] = ()
    across: bool = False


def shapes(settings: Settings) -> Iterator[Shape]:
    """Yield every shape: of the sheets, then of the shipped profiles that count."""
    shipped = [profile for profile in map(read_profile, shipped_files()) if profile.kind == TABLE]
    for sheet in (EVENTS, TRAINING, PRESS, LISTS, JOURNAL, DAILY):
        yield _of_sheet(sheet, settings, [profile for profile in shipped if profile.target == sheet])
    for profile in shipped:
        if profile.target == COUNTS:
            yield _of_counts(profile)


@cache
def shipped_files() -> tuple[Path, ...]:
    """Return the files of the profiles that ship."""
    return tuple(sorted((templates_folder() / FOLDER).glob("*.toml")))


def _of_sheet(sheet: str, settings: Settings, profiles: list[Profile]) -> Shape:
    names: dict[str, tuple[str, ...]] = {}
    fields: dict[str, str] = {}
    aliases: dict[str, list[str]] = {}
    for profile in profiles:
        for name, words in profile.columns.items():
            aliases.setdefault(fold_header(name), []).extend(words)
    for field, words in known_headings(sheet, settings).items():
        title = words[0]
        more = [alias for word in words for alias in aliases.get(fold_header(word), ())]
        names[title] = tuple(dict.fromkeys((*words, *more)))
        fields[title] = field
    kinds = {
        title: (NUMBER,) if field in settings.sectors else _KINDS[field]
        for title, field in fields.items()
        if field in _KINDS or field in settings.sectors
    }
    # a kind or sector that is spelt otherwise is still one, and so is a number of an item: by their heading
    strict = {title: kind for title, kind in kinds.items() if kind[0] in (DAY, NUMBER)}
    sought = tuple(
        title
        for title in kinds
        if fields[title] not in _BY_HEADING_ALONE and fields[title] not in settings.sectors
    )
    needed = tuple(title for title, field in fields.items() if field in NEEDED[sheet])
    identity = next((profile.identity for profile in profiles if profile.identity), ())
    renamed = {name: words for profile in profiles for name, words in profile.words.items()}
    return Shape(sheet, names, fields, {**kinds, **strict}, sought, needed, identity, renamed)


def _of_counts(profile: Profile) -> Shape:
    months = tuple(dict.fromkeys(rule.month for rule in profile.counts if rule.month))
    quantities = dict.fromkeys((rule.quantity for rule in profile.counts if rule.quantity), (NUMBER,))
    kinds = {**dict.fromkeys(months, (DAY, MONTH)), **quantities}
    return Shape(
        COUNTS, profile.columns, {}, kinds, months, months, profile.identity, profile.words, profile.counts,
        profile.across,
    )  # fmt: skip
