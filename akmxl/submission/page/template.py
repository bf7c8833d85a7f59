"""Read a page's template: an ordinary Excel file of one sheet, set to print on one A4."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from akmxl.core import assets
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError, FileProblem
from akmxl.core.folders import files_ending
from akmxl.core.i18n import N_
from akmxl.ooxml.look.pages import is_one_a4
from akmxl.submission.template.template import BadTemplate, Template
from akmxl.submission.template.unfilled import unfilled_words
from akmxl.submission.template.words import MORE, PAGE_LISTS
from akmxl.workbook.layout import OWN_FOLDER, RECEIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from akmxl.submission.template.spots import Spot

PAGES = "sahifalar"  # the folder of the templates of pages
DIRECTOR, SERVICE = "rahbar", "xizmat"
WEB = "hisobot.html"  # the web page's, which is a program's: it is never looked for beside a workbook
_LETTERHEAD = frozenset({"organisation", "region", "director", "reporter", "phone", "year"})
LISTS = {
    DIRECTOR: ("bo‘limlar", "xizmatlar", "muddatlar", "ortda", "imzo"),
    SERVICE: ("bo‘shlar", "holatlar", "muddatlar", "ishlar"),
}


@dataclass(frozen=True)
class PageTemplate(Template):
    """A page's template, read."""

    @cached_property
    def rows_of(self) -> Mapping[str, tuple[int, ...]]:
        """The rows in which a list stands, from top to bottom: each takes one of its records."""
        rows: dict[str, list[int]] = {}
        for spot in self.spots:
            for one in spot.placeholders:
                if one.kind == "listed" and one.field != "more" and spot.row not in rows.get(one.subject, ()):
                    rows.setdefault(one.subject, []).append(spot.row)
        return {name: tuple(sorted(found)) for name, found in rows.items()}

    @cached_property
    def faults(self) -> tuple[BadTemplate, ...]:
        own = (
            *self._macros(),
            *self._no_words(),
            *self._unknown_words(),
            *self._single_braces(),
            *self._unfilled(),
        )
        return (*own, *self._not_of_page(), *self._lists(), *self._paper())

    def _unfilled(self) -> Iterator[BadTemplate]:
        for sheet, cell, message, params in unfilled_words(self.workbook, drawn_anew=True):
            place = ", ".join(part for part in (self.path.name, sheet, cell) if part)
            yield BadTemplate(message, place=place, **params)

    def _not_of_page(self) -> Iterator[BadTemplate]:
        message = N_("{place}: the word “{word}” says nothing on this page. Take it away.")
        lists = LISTS.get(self.path.stem.casefold(), tuple(PAGE_LISTS))
        for spot in self.spots:
            for one in spot.placeholders:
                letterhead = one.kind == "letter" and one.field in _LETTERHEAD
                listed = one.kind == "listed" and one.subject in lists
                if one.kind and not (letterhead or listed or one.kind == "page"):
                    yield self.fault(spot, message, word=one.text)

    def _lists(self) -> Iterator[BadTemplate]:
        """Yield a fault for each list that could not say that it goes on, or that has no row."""
        told = {one.subject for spot in self.spots for one in spot.placeholders if one.field == "more"}
        for name, spot in self._first_spots().items():
            example = "{{" + f"{name}.{MORE}" + "}}"
            if name not in told:
                text = N_(
                    "{place}: nothing says what finds no room in this list. Below its rows write {example}."
                )
                yield self.fault(spot, text, example=example)
            elif name not in self.rows_of:
                text = N_("{place}: {example} stands below no row of its list. Take it away, or add a row.")
                yield self.fault(spot, text, example=example)

    def _first_spots(self) -> Mapping[str, Spot]:
        found: dict[str, Spot] = {}
        for spot in self.spots:
            for one in spot.placeholders:
                if one.kind == "listed":
                    found.setdefault(one.subject, spot)
        return found

    def _paper(self) -> Iterator[BadTemplate]:
        """Yield a fault where the page would not be one A4."""
        shown = [one for one in self.workbook.sheets if one.state == "visible" and one.name != RECEIPTS]
        if len(shown) != 1:
            text = N_("{place}: a page has one sheet, this file has {count}. Delete or hide the others.")
            yield BadTemplate(text, place=self.path.name, count=len(shown))
        for sheet in shown:
            if not is_one_a4(self.workbook.package.xml(sheet.part)):
                text = N_(
                    "{place}: the sheet is not set to print on one A4. In Excel, tab Page Layout: Size A4, "
                    "Width 1 page, Height 1 page."
                )
                yield BadTemplate(text, place=f"{self.path.name}, {sheet.name}")


def find_page_template(name: str, plan_path: Path) -> Path:
    """Return the template of a page, ``rahbar`` or ``xizmat``: the centre's own first, else the shipped one.

    The centre's own stand in ``sahifalar`` below ``andozalar``. Raises ``FileProblem`` where there is none,
    ``BadTemplate`` where the centre's own was saved as a file of another kind.
    """
    for path in of_other_kinds(plan_path):
        if path.stem.casefold() == name:
            raise not_xlsx(path)
    shipped = assets.templates_folder() / PAGES
    for path in chain(own_page_templates(plan_path), files_ending(shipped, ".xlsx")):
        if path.stem.casefold() == name:
            return path
    raise FileProblem(N_("A file that ships with akmxl is missing: {path}"), path=shipped / f"{name}.xlsx")


def open_page_template(name: str, plan_path: Path) -> PageTemplate:
    """Open the template of a page; raises ``BadTemplate``, which says whose it is, and ``FileProblem``."""
    path = find_page_template(name, plan_path)
    try:
        return PageTemplate.open(path)
    except AkmxlError as error:
        if path.parent.parent.name != OWN_FOLDER:
            raise
        text = N_(
            "The template “{file}” cannot be used. {why} Mend it, or take it out of its folder: "
            "then the page is made with the one that ships with akmxl."
        )
        raise BadTemplate(text, file="/".join(path.parts[-3:]), why=error) from error


def of_other_kinds(plan_path: Path) -> list[Path]:
    """Return what stands among the centre's own templates of pages and is no .xlsx file."""
    own = plan_path.parent / OWN_FOLDER / PAGES
    files = (path for path in sorted(own.glob("*")) if not path.name.startswith(("~$", ".")))
    return [path for path in files if path.suffix.lower() != ".xlsx" and path.is_file()]


def not_xlsx(path: Path) -> BadTemplate:
    """Return the fault of a template that is a file of another kind."""
    text = N_("{file}: a page's template is an .xlsx file. In Excel: Save As, Excel Workbook (.xlsx).")
    return BadTemplate(text, file="/".join(path.parts[-3:]))


def own_page_templates(plan_path: Path) -> list[Path]:
    """Return the files among the centre's own templates of pages; without those that Excel leaves open."""
    own = plan_path.parent / OWN_FOLDER / PAGES
    return files_ending(own, ".xlsx")
