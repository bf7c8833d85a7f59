"""Define what every source is read as: tables, whose rows can be read again and again."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import translate
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Row = tuple[int, Sequence[object]]
    Progress = Callable[[int, int], None]  # bytes read, bytes of the whole file


class Fault(NamedTuple):
    """What of a source could not be read: ``row`` as its table counts them, ``at`` the place in words.

    ``message`` is the id of a message, ``params`` what it names.
    """

    row: int
    message: str
    params: Mapping[str, object]

    @property
    def reason(self) -> str:
        return translate(self.message, **self.params)


@dataclass(frozen=True)
class Reading:
    """How a person wants a source to be read, where its bytes leave it open.

    ``encoding`` is a name such as ``cp1251``, ``separator`` the sign between the cells of a text file; empty:
    it is found out. ``records`` says by which standard MARC records are read, ``marc21`` or ``unimarc``;
    empty: by what stands in them. ``progress`` is told how many bytes of how many were read.
    """

    encoding: str = ""
    separator: str = ""
    records: str = ""
    progress: Progress | None = None


@dataclass(frozen=True)
class SourceTable:
    """One table of a source: a sheet of a workbook, a text file, the records of a MARC file.

    ``read`` gives the rows from the first on, each with its number as Excel (or a text editor) shows it and
    its cells: texts, numbers, dates, booleans, None for a blank (in a text file an empty text); each call
    begins anew. ``kind`` is the file's kind (``xlsx``, ``csv``, ``marc21`` ...), ``texts`` says that all
    cells are texts, so that numbers and days have to be read from them. ``faults`` fills while the rows are
    read: it is of the last reading.
    """

    file: str  # its name; within an archive ``export.zip/march.csv``
    sheet: str  # empty where a file has one table
    kind: str
    read: Callable[[], Iterator[Row]]
    texts: bool = False
    faults: list[Fault] = field(default_factory=list)
    encoding: str = ""


@dataclass(frozen=True)
class Source:
    """A file, archive or folder of another system: its tables, its name, the SHA-256 of its bytes."""

    name: str
    sha256: str
    tables: tuple[SourceTable, ...]
