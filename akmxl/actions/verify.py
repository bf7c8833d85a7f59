"""Tell what of a form, and of the receipts in a workbook, is proven and what is not: ``akmxl verify``.

A hash proves that nothing was changed since it was made, not by whom: whoever rewrites figure, form and chain
together is found out only by what stands on paper, the short code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.diff import name_of
from akmxl.actions.diff_sent import state_of
from akmxl.core.dataclass import dataclass
from akmxl.plan.receipts import (
    CODE_LETTERS,
    altered,
    code_of,
    letters_in,
    missing,
    of_version,
    same_code,
    told_otherwise,
)  # fmt: skip
from akmxl.submission.proof.proof import FormFault, verify
from akmxl.submission.proof.shown import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Literal

    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.plan.model import Plan
    from akmxl.plan.reports import Receipt
    from akmxl.submission.proof.look import LookChange, LookState
    from akmxl.submission.proof.proof import Altered, Submitted, Verified

    State = Literal["proven", "failed", "unproven"]


_LOOK: Mapping[LookState, State] = {
    "kept": "proven", "altered": "failed", "saved": "unproven", "unknown": "unproven"
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One thing that was looked at.

    ``what``: of a form ``list``, ``values``, ``words``, ``look``, ``receipt``; of a workbook ``chain``,
    ``journal``, ``switched_off``, ``drafts``; of either ``code`` and ``author``. ``told`` are the words of a
    message on it.
    """

    what: str
    state: State
    told: Mapping[str, object]


@dataclass(frozen=True)
class Verification:
    """What was found of a form, a workbook or both; ``code`` is the form's short code.

    ``altered`` are the cells of the form that show something else than it submits, ``added`` what somebody
    wrote into cells that it left empty, ``look`` what is shown otherwise than when it was made.
    """

    form: Submitted | None
    statements: tuple[Statement, ...]
    altered: tuple[Altered, ...] = ()
    added: tuple[Altered, ...] = ()
    look: tuple[LookChange, ...] = ()

    @property
    def code(self) -> str:
        return self.form.code if self.form else ""

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return all(one.state != "failed" for one in self.statements)


def verify_files(form: Workbook | None, plan: Plan | None, code: str | None = None) -> Verification:
    """Verify a form, the receipts of a plan, or the form beside its receipt; ``code`` was read from paper."""
    found: Verified | None = None
    statements: list[Statement] = []
    if form is not None:
        try:
            found = verify(form)
        except FormFault as fault:
            return Verification(None, (statement("list", failed=True, why=str(fault)),))
        statements += _of_form(found)
    if plan is not None:
        statements += of_workbook(plan)
    if found and plan is not None:
        statements.append(_of_receipt(found.submitted, plan))
    if code is not None:
        statements.append(_of_code(code, found.submitted if found else None, plan))
    else:
        statements.append(Statement("author", "unproven", {}))
    if found is None:
        return Verification(None, tuple(statements))
    changes = found.look.changes
    return Verification(found.submitted, tuple(statements), found.altered, found.added, changes)


def statement(what: str, *, failed: bool, **told: object) -> Statement:
    """Return what was looked at as proven, or as failed."""
    return Statement(what, "failed" if failed else "proven", told)


def _of_form(found: Verified) -> Iterator[Statement]:
    yield statement("list", failed=False, why="")
    values = [one for one in found.altered if one.key != WORD]
    if found.doubtful and not values:
        yield Statement("values", "unproven", {"count": found.doubtful})
    else:
        yield statement("values", failed=bool(values), count=len(values))
    if found.submitted.sender.edition < 2:
        yield Statement("words", "unproven", {"count": 0})
    else:
        words = len(found.altered) - len(values) + len(found.within)
        yield statement("words", failed=bool(words), count=words)
    look = found.look
    told = {"look": look.state, "count": len(look.changes)}
    yield Statement("look", _LOOK[look.state], told)


def of_workbook(plan: Plan) -> Iterator[Statement]:
    """Yield what is proven of a plan's receipts: the chain of seals, the journal beside it, the drafts."""
    yield of_chain(plan.receipts, [f"{row.report} {row.period_text}" for row in missing(plan)])
    sent = [receipt for receipt in plan.receipts if receipt.sealed]
    dated = {(row.report, row.period_text, row.version) for row in plan.journal if row.sent}
    other = dict.fromkeys(name_of(one.receipt) for one in told_otherwise(plan.receipts, plan.journal))
    other |= dict.fromkeys(name_of(r) for r in sent if (r.report, r.period, r.version) not in dated)
    yield statement("journal", failed=bool(other), names=", ".join(other))
    if off := [" ".join(key).strip() for key in plan.settings.switched_off]:
        yield Statement("switched_off", "unproven", {"rules": ", ".join(off)})
    drafts = len(plan.receipts) - len(sent)
    if drafts:
        yield Statement("drafts", "unproven", {"count": drafts})


def of_chain(receipts: Sequence[Receipt], lost: Iterable[str] = ()) -> Statement:
    """Return whether receipts are whole and none is missing among them; ``lost`` are known to be."""
    spoilt = [*map(name_of, altered(receipts)), *lost]
    count = sum(receipt.sealed for receipt in receipts)
    return statement("chain", failed=bool(spoilt), count=count, names=", ".join(spoilt))


def _of_receipt(form: Submitted, plan: Plan) -> Statement:
    receipt = of_version(plan.receipts, form.report, form.period, form.version)
    state = state_of(form, receipt, plan)
    if state == "same" and receipt is not None and not receipt.sealed:
        return Statement("receipt", "unproven", {"receipt": "draft"})
    return statement("receipt", failed=state != "same", receipt=state)


def _of_code(code: str, form: Submitted | None, plan: Plan | None) -> Statement:
    """Hold a code from paper beside the form, else find the receipt that has it."""
    if (count := letters_in(code)) != CODE_LETTERS:
        return statement("code", failed=True, own="", name="", code=code, count=count)
    if form is not None:
        return statement("code", failed=not same_code(code, form.code), own=form.code, name="", code=code)
    receipts = plan.receipts if plan else ()
    found = next((one for one in receipts if same_code(code, code_of(one))), None)
    name = name_of(found) if found else ""
    return statement("code", failed=found is None, own="", name=name, code=code)
