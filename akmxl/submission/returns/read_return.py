"""Read a form that a centre sent, from its bytes to its values: verified, or refused with a reason.

What is proven is told by the form itself: its list agrees with its hashes, its cells show the list, its
figures add up, nothing of them is hidden. A file can be anything, so no file is an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.ooxml.package.package import Package
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.period import Period
from akmxl.plan.returns.possible import fault_of
from akmxl.plan.returns.records import Refused, Return, ReturnedItem
from akmxl.plan.values import OF_PERIOD, SPANS, split_key
from akmxl.submission.proof.look import ADDED, FORMAT, UNPROVEN
from akmxl.submission.proof.proof import WORDS_SINCE, FormFault, is_form, list_of, verify_list
from akmxl.submission.proof.shown import WORD, WORDS_UNPROVEN
from akmxl.submission.returns.arithmetic import slip_in
from akmxl.submission.returns.columns import columns_of
from akmxl.submission.returns.quick import verified_quickly
from akmxl.submission.returns.unopened import BROKEN, for_sender
from akmxl.submission.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.receipts import Values
    from akmxl.plan.returns.records import Came
    from akmxl.submission.proof.look import LookChange
    from akmxl.submission.proof.proof import Altered, Submitted, Verified

LARGEST = 64 * 1024 * 1024
"""Bytes that a form may unpack to: one of five thousand events has four million."""

_MOST = 5  # cells that are named
_FIGURES = ("item:", *(f"{span}:" for span in SPANS))
_EMPTY = N_("The file is empty (0 bytes): “{file}”. Send the form again.")
_TOO_LARGE = N_(
    "“{file}” unpacks to more than {limit} MB, as no form does. Send the form that akmxl made, as it is."
)
_NO_FORM = N_(
    "“{file}” is no form made by akmxl, or its hidden list is gone. Send the form that akmxl made, as it is."
)
_BROKEN_LIST = N_(
    "“{file}”: its hidden list is damaged. Make the form again with akmxl and send it as it is."
)
_OTHER_HASH = N_(
    "“{file}”: its hidden list was changed after the form was made, the hash tells. Make the form again with "
    "akmxl and send it as it is."
)
_ALTERED = N_(
    "“{file}”, “{sheet}”!{cell}: the cell shows {shown}, the form submits {sent}; cells that differ: "
    "{count}. Mend the plan workbook instead, make the form again and send it as it is."
)
_GONE = N_(
    "“{file}”, “{sheet}”: the cell that shows {sent} is gone; cells that differ: {count}. Make the form "
    "again with akmxl and send it as it is."
)
_HIDDEN = N_(
    "“{file}”, “{sheet}”: values are hidden, painted over or outside the print area: {cells}. Make the form "
    "again with akmxl and send it as it is."
)
_FORMAT = N_(
    "“{file}”, “{sheet}”: another number format shows other figures than the form submits: {cells}. Make the "
    "form again with akmxl and send it as it is."
)
_LOOK = N_(
    "“{file}”, “{sheet}”: the sheet is shown otherwise than it was made: hidden, covered, with other formats "
    "or footers. Make the form again with akmxl and send it as it is."
)
_NO_VALUES = N_(
    "“{file}”: the form says nothing of its period. Enter the figures into the plan workbook (0 where "
    "nothing was done), make the form again and send it."
)
_TWO_VALUES = N_(
    "“{file}”: the form submits two values for {key}: {one} and {other}. Make the form again with akmxl and "
    "send it as it is."
)
WORDS_ADDED = N_("Words were written into cells that the form left empty; it does not submit them.")
SHEET_ADDED = N_("A sheet was added to the form; it does not submit what stands there.")


class _Fault(Exception):
    """Why a form is not taken; ``args[0]`` the id of a sentence, ``params`` what it names."""

    def __init__(self, reason: str, **params: object) -> None:
        super().__init__(reason)
        self.params = params


def read_return(data: bytes, came: Came) -> Return | Refused:
    """Return the form in these bytes, verified, or why it is refused; a file never raises anything."""
    told: list[Submitted] = []  # what the form says of its sender, as soon as that is known
    try:
        return _read(data, came, told)
    except _Fault as fault:
        reason, params = str(fault), fault.params
    except AkmxlError as error:
        reason, params = for_sender(error.message), {}
    except Exception:  # whatever the reading stumbled over, the file is not what it says
        reason, params = BROKEN, {}
    params = {name: _plain(value) for name, value in params.items()} | {"file": came.file}
    return Refused(came, reason, params, *_sender(told))


def _read(data: bytes, came: Came, told: list[Submitted]) -> Return:
    if not data:
        raise _Fault(_EMPTY)
    package = Package.of(came.file, data)
    if sum(entry.size for entry in package.entries) > LARGEST:
        raise _Fault(_TOO_LARGE, limit=LARGEST >> 20)
    quick = verified_quickly(package)
    if quick is not None:
        submitted, values, listed = quick
        told.append(submitted)
        return _returned(came, submitted, values, (), columns_of(tuple(listed.keys), tuple(listed.cells)))
    workbook = Workbook(package)
    told.append(_list_of(workbook))
    found = _verified(workbook, told[0])
    written = found.submitted.written
    columns = columns_of(tuple(one.key for one in written), tuple(one.cell for one in written))
    return _returned(came, found.submitted, found.submitted.values, tuple(_doubts(found)), columns)


def _list_of(workbook: Workbook) -> Submitted:
    if not is_form(workbook):
        raise _Fault(_NO_FORM)
    try:
        return list_of(workbook)
    except FormFault as fault:
        raise _Fault(_BROKEN_LIST) from fault


def _verified(workbook: Workbook, submitted: Submitted) -> Verified:
    try:
        found = verify_list(workbook, submitted)
    except FormFault as fault:
        raise _Fault(_OTHER_HASH) from fault
    if found.altered:
        raise _altered(found.altered)
    changes = [change for change in found.look.changes if change.what != ADDED]
    for change in sorted(changes, key=lambda one: not one.cells):
        raise _shown_otherwise(change)
    return found


def _altered(altered: tuple[Altered, ...]) -> _Fault:
    """Tell of the first cell that differs, a value's before a word's."""
    one = min(altered, key=lambda one: one.key == WORD)
    field = "" if one.key == WORD else split_key(one.key)[2]
    sent, shown = (f"«{text}»" if (text := spoken(value, field)) else "–" for value in (one.sent, one.shown))
    if not one.cell:
        return _Fault(_GONE, sheet=one.sheet, sent=sent, count=len(altered))
    return _Fault(_ALTERED, sheet=one.sheet, cell=one.cell, shown=shown, sent=sent, count=len(altered))


def _shown_otherwise(change: LookChange) -> _Fault:
    if not change.cells:
        return _Fault(_LOOK, sheet=change.sheet)
    cells = ", ".join(change.cells[:_MOST]) + (" …" if len(change.cells) > _MOST else "")
    return _Fault(_FORMAT if change.what == FORMAT else _HIDDEN, sheet=change.sheet, cells=cells)


def _doubts(found: Verified) -> Iterator[str]:
    """Yield what a form does not prove, which is no reason to refuse it."""
    look = found.look
    if found.submitted.sender.edition < WORDS_SINCE:
        yield WORDS_UNPROVEN
    if any(change.what == ADDED for change in look.changes):
        yield SHEET_ADDED
    if look.state != "kept":
        yield UNPROVEN["saved" if look.state == "altered" else look.state]
    if found.added:
        yield WORDS_ADDED


def _returned(
    came: Came, submitted: Submitted, values: Values, doubts: tuple[str, ...], columns: tuple[str, ...]
) -> Return:  # fmt: skip
    """Return a form whose list is proven, after its figures were added up again; raises ``_Fault``."""
    sender, period = submitted.sender, _period(submitted)
    figures = _figures(values)
    slip = slip_in(figures, sender.items, from_january=period.first == 1)
    if slip:
        raise _Fault(slip.message, **slip.params)
    return Return(
        came,
        submitted.organisation,
        sender.centre,
        sender.region,
        submitted.report,
        submitted.period,
        submitted.version,
        sender.due,
        sender.supersedes,
        sender.edition,
        sender.program,
        submitted.values_sha256,
        submitted.form_sha256,
        tuple(ReturnedItem(*item[:4]) for item in sender.items),
        tuple([key for key, _ in values]),
        tuple([value for _, value in values]),  # type: ignore[misc]  # read from JSON
        doubts,
        columns,
    )


def _period(submitted: Submitted) -> Period:
    """Return the period of a form; raises ``_Fault`` for none that can be, or no report."""
    if not submitted.report:
        raise _Fault(_BROKEN_LIST)
    if fault := fault_of(submitted.period, submitted.version):
        raise _Fault(fault.message, **fault.params)
    return Period.parse(submitted.period)


def _figures(values: Values) -> dict[str, object]:
    """Return the figures of a form by key; raises ``_Fault`` for a form that says nothing, or two things."""
    figures: dict[str, object] = {}
    for key, value in values:
        if key.startswith(_FIGURES) and figures.setdefault(key, value) != value:
            raise _Fault(_TWO_VALUES, key=key, one=figures[key], other=value)
    if not any(value not in (None, "") and _of_period(key) for key, value in values):
        raise _Fault(_NO_VALUES)
    return figures


def _of_period(key: str) -> bool:
    """Tell whether a key is about what was done in the period, not about the plan or last year."""
    return not key.startswith("item:") or key.rpartition("/")[2] in OF_PERIOD


def _sender(told: list[Submitted]) -> tuple[str, str, str, str]:
    """Return centre, organisation, report and period, as far as a form says them."""
    for one in told:
        return one.sender.centre, one.organisation, one.report, one.period
    return "", "", "", ""


def _plain(value: object) -> object:
    """Return what a sentence names as a value that goes to another process, and into a ledger."""
    return value if value is None or isinstance(value, str | int | float) else str(value)
