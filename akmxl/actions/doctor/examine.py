"""Examine this PC, the workbook and its folder, the templates, for ``akmxl doctor``. Changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.doctor import folder, program, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from akmxl.actions.addin.install import ExcelHere
    from akmxl.actions.doctor.diagnosis import Diagnosis


def examine(here: ExcelHere | None, path: Path | None) -> Iterator[Diagnosis]:
    """Yield every check, the PC's first.

    ``here`` is None elsewhere than on Windows, ``path`` where no workbook is meant: then its checks are left
    out and the templates are those that ship.
    """
    yield program.python()
    yield program.package()
    yield program.excel(here)
    yield program.addin(here)
    yield program.libreoffice()
    reports: Sequence[str] = ()
    if path:
        found, opened = workbook.readable(path)
        yield found
        if opened:
            yield workbook.settings(opened)
            yield workbook.rules(opened.plan)
            yield workbook.paths(path, opened.plan)
            reports = [report.code for report in opened.plan.reports]
        yield from folder.checks(path)
    yield workbook.templates(path, reports)
