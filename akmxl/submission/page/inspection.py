"""Inspect the templates of pages before anything is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_, translate
from akmxl.submission.page.template import (
    LISTS,
    PAGES,
    PageTemplate,
    find_page_template,
    not_xlsx,
    of_other_kinds,
    own_page_templates,
)
from akmxl.submission.template.inspection import Inspection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def is_page_template(path: Path) -> bool:
    """Tell whether a file is a page's template: it stands in the folder of these."""
    return path.absolute().parent.name == PAGES


def inspect_page(path: Path) -> Inspection:
    """Inspect a page's template. Raises ``FileProblem`` or ``Unreadable`` where the file is no workbook."""
    template = PageTemplate.read(path)
    words = dict.fromkeys(p.text for spot in template.spots for p in spot.placeholders)
    faults = tuple(str(fault) for fault in template.faults)
    return Inspection(path, faults, tuple(_warnings(template)), tuple(words))


def _warnings(template: PageTemplate) -> Iterator[str]:
    """Yield that nothing is made with the template, or which lists of its page it does not show."""
    name = template.path.stem.casefold()
    if name not in LISTS:
        text = N_("{file}: no page has this name, so nothing is made with it. Names: {names}.")
        yield translate(text, file=template.path.name, names=", ".join(LISTS))
        return
    if left := [one for one in LISTS[name] if one not in template.rows_of]:
        text = N_("{file}: the page does not show these lists: {lists}.")
        yield translate(text, file=template.path.name, lists=", ".join(left))


def inspect_pages(plan_path: Path) -> tuple[Inspection, ...]:
    """Inspect the templates with which the pages of a plan are made, then own files that serve none."""
    others = of_other_kinds(plan_path)
    unused = {path.stem.casefold() for path in others}
    used = [find_page_template(name, plan_path) for name in LISTS if name not in unused]
    return (
        *map(_inspected, dict.fromkeys([*used, *own_page_templates(plan_path)])),
        *(Inspection(path, (str(not_xlsx(path)),)) for path in others),
    )


def _inspected(path: Path) -> Inspection:
    try:
        return inspect_page(path)
    except AkmxlError as error:
        return Inspection(path, (str(error),))
