"""Tell UNIMARC (RUSMARC, UZMARC) from MARC 21 by what stands in the records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.importers.profile.profile import MARC21, UNIMARC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.importers.sources.marc.record import Record

ASKED = frozenset({"008", "040", "100", "200", "245", "801"})
# The coded data of UNIMARC: a day of eight digits, the kind of date, and so on for 36 signs.
_CODED_DATA = re.compile(r"[0-9 |]{8}[a-z |#].{25,}", re.DOTALL)


def kind_of(records: Iterable[Record]) -> str:
    """Return what most of the signs in these records say; MARC 21 where they say nothing."""
    unimarc = marc21 = 0
    for record in records:
        fields = record.fields
        unimarc += ("200" in fields) + ("801" in fields) + bool(_CODED_DATA.fullmatch(record.coded("100")))
        marc21 += ("245" in fields) + ("040" in fields) + ("008" in record.controls)
    return UNIMARC if unimarc > marc21 else MARC21
