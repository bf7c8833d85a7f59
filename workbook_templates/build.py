"""Builds the shipped files beside this script: the plan of 2025, the table of centres, forms, the letter.

Run it after a change of the layout, the data or a form: ``python workbook_templates/build.py``.
The same sources give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import forms  # noqa: E402
import letter  # noqa: E402
import pages  # noqa: E402

from akmxl.submission.page.template import PAGES  # noqa: E402
from akmxl.submission.template.template import Template  # noqa: E402
from akmxl.submission.template.templates import SUMMARIES  # noqa: E402
from akmxl.workbook.create import centres_table, shipped  # noqa: E402
from akmxl.workbook.create.new_file import create_plan  # noqa: E402
from akmxl.workbook.reading.form_lists import FILE, as_lines  # noqa: E402

ORGANISATION = "Shirin shahar axborot-kutubxona markazi"
YEAR = 2025


def build(target: Path) -> list[Path]:
    """Write every shipped file into ``target``; gives the files."""
    plan = target / f"reja-{YEAR}.xlsx"
    plan.unlink(missing_ok=True)
    create_plan(plan, rows=shipped.plan(), year=YEAR, organisation=ORGANISATION)
    centres = target / centres_table.FILE
    centres.unlink(missing_ok=True)
    centres_table.write_centres_table(centres)
    made = [forms.write(form, target) for form in forms.letters()]
    folder = target / SUMMARIES
    folder.mkdir(exist_ok=True)
    summaries = [forms.write(form, folder) for form in forms.summary_letters()]
    data = target / "data"
    data.mkdir(exist_ok=True)
    words = letter.write(target)
    forms_made = [*made, *summaries, *pages.write(target / PAGES)]
    return [plan, centres, *forms_made, words, letter.write_ready(words, data), _write_lists(made, data)]


def _write_lists(made: Iterable[Path], data: Path) -> Path:
    """Writes down which lists the forms show: a check compares them with the plan and opens no form."""
    path = data / FILE
    path.write_text(
        "\n".join(as_lines({form.stem: Template.read(form).lists for form in made})) + "\n", "utf-8"
    )
    return path


if __name__ == "__main__":
    for written in build(HERE):
        print(written.name)
