"""Know the files of a store: which there are, what each holds of which centre, by the store's own index."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package.save import create_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.plan.returns.records import Entry

FIGURES, CENTRES = "figures", "centres"  # the tables of a query
CENTRES_FILE = f"{CENTRES}.parquet"
SQL_TYPES = {"version": "BIGINT", "value": "DOUBLE", "received": "DATE"}  # of columns; others are texts
_SHORT = 100  # values of a form, at most
_SHARES = 16  # files of a report's long forms
_INDEX = "index.json"
_NAMED = re.compile(r".*-[0-9a-f]{8}\.parquet")


class Rows(NamedTuple):
    """What a file holds of a centre: a hash of what its rows come from (empty: unknown), its forms."""

    print: str
    files: tuple[str, ...]


class Part(NamedTuple):
    """What is known of a file of the store: its bytes, whether it has texts, its rows by centre."""

    sha256: str
    texts: bool
    centres: Mapping[str, Rows]


def part_of(entry: Entry) -> str:
    """Return the file that has the rows of a form."""
    short, long = parts_of(entry)
    return long if entry.returned and len(entry.returned.keys) > _SHORT else short


def parts_of(entry: Entry) -> tuple[str, str]:
    """Return the files that may have rows of a form's centre, report and period: of short forms and of long.

    A file of long forms has those of some of the centres: not all are made anew where one of them corrects.
    """
    of = entry.report, entry.period
    return _part_name(*of), _part_name(*of, _share(entry.centre))


@lru_cache(maxsize=4096)  # asked of each form that came
def _part_name(report: str, period: str, *share: int) -> str:
    """Return a name that any disk takes: a report's code may hold ``/``, and what forms say anything."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", "_".join(map(str, (f"{report}_{period}"[:60], *share))))
    return f"{plain}-{sha256(repr((report, period, *share)).encode()).hexdigest()[:8]}.parquet"


@lru_cache(maxsize=4096)
def _share(centre: str) -> int:
    return sha256(centre.encode("utf-8", "replace")).digest()[0] % _SHARES


def parquets(folder: Path) -> list[Path]:
    """Return the files of figures in a store's folder: those named as the store names them."""
    return sorted(path for path in folder.glob("*.parquet") if _NAMED.fullmatch(path.name))


def read_index(folder: Path) -> dict[str, Part]:
    """Return what the store says of its files; what is not as akmxl writes it says nothing."""
    try:
        found = json.loads((folder / _INDEX).read_bytes())
        return {
            str(name): Part(
                str(sha), bool(texts), {code: Rows(fp, tuple(files)) for code, (fp, files) in held.items()}
            )
            for name, (sha, texts, held) in found.items()
            if name == CENTRES_FILE or (_NAMED.fullmatch(name) and "/" not in name and "\\" not in name)
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def write_index(folder: Path, index: Mapping[str, Part]) -> None:
    """Write down what the files hold, where it is not there already; raises ``FileProblem``."""
    data = json.dumps(index, separators=(",", ":")).encode()
    if read_bytes(folder / _INDEX) != data:
        create_file(folder / _INDEX, data, overwrite=True)


def read_bytes(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
