"""Let pymarc decode the fields of one record, in the encoding that was found out before."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, cast

from akmxl.core.i18n import N_
from akmxl.importers.sources.marc import encoding as encodings
from akmxl.importers.sources.marc.iso2709 import BAD_DIRECTORY, Chunk, Damaged, narrowed
from akmxl.importers.sources.marc.record import Field, Record, cleaner

if TYPE_CHECKING:
    from collections.abc import Callable

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
        data = narrowed(chunk, wanted)
        leader = chunk.data[:24].decode("ascii")
        if data[12:17] == b"00025":  # pymarc refuses a record without fields
            return Record(leader, {}, {}, cleaner(""))
        try:
            if encoding == encodings.MARC8:
                return _record(leader, _of_marc8(made, data), "")
            # Bytes: pymarc asks the leader anew for each subfield how it is to be decoded.
            return _record(leader, made(data, to_unicode=False), encoding)
        except UnicodeError:
            raise Damaged(BAD_LETTERS, encoding=encoding) from None
        except Damaged:
            raise
        except Exception:  # whatever it stumbled over, the record is not what it says
            raise Damaged(BAD_DIRECTORY) from None

    return decode


def _of_marc8(made: type[pymarc.Record], data: bytes) -> pymarc.Record:
    """Decode MARC-8; a byte that means nothing there becomes a blank and a line on stderr: here, a fault."""
    said = io.StringIO()
    with redirect_stderr(said):
        record = made(data)
    if said.getvalue():
        raise Damaged(BAD_LETTERS, encoding=encodings.MARC8)
    return record


def _record(leader: str, taken: pymarc.Record, encoding: str) -> Record:
    controls: dict[str, str] = {}
    fields: dict[str, list[Field]] = {}
    for field in taken.fields:
        tag = field.tag
        if field.control_field:
            value = cast("str | bytes", field.data)
            controls.setdefault(tag, value if isinstance(value, str) else value.decode(encoding))
        elif tag in fields:
            fields[tag].append(cast("Field", field))
        else:
            fields[tag] = [cast("Field", field)]
    return Record(leader, controls, fields, cleaner(encoding))
