"""Know a service's own copy of a plan: what it is a copy of, what stood there, what was taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from akmxl.plan.handed_in import Cells

_LONGEST = 30_000  # signs of a cell
_MOST = 200_000_000  # bytes of what is unpacked: more is no plan


class CopyOf(NamedTuple):
    """What a service's copy keeps of itself: its own number, the service, the day (ISO), whose plan it is.

    ``base`` is what stood in the plan when the copy was made, packed (``pack``).
    """

    id: str
    service: str
    day: str
    organisation: str
    base: tuple[str, ...]

    @property
    def cells(self) -> Cells:
        """What stood in the plan; raises ``ValueError`` where it was damaged."""
        return unpack(self.base)


class MergedCopy(NamedTuple):
    """A piece of what a plan has taken out of a copy: the copy's number, which piece, its packed text."""

    id: str
    part: str
    text: str


def merged_cells(merged: Iterable[MergedCopy], copy: str) -> Cells:
    """Return what was taken out of a copy so far; raises ``ValueError`` where it was damaged."""
    return unpack([one.text for one in merged if one.id == copy])


def as_merged(copy: str, cells: Cells) -> tuple[MergedCopy, ...]:
    """Return what was taken out of a copy, to be kept."""
    return tuple(MergedCopy(copy, str(number), text) for number, text in enumerate(pack(cells), 1))


def pack(cells: Cells) -> tuple[str, ...]:
    """Write cells as short texts: JSON, compressed, in letters that every program keeps."""
    import json
    import zlib
    from base64 import b64encode

    nested: dict[str, dict[str, dict[str, object]]] = {}
    for (sheet, row, field), value in cells.items():
        nested.setdefault(sheet, {}).setdefault(row, {})[field] = value
    text = json.dumps(nested, ensure_ascii=False, separators=(",", ":"))
    letters = b64encode(zlib.compress(text.encode(), 9)).decode()
    return tuple(letters[place : place + _LONGEST] for place in range(0, len(letters), _LONGEST))


def unpack(texts: Iterable[str]) -> Cells:
    """Read what ``pack`` wrote; no texts are no cells. Raises ``ValueError`` for anything else."""
    import json
    import zlib
    from base64 import b64decode

    letters = "".join(texts)
    if not letters:
        return {}
    try:
        text = zlib.decompressobj().decompress(b64decode(letters), _MOST)
        return dict(_flat(json.loads(text)))
    except (zlib.error, AttributeError) as error:
        raise ValueError(str(error)) from error


def _flat(
    nested: Mapping[str, Mapping[str, Mapping[str, object]]],
) -> Iterator[tuple[tuple[str, str, str], object]]:
    for sheet, rows in nested.items():
        for row, fields in rows.items():
            yield from (((sheet, row, field), value) for field, value in fields.items())
