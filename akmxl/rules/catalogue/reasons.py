"""Check that the reasons people write into Tekshiruv explain something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import meaning
from akmxl.plan.findings import Severity
from akmxl.rules.rule import Case, Hit, is_reason, rule
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Explanation

TITLE, PLACE = N_("Explanations"), 220


@rule(
    "TXT06",
    Severity.EXPLAIN,
    N_("Cell {cell}: the reason for {about} says too little: “{value}”. It does not count."),
    N_("Write in two words or more why the figure is right."),
)
def reason_says_something(case: Case) -> Iterator[Hit]:
    """A reason has two words and eight letters or more; only the number again is none, nor one letter again
    and again, nor what the finding itself says.

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
        if (
            row.key
            and row.reason
            and open_still
            and row.place
            and (not is_reason(row.reason) or _is_echo(case, row))
        ):
            rule_code, _, subject, *_ = [*row.key.split("|"), "", "", ""]
            about = " ".join(part for part in (rule_code, subject) if part)
            yield Hit(row.place, value=row.reason, subject=row.key.replace("|", "/"),
                      params={"about": about}, answers=row.key)  # fmt: skip


def _is_echo(case: Case, row: Explanation) -> bool:
    """Tell whether a reason is what the finding's own row says, or was pasted from it."""
    said = fold(row.reason).rstrip(".")
    view = case.view(layout.FINDINGS)
    own = [row.values.get(view.title("what")), *case.texts(view, "fix")]
    return any(isinstance(text, str) and fold(text).rstrip(".") == said for text in own)


@rule(
    "LIB16",
    Severity.WARNING,
    N_("Cell {cell}: the reason begins with item {other}, the finding is on item {about}: “{value}”."),
    N_("Write each reason beside its own finding; if it is meant so, leave it."),
    unless=("TXT06",),
)
def reason_of_its_item(case: Case) -> Iterator[Hit]:
    """A reason that begins with an item is about the item of its finding, or one above or below it.

    Why: pasted a row too far it explains a figure that nobody has explained, and leaves its own open.

    Okay:
        Oylik
        | Kod | Yanvar | Fevral |
        | 11  | 60     | 80     |
        keyin:
        Tekshiruv
        | Kalit                | Sababi (izoh)             |
        | PLN01¦¦11¦2025-02¦140 | 11-band: yangi fond keldi |
    Bad:
        Oylik
        | Kod | Yanvar | Fevral |
        | 11  | 60     | 80     |
        keyin:
        Tekshiruv
        | Kalit                | Sababi (izoh)               |
        | PLN01¦¦11¦2025-02¦140 | 14.1-band: yangi fond keldi |  LIB16
    """
    for row in case.plan.explanations:
        found = _ITEM.match(row.reason) if row.reason and row.place else None
        other, subject = (found[1] if found else ""), [*row.key.split("|"), "", ""][2]
        if other not in case.plan.items or subject not in case.plan.items or not is_reason(row.reason):
            continue
        if meaning("finding_state", row.state) != "closed" and not _of_one_family(case, other, subject):
            params = {"other": other, "about": subject}
            yield Hit(row.place, value=row.reason, subject=row.key.replace("|", "/"), params=params)


_ITEM = lazily(r"\s*([IVX0-9]+(?:\.[0-9]+)*)\s*-\s*band")


def _of_one_family(case: Case, one: str, other: str) -> bool:
    """Tell whether two items are one, or one stands below the other, or both below a third."""
    lines = [{code, case.plan.items[code].parent} - {None, ""} for code in (one, other)]
    return not lines[0].isdisjoint(lines[1])
