"""Give what was found on this PC as plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.actions.addin.install import Status
    from akmxl.actions.doctor.diagnosis import Diagnosis
    from akmxl.cli.json_data.json_object import Json


def doctor_json(checks: Iterable[Diagnosis]) -> Json:
    """Return the checks of this PC, and whether one of them hinders the work."""
    found = [asdict(check) for check in checks]
    return {"checks": found, "hinders": any(check["hinders"] for check in found)}


def status_json(status: Status) -> Json:
    """Return the state of the add-in."""
    return {
        "installed": status.installed,
        "file": str(status.addin),
        "version": status.version or None,
        "same": status.same,
        "python": status.python or None,
        "answers": status.answers,
    }
