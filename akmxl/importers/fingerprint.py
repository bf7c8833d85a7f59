"""Know an export again by its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import fold_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.imports import ImportReceipt

_LENGTH = 16  # signs


def fingerprint(titles: Iterable[str]) -> str:
    """Return 16 hexadecimal signs for the headings of a table; spelling and years make no difference."""
    from hashlib import sha256  # late: it loads OpenSSL

    return sha256("\n".join(map(fold_header, titles)).encode()).hexdigest()[:_LENGTH]


def remembered(imports: Iterable[ImportReceipt], headings: str) -> str | None:
    """Return the profile by which these headings were last imported; None before the first time."""
    profiles = [one.profile for one in imports if headings and one.headings == headings]
    return profiles[-1] if profiles else None


def mark_of(sha256: str, table: str, row: int) -> str:
    """Return 16 hexadecimal signs for a row of an export: the same file has the same ones."""
    from hashlib import sha256 as digest  # late, as above

    return digest(f"{sha256}|{table}|{row}".encode()).hexdigest()[:_LENGTH]
