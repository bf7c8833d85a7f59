"""Read MARCXML (and MarcXchange) record by record: with or without a namespace, its prefix, an envelope.

The file goes to the parser block by block and a record is let go of once it was read, so memory is bounded.
Nothing is fetched and no entity is resolved: a file that declares a document type is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.importers.sources.marc.record import Field, Record, Value, cleaner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from lxml.etree import XMLPullParser, XMLSyntaxError, _Element

_BLOCK = 1 << 16
_LONGEST = 1 << 22  # bytes without the end of a record: one of 99,999 bytes is never so long in XML
_OTHERS = frozenset({"http://www.openarchives.org/OAI/2.0/", "http://www.loc.gov/zing/srw/",
                     "http://docs.oasis-open.org/ns/search-ws/sruResponse"})  # fmt: skip

BROKEN = N_("After record {record} the XML breaks off (line {line}): what follows was not read.")
BAD_LETTERS = N_(
    "After record {record} the letters are not in the encoding that the file declares (line {line}): "
    "what follows was not read. Say in which with --encoding."
)
NO_RECORD = N_("After record {record} there is no record in 4 MB: what follows was not read.")
EMPTY = N_("Record {record} (line {line}): there is nothing in it.")


class Broken(Exception):
    """A file that cannot be read on: ``message`` is the id, ``params`` what it names."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class Found(NamedTuple):
    """A record of an XML file: its number, the line on which it begins; None where nothing is in it."""

    number: int
    line: int
    record: Record | None


def found_records(stream: BinaryIO, file: str, encoding: str, tell: Callable[[int], None]) -> Iterator[Found]:
    """Yield the records of a file; raises ``Broken`` where it cannot be read on."""
    number = 0
    for element in _elements(stream, file, encoding, tell):
        record = _record(element)
        if record is not None or not _is_envelope(element):
            number += 1
            yield Found(number, element.sourceline or 0, record)
        _let_go(element)


def _elements(stream: BinaryIO, file: str, encoding: str, tell: Callable[[int], None]) -> Iterator[_Element]:
    """Yield the elements named record as they end."""
    parser = _parser(encoding)
    read = since = 0
    while True:
        block = stream.read(_BLOCK)
        broken = _fed(parser, block)
        read, since = read + len(block), since + len(block)
        tell(read)
        for _, element in parser.read_events():
            if element.getroottree().docinfo.internalDTD is not None:
                raise _unsafe(file)
            since = 0
            yield element
        if broken is not None:
            raise _stopped(broken, file)
        if since > _LONGEST:
            raise Broken(NO_RECORD)
        if not block:
            return


def _parser(encoding: str) -> XMLPullParser:
    from lxml import etree

    return etree.XMLPullParser(
        events=("end",),
        tag="{*}record",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding=encoding or None,
    )


def _fed(parser: XMLPullParser, block: bytes) -> XMLSyntaxError | None:
    """Give the parser a block, the end of the file where it is empty; return what it stumbled over."""
    from lxml import etree

    try:
        if block:
            parser.feed(block)
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        return error
    return None


def _stopped(error: XMLSyntaxError, file: str) -> Exception:
    """Return the error that says why the parser went no further."""
    from lxml.etree import ErrorTypes as Types

    if error.code in (Types.ERR_ENTITY_LOOP, Types.ERR_RESOURCE_LIMIT):
        return _unsafe(file)
    letters = error.code in (Types.ERR_INVALID_ENCODING, Types.ERR_UNSUPPORTED_ENCODING)
    return Broken(BAD_LETTERS if letters else BROKEN, line=error.lineno or 1)


def _unsafe(file: str) -> Unreadable:
    return Unreadable(
        N_("The file is not safe to read: “{file}” declares a document type or entities."), file=file
    )


def _record(element: _Element) -> Record | None:
    """Return the record in an element; None where nothing of a record stands in it."""
    leader, found = "", False
    controls: dict[str, str] = {}
    fields: dict[str, list[Field]] = {}
    for child in element:
        name = _local(child)
        tag = child.get("tag", "")
        if name == "leader":
            leader = _text(child)
        elif name == "controlfield":
            controls.setdefault(tag, _text(child))
        elif name == "datafield":
            fields.setdefault(tag, []).append(_field(child))
        found = found or name in ("leader", "controlfield", "datafield")
    return Record(leader, controls, fields, cleaner("")) if found else None


def _field(element: _Element) -> Field:
    subfields: list[tuple[str, Value]] = [
        (child.get("code", ""), _text(child)) for child in element if _local(child) == "subfield"
    ]
    return Field((element.get("ind1") or " ", element.get("ind2") or " "), subfields)


def _text(element: _Element) -> str:
    return element.text or "" if len(element) == 0 else "".join(map(str, element.itertext()))


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_envelope(element: _Element) -> bool:
    """Tell whether a record is one of a protocol (OAI-PMH, SRU), around that of the catalogue or of none."""
    if str(element.tag).partition("}")[0].removeprefix("{") in _OTHERS:
        return True
    return any(_local(inner) == "record" for inner in element.iterdescendants())


def _let_go(element: _Element) -> None:
    """Take what was read out of the tree, with what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
