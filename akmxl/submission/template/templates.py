"""Find the template of a report: the office's own first, else the shipped one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from akmxl.core import assets
from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.core.folders import files_ending
from akmxl.core.i18n import N_
from akmxl.submission.template.template import Template
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.listed import FormList
    from akmxl.plan.model import Plan


class Templates:
    """The templates of one run: each is looked for and read once, however many forms are made of it."""

    def __init__(self, plan_path: Path) -> None:
        self._plan_path = plan_path
        self._paths: dict[str, Path | None] = {}
        self._read: dict[Path, Template] = {}

    def find(self, report: str) -> Path | None:
        """Return the path of a report's template, as ``find_template`` does."""
        if report not in self._paths:
            self._paths[report] = find_template(report, self._plan_path)
        return self._paths[report]

    def open(self, path: Path) -> Template:
        """Return the template of a path, as ``Template.open`` does."""
        if path not in self._read:
            self._read[path] = Template.open(path)
        return self._read[path]


def own_lists(plan: Plan) -> dict[str, tuple[FormList, ...]]:
    """Return the lists of the forms that the centre has templates of its own for, by the report's code.

    A template that cannot be read is told of when its form is made.
    """
    folder = plan.path.parent / OWN_FOLDER
    found: dict[str, tuple[FormList, ...]] = {}
    for report in plan.reports:
        with suppress(AkmxlError):
            path = find_template(report.code, plan.path)
            if path is not None and path.parent == folder:
                found[report.code] = Template.read(path).lists
    return found


SUMMARIES = "jamlama"  # the folder of the summary forms of regions, and the one that serves any report


def find_summary_template(report: str, own_folder: Path | None = None) -> Path:
    """Return the template of a report's summary form: the report's own, else that which serves any.

    A region's stand in ``jamlama`` below ``own_folder`` and go before the shipped ones. Raises
    ``FileProblem`` where there is none.
    """
    folders = [assets.asset(f"{assets.TEMPLATES}/{SUMMARIES}")]
    if own_folder is not None:
        folders.insert(0, own_folder / SUMMARIES)
    for name in (report, SUMMARIES):
        for folder in folders:
            for path in files_ending(folder, ".xlsx"):
                if path.stem.casefold() == name.casefold():
                    return path
    raise FileProblem(N_("A file that ships with akmxl is missing: {path}"), path=folders[-1] / SUMMARIES)


LETTER_TEMPLATE = "xat"  # xat.docx, shipped or in the centre's own folder


def find_template(report: str, plan_path: Path, ending: str = ".xlsx") -> Path | None:
    """Return a template's path by its name; None where there is no such template.

    The centre's own templates in ``andozalar`` beside the workbook go before the shipped ones.
    """
    for folder in (plan_path.parent / OWN_FOLDER, assets.templates_folder()):
        # Looked up in the list of files, so that a code typed into the catalogue cannot lead elsewhere.
        for path in files_ending(folder, ending):
            if path.stem.casefold() == report.casefold():
                return path
    return None
