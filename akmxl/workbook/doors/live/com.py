"""Ask Excel over COM, where it may be busy and may refuse."""

from __future__ import annotations

import sys
import time
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from akmxl.core.errors import Locked
from akmxl.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

_EXCEPTION = -2147352567  # DISP_E_EXCEPTION: what has happened stands beside it
_BUSY = {
    -2147418111,  # RPC_E_CALL_REJECTED
    -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
    -2146777998,  # 0x800AC472: a cell is being edited
}
PAUSES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.0)  # seconds between one attempt and the next
_LONG = 15
_least_rounds = ContextVar("least_rounds", default=1)


class LeftInPart(Locked):
    """A write that Excel let neither be finished nor be taken back."""


def patient(
    ask: Callable[P, T], rounds: int = 1, give_up: Callable[[], Locked] | None = None
) -> Callable[P, T]:
    """Wrap a call so that it is made again for some seconds while Excel is busy (``rounds`` of them).

    Then it raises ``Locked``. Only for what may be asked twice: a call that Excel rejects has done nothing.
    """

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        for pause in PAUSES * (rounds and max(rounds, _least_rounds.get())):
            try:
                return ask(*args, **kwargs)
            except Exception as error:
                if not (is_busy(error) or isinstance(error, AttributeError)):
                    raise  # pywin32 may say of a busy Excel that it has no such attribute
            time.sleep(pause)
        try:
            return ask(*args, **kwargs)
        except Exception as error:
            if is_busy(error):
                raise (give_up or busy)() from error
            raise

    return asked


def asked_once(ask: Callable[P, T]) -> Callable[P, T]:
    """Wrap a call that may not be made twice: it raises ``Locked`` where Excel is busy."""
    return patient(ask, 0)


def stubborn(ask: Callable[P, T]) -> Callable[P, T]:
    """Wrap a call that must not stay undone: it is made again for about a minute, and all that it asks for.

    Then it raises ``LeftInPart``.
    """
    long = patient(ask, _LONG, left_in_part)

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        before = _least_rounds.set(_LONG)
        try:
            return long(*args, **kwargs)
        finally:
            _least_rounds.reset(before)

    return asked


def busy() -> Locked:
    """Return the refusal of an Excel that is busy."""
    return Locked(
        N_(
            "Excel is busy: a cell is being edited, or a window in it waits for an answer. "
            "Finish that and try again. Nothing was changed."
        )
    )


def left_in_part() -> LeftInPart:
    """Return the error of a write that is left in part."""
    return LeftInPart(
        N_(
            "Excel stayed busy, and the workbook may be written in part. "
            "Close it without saving it and open it again."
        )
    )


ask = patient(getattr)
tell = patient(setattr)
restore = stubborn(setattr)


def is_busy(error: BaseException) -> bool:
    """Tell whether Excel turned a call away because it was at something else."""
    details, number = getattr(error, "excepinfo", None) or (), getattr(error, "hresult", None)
    untold = number == _EXCEPTION and not details  # so it is while a cell is being edited, says xlwings
    busy = not _BUSY.isdisjoint({number, *details[5:6]})
    return busy or untold or type(error).__name__ == "ExcelBusyError"


def refused(error: BaseException) -> bool:
    """Tell whether an error came from Excel: its kind is pywin32's, on Windows only; its number tells."""
    return hasattr(error, "hresult")


def reason_of(error: BaseException) -> str:
    """Return what Excel said, in its own language; else its number."""
    details = getattr(error, "excepinfo", None) or ()
    said = [str(text) for text in details[2:3] if text]
    return said[0] if said else str(getattr(error, "hresult", error))


def excel_can_run_here() -> bool:
    """Tell whether this PC can have an Excel that other programs reach: Windows only."""
    return sys.platform == "win32"
