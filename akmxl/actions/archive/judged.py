"""Judge a form's file: whose it is, and whether it says what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.archive.records import ReportKey
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.proof.proof import FormFault, is_form, verify

if TYPE_CHECKING:
    from akmxl.actions.archive.records import State
    from akmxl.plan.reports import Receipt
    from akmxl.submission.proof.proof import Verified


@dataclass(frozen=True)
class Judged:
    """What a file is: ``found`` where it is a form that agrees with its own list, else ``fault``.

    ``is_form`` tells whether akmxl made it as a form, however it was altered since.
    """

    found: Verified | None = None
    fault: AkmxlError | None = None
    is_form: bool = False

    @property
    def key(self) -> ReportKey | None:
        """Whose report it says it is."""
        if self.found is None:
            return None
        form = self.found.submitted
        return ReportKey(form.report, form.period, form.version)


def judge(name: str, data: bytes) -> Judged:
    """Look at a file; ``name`` is for messages."""
    try:
        workbook = Workbook.of(name, data)
        made = is_form(workbook)
    except AkmxlError as fault:
        return Judged(fault=fault)
    if not made:
        return Judged()
    try:
        return Judged(verify(workbook), is_form=True)
    except AkmxlError as fault:
        return Judged(fault=fault, is_form=True)


def state_of(judged: Judged) -> State:
    """Return how far a form that says what was sent proves it: ``proven``, ``saved`` or ``first``."""
    found = judged.found
    assert found is not None
    if found.submitted.sender.edition < 2:
        return "first"
    return "proven" if found.look.state == "kept" else "saved"


def fault_of(judged: Judged, receipt: Receipt) -> AkmxlError | None:
    """Return why a file is not what was sent by a receipt; None where it is."""
    found = judged.found
    if judged.fault is not None or found is None:
        return judged.fault or FormFault(N_("It is no form."))
    form = found.submitted
    if (form.report, form.period, form.version) != (receipt.report, receipt.period, receipt.version):
        return FormFault(N_("It is another form: {name}."), name=judged.key)
    if receipt.form_sha256 not in ("", form.form_sha256) or receipt.values_sha256 != form.values_sha256:
        return FormFault(N_("It was made anew since: its hash is not the one of the receipt."))
    if found.altered or found.within:
        cells = [f"{one.sheet}!{one.cell}" for one in (*found.altered, *found.within) if one.cell]
        return FormFault(N_("Cells that were altered: {cells}."), cells=_few(cells) or "–")
    if found.look.state == "altered":
        return FormFault(N_("It is shown otherwise than it was made: akmxl verify FORM tells where."))
    return None


_MOST_NAMED = 5


def _few(names: list[str]) -> str:
    told = list(dict.fromkeys(names))
    more = ", …" if len(told) > _MOST_NAMED else ""
    return ", ".join(told[:_MOST_NAMED]) + more
