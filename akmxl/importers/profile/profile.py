"""Define a profile: how an export of another system is read, and where what it says goes."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.plan.registers import DAILY, EVENTS, JOURNAL, LISTS, PRESS, TRAINING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COUNTS = "sonlar"  # the target of figures by month and item; any other target is a sheet
TARGETS = (COUNTS, DAILY, EVENTS, TRAINING, PRESS, LISTS, JOURNAL)

UNDECIDED = "?"  # for an item, in a draft: nothing is imported before a person decides

# What a profile takes its rows from.
TABLE, MARC21, UNIMARC = "jadval", "marc21", "unimarc"
KINDS = (TABLE, MARC21, UNIMARC)

DATE_ORDERS = ("KOY", "OKY", "YOK")  # kun-oy-yil: day first, month first, year first


@dataclass(frozen=True)
class CountRule:
    """One figure that a profile counts: of which item, in which month, and what is added up.

    ``month`` is the field whose day or month decides; ``quantity`` the field that is added up (empty: rows
    are counted), ``distinct`` the field whose different values are counted; ``after`` a field whose day must
    be earlier, or blank: what was edited on the day on which it was made is no edit. ``where`` narrows the
    rows: field -> the words of which one must stand there (``*``: anything).
    """

    code: str
    month: str
    quantity: str = ""
    distinct: str = ""
    after: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_least: bool = False  # there may have been more: a record keeps the day of its last edit alone
    place: int = 1  # among the profile's counts
    line: int = 0


@dataclass(frozen=True)
class Profile:
    """One profile as read from its file; ``name`` is the file's stem, by which a command asks for it.

    ``columns``: field or free name -> the headings under which the export has it. ``heading_rows`` is how
    many rows the heading has (0: it is looked for), ``joined`` the sign that joins what stands in them.
    ``skipped`` are the words with which a row begins that is no data; ``control`` those of the rows in which
    the file itself says its totals. ``across``: the months stand side by side, in columns of their names.
    ``filters``: field -> the words of which one must stand there. ``identity``: the fields by which a row is
    known again. ``fixed``: field -> the text that every row gets; ``words``: field -> the export's word ->
    ours.
    """

    name: str
    title: str
    path: Path
    kind: str
    target: str
    columns: Mapping[str, tuple[str, ...]]
    sheet: str = ""
    heading_rows: int = 0
    joined: str = " "
    skipped: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    date_order: str = ""
    decimal: str = ""
    encoding: str = ""
    separator: str = ""
    across: bool = False
    added: bool = False  # what several tables, or rows side by side, say of one item's month is added up
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    identity: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    counts: tuple[CountRule, ...] = ()
    optional: frozenset[str] = frozenset()
    lines: Mapping[str, int] = field(default_factory=dict)  # key -> the line on which it stands
