"""Read CSV and TSV row by row, with the standard reader: nothing is done to a single cell."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.sources.encoding import encoding_of
from akmxl.importers.sources.files import opened, reading as reading_of
from akmxl.importers.sources.separator import is_quoted, named_separator, said_separator, separator_of
from akmxl.importers.sources.table import Fault, SourceTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.importers.sources.encoding import Encoding
    from akmxl.importers.sources.files import SourceFile
    from akmxl.importers.sources.table import Progress, Reading, Row

_SAMPLE_LINES, _SAMPLE_SIGNS = 2000, 512 * 1024
_END_OF_DOS = "\x1a"
_NO_LETTER = "\ufffd"
_BROKEN_LETTERS = N_("letters that are not in the encoding {encoding}")
_BROKEN_QUOTES = N_("a quotation mark inside a cell in quotes: it has to stand there twice")


class _Cut(NamedTuple):
    """How a text is cut into cells: the separator, what quotes mean, the lines before the first row."""

    separator: str
    quoted: bool
    skipped: int


def text_table(file: SourceFile, head: bytes, reading: Reading) -> SourceTable:
    """Return the table of a text file; raises ``Unreadable`` where nothing separates cells."""
    encoding = encoding_of(file, head, reading)
    with reading_of(file.name), _text(file, encoding, None) as stream:
        lines = _sample(stream)
    said = said_separator(lines[0]) if lines else ""
    separator = named_separator(reading.separator) if reading.separator else said
    separator = separator or separator_of(lines)
    if not separator:
        raise Unreadable(
            N_("The text has no table: “{file}”. Export it as .xlsx, or as CSV with separators."),
            file=file.name,
        )
    faults: list[Fault] = []
    cut = _Cut(separator, is_quoted(lines, separator), 1 if said else 0)

    def read() -> Iterator[Row]:
        return _rows(file, encoding, cut, reading, faults)

    kind = "tsv" if separator == "\t" else "csv"
    return SourceTable(file.name, "", kind, read, texts=True, faults=faults, encoding=encoding.shown)


def _text(file: SourceFile, encoding: Encoding, progress: Progress | None) -> io.TextIOWrapper:
    stream = opened(file, progress)
    return io.TextIOWrapper(stream, encoding.name, "replace" if encoding.doubtful else "strict", newline="")


def _sample(stream: io.TextIOWrapper) -> list[str]:
    lines, size = [], 0
    for line in islice(stream, _SAMPLE_LINES):
        lines.append(line)
        size += len(line)
        if size > _SAMPLE_SIGNS:
            break
    return lines


def _rows(
    file: SourceFile, encoding: Encoding, cut: _Cut, reading: Reading, faults: list[Fault]
) -> Iterator[Row]:
    faults.clear()
    with reading_of(file.name), _text(file, encoding, reading.progress) as stream:
        ended: list[bool] = []
        reader = csv.reader(
            islice(_lines(stream, ended), cut.skipped, None),
            delimiter=cut.separator,
            quoting=csv.QUOTE_MINIMAL if cut.quoted else csv.QUOTE_NONE,
            skipinitialspace=cut.separator != " ",
            strict=True,
        )
        number = 0
        while True:
            try:
                for row in reader:
                    number += 1
                    if encoding.doubtful and _NO_LETTER in "".join(row):
                        faults.append(Fault(number, _BROKEN_LETTERS, {"encoding": encoding.shown}))
                        continue
                    yield number, row
            except csv.Error as error:
                number += 1
                if ended or "limit" in str(error):
                    raise _unended(file, number) from error
                faults.append(Fault(number, _BROKEN_QUOTES, {}))
            except UnicodeError as error:  # a file that changed since it was looked over
                raise Unreadable(
                    N_("The file is damaged and cannot be read: “{file}”. Export it again."), file=file.name
                ) from error
            else:
                return


def _lines(stream: io.TextIOWrapper, ended: list[bool]) -> Iterator[str]:
    for line in stream:
        if line[-1] != _END_OF_DOS:
            yield line
        elif len(line) > 1:
            yield line[:-1]
    ended.append(True)


def _unended(file: SourceFile, row: int) -> Unreadable:
    return Unreadable(
        N_("A cell in quotes does not end: “{file}”, the row {row}. Mend the quotes or export it again."),
        file=file.name,
        row=row,
    )
