"""Refuse a file by its bytes: other formats, too large ones, hostile zip directories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package import zipraw
from akmxl.ooxml.package.names import file_name, folded_name

if TYPE_CHECKING:
    from akmxl.ooxml.package.directory import ZipEntry


LIMIT = 512 * 1024 * 1024
_RATIO = 250
_RATIO_MATTERS_FROM = 64 * 1024 * 1024
MOST_ENTRIES = 65_535


class Refusals(NamedTuple):
    """What is said of a zip that is not opened: each knows its ``{file}``, and what its own words ask for."""

    too_large: str
    bomb: str
    outside: str
    odd: str


OF_WORKBOOKS = Refusals(
    too_large=N_("The file is too large to be a workbook: “{file}” unpacks to more than {limit} MB."),
    bomb=N_("The file is not safe to open: “{file}” unpacks to {times} times its size."),
    outside=N_("The file is not safe to open: “{file}” holds a part with an outside path ({part})."),
    odd=N_("The file was packed in an unusual way: “{file}” ({part}). Open it in Excel and save it."),
)
PROTECTED = N_("The file is protected by a password: “{file}”. Open it in Excel and remove the password.")
_OLD_FORMAT = N_("The file is in the old .xls format: “{file}”. Open it in Excel and save it as .xlsx.")
_TEXT = N_("The file is a text, not an Excel workbook: “{file}”. Open it in Excel and save it as .xlsx.")
_NO_WORKBOOK = N_("The file is not an Excel workbook: “{file}”. Name an .xlsx file.")
OTHER_KINDS = frozenset({_OLD_FORMAT, _TEXT, _NO_WORKBOOK})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refuse_other_formats(path: str, data: bytes) -> None:
    """Raise Unreadable for bytes that are no zip, and name the format where it is known."""
    if data.startswith(b"PK"):
        return
    file = file_name(path)
    if data.startswith(_OLE):
        if _ole_name("EncryptedPackage") in data or _ole_name("EncryptionInfo") in data:
            raise Unreadable(PROTECTED, file=file)
        if _ole_name("Workbook") in data or _ole_name("Book") in data:
            raise Unreadable(_OLD_FORMAT, file=file)
    elif b"\0" not in data[:4096]:
        raise Unreadable(_TEXT, file=file)
    raise not_a_workbook(path)


def _ole_name(name: str) -> bytes:
    return (
        b"\0\0\0" + name.encode("utf-16-le") + b"\0\0"
        if len(name) < 5
        else name.encode("utf-16-le") + b"\0\0"
    )


def not_a_workbook(path: str) -> Unreadable:
    """Return the refusal of a file that is no Excel workbook."""
    return Unreadable(_NO_WORKBOOK, file=file_name(path))


def too_large(path: str, words: Refusals = OF_WORKBOOKS) -> Unreadable:
    """Return the refusal of a file that unpacks to too much."""
    return Unreadable(words.too_large, file=file_name(path), limit=LIMIT // 1024 // 1024)


def refuse_hostile_directory(
    path: str,
    entries: list[ZipEntry],
    packed: int,
    directory_start: int,
    words: Refusals = OF_WORKBOOKS,
) -> None:
    """Raise Unreadable for a zip that is too large, points outside itself, or is packed in an unusual way."""
    file, total = file_name(path), sum(entry.size for entry in entries)
    if total > LIMIT:
        raise too_large(path, words)
    if total > _RATIO_MATTERS_FROM and total > _RATIO * packed:
        raise Unreadable(words.bomb, file=file, times=total // packed)
    ends = zipraw.span_ends(entries, directory_start)
    seen: set[str] = set()
    for entry in entries:
        name = folded_name(entry.name)
        if name.startswith("/") or ".." in name.split("/") or (name[1:2] == ":" and "a" <= name[0] <= "z"):
            raise Unreadable(words.outside, file=file, part=entry.name)
        odd = entry.flags & 0x41 or entry.method not in (0, 8)
        overlaps = entry.start + zipraw.LEAST_HEADER + entry.packed_size > ends[entry.start]
        if name in seen or odd or overlaps:
            raise Unreadable(words.odd, file=file, part=entry.name)
        seen.add(name)
