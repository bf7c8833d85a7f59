"""Make a table of a MARC file: a row of headings, then one row a record, numbered as they stand in it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.importers.profile.profile import UNIMARC
from akmxl.importers.sources.marc import encoding as encodings
from akmxl.importers.sources.marc.columns import HEADINGS, TITLE, tags, takers
from akmxl.importers.sources.marc.decoded import BAD_LETTERS, decoder
from akmxl.importers.sources.marc.iso2709 import Damaged, chunks
from akmxl.importers.sources.marc.kind import ASKED, kind_of
from akmxl.importers.sources.marc.marcxml import EMPTY, Broken, found_records
from akmxl.importers.sources.table import Fault, Reading, SourceTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from akmxl.importers.sources.marc.record import Record
    from akmxl.importers.sources.table import Row

    Open = Callable[[], BinaryIO]
    Place = Mapping[str, int]
    Records = Callable[[list[Fault]], Iterator[tuple[int, Place, Record]]]

_HEAD = 1 << 12
_NAMES = ("MARC 21", "UNIMARC")
_TITLES = frozenset({"200", "245"})  # which of the two a record has tells its kind
_TITLE = HEADINGS.index(TITLE)
_ASKED_OF_KIND = 50  # records that are asked of which kind they are
_SAMPLES, _SAMPLE_BYTES = 300, 1 << 20  # records with letters that are asked for the encoding
_XML_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_NO_CATALOGUE = frozenset("uvwxyzq")  # leader/06 of holdings, classifications, authorities, communities

# A title that is a number: 1984, or the year or number of a volume.
_LETTER = re.compile(r"[^\W\d_]")
_FIGURE = re.compile(r"[0-9][0-9\s.,:;/()\[\]–—-]*")

NO_TITLE = N_("Record {record}: there is no letter in its title ({tag}): “{title}”.")
DELETED = N_("Record {record}: it is marked as deleted (leader/05).")
NO_CATALOGUE = N_("Record {record}: it describes no publication (leader/06: {sign}).")
OTHER_KIND = N_(
    "Record {record}: its title stands in {tag}, so it is {found} and not {kind}. "
    "Choose the profile of {found} for it."
)
NOTHING = N_("There is no MARC record in the file.")


def marc_table(open_file: Open, name: str, size: int, reading: Reading, kind: str) -> SourceTable:
    """Return the table of a MARC file, ISO 2709 or XML by its bytes.

    ``kind`` is MARC21 or UNIMARC of the profile; where it is empty the records tell it. The first records
    are read at once, all of them when the table's rows are asked for.
    """
    asked = reading.encoding and encodings.asked_encoding(reading.encoding)
    with open_file() as stream:
        head = stream.read(_HEAD)
    if _is_xml(head):
        asked = "" if asked == encodings.MARC8 else asked  # which XML cannot be
        shown = asked or _xml_encoding(head)
        kind = kind or _kind_of_xml(open_file, name, asked)
        records = _xml_records(open_file, name, asked, _teller(reading, size))
    else:
        kind = kind or _kind_of_iso(open_file)
        shown = asked or _encoding_of_iso(open_file, kind)
        records = _iso_records(open_file, kind, asked, shown, _teller(reading, size))
    faults: list[Fault] = []

    def read() -> Iterator[Row]:
        faults.clear()
        return _rows(records, kind, shown, faults)

    return SourceTable(file=name, sheet="", kind=kind, read=read, faults=faults, encoding=shown)


def _is_xml(head: bytes) -> bool:
    """Tell XML by its first sign; in UTF-16 it stands after a mark, and beside a zero."""
    return head.lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<")


def _xml_encoding(head: bytes) -> str:
    if declared := _XML_ENCODING.match(head.removeprefix(b"\xef\xbb\xbf")):
        return declared[1].decode().lower()
    return "utf-16" if b"\x00" in head[:4] else encodings.UTF8


def _rows(records: Records, kind: str, encoding: str, faults: list[Fault]) -> Iterator[Row]:
    """Yield the headings, then each record that is one of a publication and has a title."""
    yield 0, HEADINGS
    taken = takers(kind)
    number = 0
    for number, place, record in records(faults):
        try:
            row = tuple([take(record) for take in taken])
            fault = _fault(record, row[_TITLE], kind)
        except UnicodeError as error:
            own = encodings.UTF8 if "utf-8" in str(error) else encoding
            fault = BAD_LETTERS, {"encoding": own}
        if fault:
            message, params = fault
            faults.append(Fault(number, message, {"record": number, **params, **place}))
        else:
            yield number, row
    if not (number or faults):
        faults.append(Fault(0, NOTHING, {}))


def _fault(record: Record, title: object, kind: str) -> tuple[str, dict[str, object]] | None:
    """Return what is wrong with a record that could be read: a message and what it names."""
    leader, shown = record.leader, title if isinstance(title, str) else ""
    if leader[5:6] == "d":
        return DELETED, {}
    if leader[6:7] in _NO_CATALOGUE:
        return NO_CATALOGUE, {"sign": leader[6:7]}
    if _LETTER.search(shown) or _is_figure(shown, record):
        return None
    tag, other = ("200", "245") if kind == UNIMARC else ("245", "200")
    if other in record.fields and tag not in record.fields:
        return OTHER_KIND, {"tag": other, "kind": _NAMES[kind == UNIMARC], "found": _NAMES[other == "200"]}
    return NO_TITLE, {"title": shown[:60], "tag": tag}


def _is_figure(title: str, record: Record) -> bool:
    """Tell whether a title is a mere number (a year, a volume) in a record that has its letters elsewhere."""
    if not _FIGURE.fullmatch(title):
        return False
    fields = (field for fields in record.fields.values() for field in fields)
    return any(_LETTER.search(record.clean(value)) for field in fields for _, value in field.subfields)


def _teller(reading: Reading, size: int) -> Callable[[int], None]:
    progress = reading.progress
    return (lambda read: progress(read, size)) if progress else _untold


def _untold(_read: int) -> None:
    """Say nothing: the first records are looked at before the file is read."""


def _iso_records(
    open_file: Open, kind: str, asked: str, encoding: str, tell: Callable[[int], None]
) -> Records:
    """Return what reads a file of ISO 2709; damaged records go to the faults."""
    plain, of_record = encodings.is_plain, encodings.encoding_of_record

    def read(faults: list[Fault]) -> Iterator[tuple[int, Place, Record]]:
        decode = decoder(tags(kind) | _TITLES)
        with open_file() as stream:
            for chunk in chunks(stream, tell):
                own = asked or (
                    encodings.UTF8 if plain(chunk.data) else of_record(chunk.data, kind, encoding)
                )
                try:
                    record = decode(chunk, own)
                except Damaged as damage:
                    params = {"record": chunk.number, "offset": chunk.offset, **damage.params}
                    faults.append(Fault(chunk.number, damage.message, params))
                else:
                    yield chunk.number, {"offset": chunk.offset}, record

    return read


def _kind_of_iso(open_file: Open) -> str:
    """Tell the kind by the first records that are whole; their letters do not matter."""
    decode = decoder(ASKED)

    def records() -> Iterator[Record]:
        with open_file() as stream:
            for chunk in islice(chunks(stream, _untold), 20 * _ASKED_OF_KIND):
                try:
                    yield decode(chunk, "latin-1")
                except Damaged:
                    continue

    return kind_of(islice(records(), _ASKED_OF_KIND))


def _encoding_of_iso(open_file: Open, kind: str) -> str:
    """Tell the encoding by the first records with other letters than ASCII, wherever they stand."""
    samples: list[bytes] = []
    taken = 0
    with open_file() as stream:
        for chunk in chunks(stream, _untold):
            if chunk.whole and not encodings.is_plain(chunk.data):
                samples.append(chunk.data)
                taken += len(chunk.data)
                if len(samples) == _SAMPLES or taken > _SAMPLE_BYTES:
                    break
    return encodings.encoding_of_file(samples, kind)


def _xml_records(open_file: Open, name: str, asked: str, tell: Callable[[int], None]) -> Records:
    """Return what reads a file of XML; what cannot be read goes to the faults."""

    def read(faults: list[Fault]) -> Iterator[tuple[int, Place, Record]]:
        number = 0
        with open_file() as stream:
            try:
                for number, line, record in found_records(stream, name, asked, tell):
                    if record is None:
                        faults.append(Fault(number, EMPTY, {"record": number, "line": line}))
                    else:
                        yield number, {"line": line}, record
            except Broken as broken:
                faults.append(Fault(number + 1, broken.message, {"record": number, **broken.params}))

    return read


def _kind_of_xml(open_file: Open, name: str, asked: str) -> str:
    records = _xml_records(open_file, name, asked, _untold)([])
    return kind_of(record for _, _, record in islice(records, _ASKED_OF_KIND))
