"""Cut an ISO 2709 file into its records, and tell which of them are not what they say of themselves.

A record ends with a terminator (0x1D) that stands nowhere else, and its leader says its length. A record
is taken only where both agree, and where its directory cuts the rest into fields without a gap. pymarc
would go on with what a lying directory points at, and say nothing.
"""

from __future__ import annotations

import re
from itertools import accumulate
from struct import iter_unpack
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

LEADER = 24
_LONGEST = 99_999  # more than five digits of a leader cannot say
_HELD = 4 * _LONGEST  # what is held of a run of bytes without a terminator
_BLOCK = 1 << 18
_BETWEEN = b"\r\n\t \x00\x1a"  # what systems put between records and at the end of the file
_BOM = b"\xef\xbb\xbf"
_END = b"\x1d"
_FIELD_END = b"\x1e"
_DIRECTORY = re.compile(rb"(?:[0-9A-Za-z]{3}[0-9]{9})+")
_BEGINNING = re.compile(rb"(?=([0-9]{5})[ -~]{7}[0-9]{5}[ -~]{7})")

BAD_LEADER = N_("Record {record} (byte {offset}): its leader is damaged.")
BAD_LENGTH = N_("Record {record} (byte {offset}): the leader says {said} bytes, but there are {length}.")
BAD_DIRECTORY = N_("Record {record} (byte {offset}): its directory does not fit its fields.")
NO_END = N_("Record {record} (byte {offset}): it breaks off, its end is missing.")
TOO_LONG = N_("Record {record} (byte {offset}): it is longer than 99,999 bytes, which no MARC record may be.")


class Chunk(NamedTuple):
    """The bytes of one record with its number and place in the file; ``whole`` is False where its end or
    beginning is missing."""

    number: int
    offset: int
    data: bytes
    whole: bool = True


class Damaged(Exception):
    """A record that is not what it says of itself; ``message`` is the id, ``params`` what it names."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


def chunks(stream: BinaryIO, tell: Callable[[int], None]) -> Iterator[Chunk]:
    """Yield the records of a file one by one, damaged ones too; ``tell`` is told how many bytes were read."""
    number = 0
    for offset, run, whole in _runs(stream, tell):
        if whole and run[:5].isdigit() and int(run[:5]) == len(run):
            number += 1
            yield Chunk(number, offset, run)
            continue
        for at, data, complete in _records_in(run, whole):
            number += 1
            yield Chunk(number, offset + at, data, complete)


def _runs(stream: BinaryIO, tell: Callable[[int], None]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield offset and bytes of what stands between terminators, and whether it is all there."""
    rest, offset, read, whole = b"", 0, 0, True
    while block := stream.read(_BLOCK):
        read += len(block)
        tell(read)
        *runs, rest = (rest + block).split(_END)
        for run in runs:
            yield from _run(offset, run + _END, whole)
            offset += len(run) + 1
            whole = True
        if len(rest) > _HELD:
            whole, offset, rest = False, offset + len(rest) - _LONGEST, rest[-_LONGEST:]
    yield from _run(offset, rest, False)


def _run(offset: int, run: bytes, whole: bool) -> Iterator[tuple[int, bytes, bool]]:
    """Yield a run without what stands between the records, unless nothing is left."""
    if run[:1].isdigit():
        yield offset, run, whole
        return
    bare = run.removeprefix(_BOM) if offset == 0 else run
    bare = bare.lstrip(_BETWEEN)
    if bare not in (b"", _END):
        yield offset + len(run) - len(bare), bare, whole


def _records_in(run: bytes, whole: bool) -> Iterator[tuple[int, bytes, bool]]:
    """Cut a run whose length is not what its leader says: records whose terminators are missing.

    The next one begins where the length of the one before says, or where a leader tells truly how far the
    end is. A run that was wrapped into lines (as CDS/ISIS does) is unwrapped.
    """
    bare = run.replace(b"\r\n", b"")
    if whole and len(bare) < len(run) and says_its_length(bare):
        yield 0, bare, True
        return
    at = 0
    while after := _next(run[at:], whole):
        yield at, run[at : at + after], False
        at += after
    yield at, run[at:], whole or (at > 0 and says_its_length(run[at:]))


def says_its_length(data: bytes) -> bool:
    """Tell whether a record is as long as its leader says."""
    return data.endswith(_END) and data[:5].isdigit() and int(data[:5]) == len(data)


def _next(data: bytes, whole: bool) -> int:
    """Return where in a damaged run the next record begins; 0 where none can be told."""
    if whole and says_its_length(data):
        return 0
    said = int(data[:5]) if data[:5].isdigit() else 0
    for at in (said - 1, said):
        if at >= LEADER and _BEGINNING.match(data, at):
            return at
    for found in _BEGINNING.finditer(data, 1):
        if int(found[1]) == len(data) - found.start() and data.endswith(_END):
            return found.start()
    return 0


def narrowed(chunk: Chunk, wanted: frozenset[bytes]) -> bytes:
    """Return a record with the directory of the wanted tags alone, so that no other field is read.

    leader/09 becomes blank. Raises ``Damaged`` for a record that is not what it says of itself.
    """
    data = chunk.data
    base = _checked_base(chunk)
    directory = data[LEADER : base - 1]
    if not _DIRECTORY.fullmatch(directory):
        raise Damaged(BAD_DIRECTORY)
    entries = list(iter_unpack("3s4s5s", directory))
    _check_fields(data, base, entries)
    kept = b"".join([tag + length + start for tag, length, start in entries if tag in wanted])
    begin = LEADER + len(kept) + 1
    head = b"%05d%b %b%05d%b" % (begin + len(data) - base, data[5:9], data[10:12], begin, data[17:LEADER])
    return b"".join((head, kept, _FIELD_END, data[base:]))


def _checked_base(chunk: Chunk) -> int:
    """Return where the fields begin."""
    data = chunk.data
    if len(data) > _LONGEST:
        raise Damaged(TOO_LONG)
    if not chunk.whole:
        raise Damaged(NO_END)
    leader = data[:LEADER]
    if not (leader[:5].isdigit() and leader[12:17].isdigit() and leader.isascii()):
        raise Damaged(BAD_LEADER)
    if int(leader[:5]) != len(data):
        raise Damaged(BAD_LENGTH, said=int(leader[:5]), length=len(data))
    base = int(leader[12:17])
    if not LEADER < base < len(data) or data[base - 1 : base] != _FIELD_END:
        raise Damaged(BAD_DIRECTORY)
    return base


def _check_fields(data: bytes, base: int, entries: Sequence[tuple[bytes, bytes, bytes]]) -> None:
    """See that the directory's fields follow each other without a gap, each up to its terminator."""
    *fields, rest = data[base:-1].split(_FIELD_END)
    starts, lengths = [int(start) for _, _, start in entries], [int(length) for _, length, _ in entries]
    *begun, _ = accumulate(lengths, initial=0)
    if starts != begun:  # in another order than the fields, which is allowed
        starts, lengths = map(list, zip(*sorted(zip(starts, lengths, strict=True)), strict=True))
        *begun, _ = accumulate(lengths, initial=0)
    if rest or starts != begun or lengths != [len(field) + 1 for field in fields]:
        raise Damaged(BAD_DIRECTORY)
