"""Check that the reasons people write into Tekshiruv explain something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.vocabulary import meaning
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, is_reason, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, PLACE = N_("Explanations"), 220


@rule(
    "TXT06",
    Severity.EXPLAIN,
    N_("Cell {cell}: the reason for {about} says too little: “{value}”. It does not count."),
    N_("Write in two words or more why the figure is right."),
)
def reason_says_something(case: Case) -> Iterator[Hit]:
    """A reason has two words and eight letters or more; only the number again is none.

    Such a reason does not count: the finding stays unexplained. Silent once the finding is gone.

    Why: the reason is printed in the report; the National Library asks back over every “ok”.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral |
        | 11  | 60     | 80     |
        keyin:
        Tekshiruv
        | Kalit                | Sababi (izoh)    |
        | PLN01¦¦11¦2025-02¦140 | Yangi fond keldi |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral |
        | 11  | 60     | 80     |
        keyin:
        Tekshiruv
        | Kalit                | Sababi (izoh) |
        | PLN01¦¦11¦2025-02¦140 | 140           |  TXT06
    """
    for row in case.plan.explanations:
        open_still = meaning("finding_state", row.state) != "closed"
        if row.reason and open_still and not is_reason(row.reason) and row.place:
            rule_code, _, subject, *_ = [*row.key.split("|"), "", "", ""]
            about = " ".join(part for part in (rule_code, subject) if part)
            yield Hit(row.place, value=row.reason, subject=row.key.replace("|", "/"),
                      params={"about": about}, answers=row.key)  # fmt: skip
