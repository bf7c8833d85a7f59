"""Let pymarc decode the fields of one record, in the encoding that was found out before."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, cast

from akmxl.core.i18n import N_
from akmxl.importers.sources.marc import encoding as encodings
from akmxl.importers.sources.marc.iso2709 import BAD_DIRECTORY, Chunk, Damaged, narrowed
from akmxl.importers.sources.marc.record import Field, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pymarc

    Decode = Callable[[Chunk, str], Record]

BAD_LETTERS = N_(
    "Record {record} (byte {offset}): its letters are not written in {encoding}. "
    "Say in which with --encoding."
)
NO_ENCODING = N_(
    "Record {record} (byte {offset}): it cannot be told in which encoding its letters stand. "
    "Say it with --encoding."
)


def decoder(tags: frozenset[str]) -> Decode:
    """Return what makes a record, with the fields of these tags, of its bytes and encoding."""
    import logging
    import warnings

    import pymarc
    from pymarc.exceptions import BadSubfieldCodeWarning

    # Both go to the terminal of whoever runs akmxl; what they say changes no value that is taken here.
    logging.getLogger("pymarc").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore", BadSubfieldCodeWarning)
    wanted = frozenset(tag.encode() for tag in tags)
    made = pymarc.Record

    def decode(chunk: Chunk, encoding: str) -> Record:
        if not encoding:
            raise Damaged(NO_ENCODING)
        utf8 = encoding == encodings.UTF8
        data = narrowed(chunk, wanted, b"a" if utf8 else b" ")
        leader = chunk.data[:24].decode("ascii")
        if data[12:17] == b"00025":  # pymarc refuses a record without fields
            return Record(leader, {}, {})
        try:
            if encoding == encodings.MARC8:
                taken = _of_marc8(made, data)
            else:
                taken = made(data, force_utf8=utf8, file_encoding=encoding)
        except UnicodeError:
            raise Damaged(BAD_LETTERS, encoding=encoding) from None
        except Exception:  # whatever it stumbled over, the record is not what it says
            raise Damaged(BAD_DIRECTORY) from None
        return _record(leader, cast("list[_Field]", taken.fields))

    return decode


def _of_marc8(made: type[pymarc.Record], data: bytes) -> pymarc.Record:
    """Decode MARC-8; a byte that means nothing there becomes a blank and a line on stderr: here, a fault."""
    said = io.StringIO()
    with redirect_stderr(said):
        record = made(data)
    if said.getvalue():
        raise Damaged(BAD_LETTERS, encoding=encodings.MARC8)
    return record


class _Field(Field):
    """A field of pymarc: one without subfields has ``data``."""

    tag: str
    data: str
    control_field: bool


def _record(leader: str, fields: Iterable[_Field]) -> Record:
    controls: dict[str, str] = {}
    others: dict[str, list[Field]] = {}
    for field in fields:
        tag = field.tag
        if field.control_field:
            controls.setdefault(tag, field.data)
        elif tag in others:
            others[tag].append(field)
        else:
            others[tag] = [field]
    return Record(leader, controls, others)
