"""Define what is kept of a service's month that was handed in, and how cells go by what people know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, plain_signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.period import Period

Key = tuple[str, str, str]
"""A cell by what people know it by: the sheet; the item, the day (ISO) or the row's ID; the field."""

Cells = dict[Key, object]
"""What cells hold, a day as ISO text; a blank one is not among them."""


class HandedIn(NamedTuple):
    """A service's month as it was handed in: what `_akmxl` keeps of it.

    ``period`` is a month (``2025-03``), ``day`` ISO, ``items`` the codes for which the service was
    responsible then, ``values`` JSON texts of lists of cells.
    """

    period: str
    service: str
    day: str
    by: str
    code: str
    items: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def month(self) -> int:
        """The month, from 1 to 12."""
        return int(self.period[-2:])

    @property
    def cells(self) -> Cells:
        """What the cells held; raises ``ValueError`` where the texts were damaged."""
        import json  # late: only a plan with hand-ins needs it

        rows = [row for text in self.values for row in json.loads(text)]
        return {(str(sheet), str(row), str(field)): value for sheet, row, field, value in rows}

    @property
    def whole(self) -> bool:
        """Whether the code is that of what is kept."""
        return self.code == control_code(self.period, self.service, self.values)


class HandIn(NamedTuple):
    """A row of Topshirish: a month that a service has handed in.

    ``zeros`` are the cells into which 0 was written then. ``closed``: the service was closed all month.
    ``day`` is the text of the day of hand-in, ``by`` who handed in, ``code`` the control code; empty where
    nothing stands there.
    """

    row: int
    zeros: int
    closed: bool
    day: str = ""
    by: str = ""
    code: str = ""


class Standing(NamedTuple):
    """How a service's month stands.

    ``state``: handed_in, vouched for by what is kept; unproven, handed in without it; faulty, the code is not
    that of what is kept; closed; or missing. ``kept`` is what is kept of it.
    """

    service: str
    period: Period
    state: str
    row: HandIn | None = None
    kept: HandedIn | None = None

    @property
    def done(self) -> bool:
        """Whether nothing is to be asked of the service any more."""
        return self.state not in ("missing", "faulty")


def control_code(period: str, service: str, values: Iterable[str]) -> str:
    """Return the code of a hand-in, which stands in Topshirish: 16 letters of base 32, in groups of four."""
    from base64 import b32encode

    from akmxl.core.digest import sha256

    text = "\n".join((period, fold(service), *values))
    letters = b32encode(bytes.fromhex(sha256(text.encode()))[:10]).decode()
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def same(one: object, other: object) -> bool:
    """Tell whether people see the same: blanks of another kind and unseen signs do not count."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or plain_signs(one) == plain_signs(other)
    return one == other
