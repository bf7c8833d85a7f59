"""Run one press of a button, and tell what stops it."""

from __future__ import annotations

import contextlib
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_, _, in_language
from akmxl.ribbon.buttons import ACTIONS
from akmxl.ribbon.press import read_press, show_warning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from akmxl.ribbon.press import Press


LOG = Path(tempfile.gettempdir(), "akmxl-ribbon.log")


def main(
    arguments: Sequence[str] | None = None, actions: Mapping[str, Callable[[Press], None]] = ACTIONS
) -> int:
    """Run the action of a button, in the language of its tab, and return 0.

    An error that stops it is shown as one sentence; its trace goes to ``LOG``.
    """
    press = read_press(arguments, actions)
    with in_language(press.language):
        _run(press, actions[press.action])
    return 0


def _run(press: Press, act: Callable[[Press], None]) -> None:
    try:
        act(press)
    except AkmxlError as error:
        if error.__cause__ is not None:
            _log()
        show_warning(press, str(error))
    except Exception:  # raised further, it would reach the macro as a bare number
        _log()
        show_warning(press, _(N_("The program failed. What happened stands in the file: {log}"), log=LOG))


def _log() -> None:
    with contextlib.suppress(OSError):
        LOG.write_text(traceback.format_exc(), encoding="utf-8")
