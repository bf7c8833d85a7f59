"""Inspect a template before anything is filled: faults that prevent filling it, and warnings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.core.cells import a1
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_, translate
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import nearest_code
from akmxl.plan.listed import nothing_feeds
from akmxl.submission.template.template import Template, missing_items, not_of_this_form
from akmxl.submission.template.templates import LETTER_TEMPLATE, SUMMARIES, find_template
from akmxl.submission.template.uncounted import uncounted
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.plan.model import Plan
    from akmxl.plan.reports import Report

_MOST_CELLS = 5  # named in one warning
_RICH = lazily(r"<(?:si|is)(?:\s[^>]*)?>((?:(?!</(?:si|is)>).)*?<r>.*?)</(?:si|is)>", re.DOTALL)
_TAG = lazily(r"<[^>]*>")


@dataclass(frozen=True)
class Inspection:
    """The result of inspecting a template.

    ``faults`` prevent filling it, ``warnings`` do not; ``words`` are those that it uses, ``unused`` those of
    the letterhead that it does not use.
    """

    path: Path
    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class Listed:
    """A report of the catalogue and its template; ``source``: own (the centre's), shipped or none."""

    report: Report
    source: str
    inspection: Inspection | None


@dataclass(frozen=True)
class Listing:
    """The templates of a plan.

    ``stray`` are files in its own folder that serve no report, each with the code that its name is most like;
    ``letter`` is the cover letter's own template, where there is one, ``pages`` are those of pages.
    """

    folder: Path
    listed: tuple[Listed, ...]
    stray: tuple[tuple[Path, str | None], ...]
    letter: Inspection | None = None
    pages: tuple[Inspection, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether every template that exists can be filled."""
        inspected = (*(one.inspection for one in self.listed), self.letter, *self.pages)
        return all(one.ready for one in inspected if one)


def inspect(path: Path, plan: Plan, report: Report | None = None, *, shipped: bool = False) -> Inspection:
    """Inspect a template, its item codes and what feeds its lists too.

    ``report`` is the one that it serves, by default that of its name. Of a ``shipped`` plan, which need not
    be the centre's, codes that are not there are warned of. Raises ``FileProblem`` or ``Unreadable`` where
    the file is no workbook.
    """
    template = Template.read(path)
    served = report or _named(plan, path)
    summary = path.parent.name == SUMMARIES
    missing = list(missing_items(template, plan))
    unsaid = not_of_this_form(template, summary=summary)
    alone = uncounted(template) if summary else ()
    faults = [*template.faults, *unsaid, *alone, *(() if shipped else missing)]
    words = dict.fromkeys(p.text for spot in template.spots for p in spot.placeholders)
    return Inspection(
        path=path,
        faults=tuple(str(fault) for fault in faults),
        warnings=(
            *(_not_shipped(str(fault)) for fault in missing if shipped),
            *(() if served or summary else _serves_nothing(template, plan, shipped=shipped)),
            *_unfed(template, plan, served),
            *_warnings(template),
        ),
        words=tuple(words),
        unused=template.unused,
    )


def list_templates(plan: Plan) -> Listing:
    """Return the template of every report of the catalogue, each inspected with the plan."""
    folder = plan.path.parent / OWN_FOLDER
    listed = [_listed(plan, report, folder) for report in plan.reports]
    served = {one.inspection.path for one in listed if one.inspection} | {own_letter(plan)}
    codes = [report.code for report in plan.reports]
    stray = [path for path in sorted(folder.glob("*")) if path.is_file() and path not in served]
    own = [path for path in stray if not path.name.startswith(("~$", "."))]
    return Listing(folder, tuple(listed), tuple((path, nearest_code(path.stem, codes)) for path in own))


def own_letter(plan: Plan) -> Path | None:
    """Return the centre's own template of the cover letter; None where it has none."""
    path = find_template(LETTER_TEMPLATE, plan.path, ".docx")
    return path if path and path.parent.name == OWN_FOLDER else None


def _named(plan: Plan, path: Path) -> Report | None:
    """Return the report whose code is the template's name."""
    return next((one for one in plan.reports if one.code.casefold() == path.stem.casefold()), None)


def _not_shipped(fault: str) -> str:
    return translate(
        N_("{fault} This was the plan that ships with akmxl; name yours with --workbook."), fault=fault
    )


def _serves_nothing(template: Template, plan: Plan, *, shipped: bool) -> Iterator[str]:
    """Yield that no report has the template's name; of a shipped plan where its lists ask for the items."""
    path = template.path
    open_lists = any(one.selection and not one.selection.item for one in template.repeated_rows)
    if shipped and not open_lists:
        return
    nearest = nearest_code(path.stem, [one.code for one in plan.reports])
    message = N_(
        "{file}: the catalogue has no report “{name}”, so nothing is made with this template, and which "
        "items its lists are about is not known. Name the file as the report's code."
    )
    near = N_(
        "{file}: the catalogue has no report “{name}”, so nothing is made with this template, and which "
        "items its lists are about is not known. Name the file as the report's code. The nearest "
        "code: {nearest}."
    )
    said = translate(near if nearest else message, file=path.name, name=path.stem, nearest=nearest)
    yield _not_shipped(said) if shipped else said


def _unfed(template: Template, plan: Plan, report: Report | None) -> Iterator[str]:
    for one in template.repeated_rows:
        if one.selection is None or not nothing_feeds(plan, report, one.selection):
            continue
        items = (one.selection.item,) if one.selection.item else report.items or ("–",) if report else ()
        spots = template.row(one.sheet, one.row)
        word = next(p.subject for spot in spots for p in spot.placeholders if p.selection)
        fed = next((item.code for item in plan.items.values() if item.source == one.selection.register), "18")
        place = f"{template.path.name}, {one.sheet}, {spots[0].a1}"
        example = f"{{{{{word}.sana {fed}}}}}"
        message = N_(
            "{place}: nothing feeds this list: no row of sheet “{register}” counts for item {items}, so the "
            "list is always empty. Name the right item behind the words of the list, e.g. {example}, or in "
            "the catalogue."
        )
        register, codes = one.selection.register, ", ".join(items)
        yield translate(message, place=place, register=register, items=codes, example=example)


def _listed(plan: Plan, report: Report, folder: Path) -> Listed:
    path = find_template(report.code, plan.path)
    if path is None:
        return Listed(report, "none", None)
    try:
        found = inspect(path, plan, report)
    except AkmxlError as error:
        found = Inspection(path, (str(error),))
    return Listed(report, "own" if path.parent == folder else "shipped", found)


def _warnings(template: Template) -> Iterator[str]:
    workbook = template.workbook
    for sheet in workbook.sheets:
        formulas = [place for place, cell in sorted(workbook.cells(sheet.name).items()) if cell.formula]
        if formulas:
            message = N_("{place}: formulas; a mailed form is read before anything is calculated.")
            yield translate(message, place=_cells(template, sheet.name, formulas))
    if any(rel.type.endswith("/externalLink") for rel in workbook.package.relationships(workbook.part)):
        message = N_("{file}: links to other workbooks. In Excel: Data, Edit Links, Break Link.")
        yield translate(message, file=template.path.name)
    for text in _rich_texts(workbook):
        message = N_("{file}, “{text}”: several formats in one cell; the form keeps the cell’s only.")
        yield translate(message, file=template.path.name, text=text)


def _cells(template: Template, sheet: str, places: list[tuple[int, int]]) -> str:
    named = ", ".join(a1(*place) for place in places[:_MOST_CELLS])
    more = ", …" if len(places) > _MOST_CELLS else ""
    return f"{template.path.name}, {sheet}, {named}{more}"


def _rich_texts(workbook: Workbook) -> Iterator[str]:
    """Yield the texts with placeholders that one cell shows in several formats."""
    parts = [rel.target for rel in workbook.package.relationships(workbook.part)
             if rel.type.endswith(("/sharedStrings", "/worksheet"))]  # fmt: skip
    for part in parts:
        for match in _RICH.finditer(workbook.package.xml(part).decode()):
            text = _TAG.sub("", match[1])
            if "{{" in text:
                yield text
