"""Make pages of where things stand: the command ``akmxl page``. The workbook itself is left as it is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from akmxl.actions.check import check
from akmxl.actions.consolidate.written import Written
from akmxl.actions.wording import day_doubts, owing_doubts
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_, in_language
from akmxl.ooxml.package.locks import refuse_held
from akmxl.ooxml.package.save import cannot_write
from akmxl.ooxml.package.together import all_or_none
from akmxl.plan.rollup import roll_up
from akmxl.plan.standing import DirectorPage, director_page, service_page, services_of
from akmxl.submission.files import flush, folder_name
from akmxl.submission.page.content import content_of
from akmxl.submission.page.template import DIRECTOR, SERVICE, WEB, open_page_template
from akmxl.submission.page.text import text_of
from akmxl.workbook import layout
from akmxl.workbook.writing.rollup import home_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from akmxl.plan.standing import ServicePage
    from akmxl.submission.page.template import PageTemplate
    from akmxl.workbook.opened import OpenedPlan

    PdfMaker = Callable[[Mapping[Path, Sequence[Path]]], object]

OUT = "sahifalar"  # the folder beside the workbook
_MESSAGE = "xabar"  # the name of a text
_KNOWN = "sahifalar.json"  # what akmxl itself wrote there, in the folder of the copies


@dataclass(frozen=True)
class Pages:
    """The pages of a day: the director's, where it was asked for, then those of services.

    ``doubts`` tell why it is not wholly known what is owed or when, ``people`` are the known names.
    """

    today: date
    pages: tuple[DirectorPage | ServicePage, ...]
    doubts: tuple[str, ...]
    people: frozenset[str]

    @property
    def director(self) -> DirectorPage | None:
        return next((page for page in self.pages if isinstance(page, DirectorPage)), None)

    @property
    def services(self) -> tuple[ServicePage, ...]:
        return tuple(page for page in self.pages if not isinstance(page, DirectorPage))

    @property
    def texts(self) -> tuple[str, ...]:
        """Each page as plain text for a messenger: at most 4,096 units of UTF-16, no names of people."""
        return tuple(text_of(page, len(self.doubts), self.people) for page in self.pages)


@dataclass(frozen=True)
class WrittenPage:
    """A file of pages; ``status``: written or unchanged (of a dry run: would be)."""

    path: Path
    status: str


@dataclass(frozen=True)
class WrittenPages:
    """The files of a run, and the copies of those that people had changed before they were written anew."""

    files: tuple[WrittenPage, ...]
    kept: tuple[Path, ...] = ()


def pages_of(
    opened: OpenedPlan, today: date, *, director: bool = False, services: Sequence[str] = ()
) -> Pages:
    """Return the pages that are asked for; where none is, the director's and one of each service.

    ``services`` are parts of names. Raises ``BadArgument`` for one that no service has.
    """
    plan = opened.plan
    rollup = roll_up(plan, today)
    for name in services:
        if not name.strip() or not services_of(plan, rollup, (name,)):
            raise BadArgument(
                N_("There is no service “{service}” in the plan. Services: {known}."),
                service=name,
                known="; ".join(share.name for share in rollup.services),
            )
    every = not (director or services)
    findings = check(opened, today)
    with in_language("uz"):
        doubts = *owing_doubts(plan, today), *day_doubts(plan)
    pages: list[DirectorPage | ServicePage] = []
    if director or every:
        names = {code: str(name) for code, name in home_names(opened.file).items()}
        pages.append(director_page(plan, findings, today, rollup, names))
    if services or every:
        asked = services_of(plan, rollup, services)
        pages += [service_page(plan, findings, today, rollup, name) for name in asked]
    return Pages(today, tuple(pages), doubts, frozenset(_people(opened)))


def _people(opened: OpenedPlan) -> Iterator[str]:
    """Yield the names of people that the workbook knows."""
    own = opened.plan.organisation
    yield from filter(None, (own.get("director"), own.get("reporter")))
    for sheet, field in _OF_PEOPLE:
        view = opened.file.views.get(sheet)
        if view is not None and field in view.columns:
            yield from (str(name) for name in view.below_heading(field) if name is not None)


_OF_PEOPLE = (  # the columns in which nothing but people's names stands
    (str(layout.STAFF.table), "person"),
    (layout.TRAINING_SHEET.name, "person"),
    (layout.HAND_IN_SHEET.name, "handed_in_by"),
)


def write_pages(
    opened: OpenedPlan,
    pages: Pages,
    out: Path | None = None,
    *,
    excel: bool = True,
    web: bool = True,
    pdf: PdfMaker | None = None,
    dry_run: bool = False,
) -> WrittenPages:
    """Write an Excel page for each, and one web page of all, into a folder (default: beside the workbook).

    ``pdf`` makes a PDF of each file in the places that it is given. All are written or none. A file that a
    person has changed is copied into ``.akmxl-zaxira`` there first. Raises ``BadTemplate`` where a template
    cannot be filled, ``FileProblem`` and ``Locked`` where a file cannot be written.
    """
    folder = out if out is not None else opened.plan.path.parent / OUT
    files = dict(_files(opened, pages, folder, excel=excel, web=web))
    return _write(opened, files, pdf, dry_run=dry_run)


def _write(
    opened: OpenedPlan, files: Mapping[Path, bytes], pdf: PdfMaker | None = None, *, dry_run: bool = False
) -> WrittenPages:
    """Write files, and PDFs of those of Excel, all or none; tell which are new."""
    there = {path: _standing_there(opened, path) for path in files}
    status = {path: "unchanged" if there[path] == data else "written" for path, data in files.items()}
    printed = [path for path in files if path.suffix == ".xlsx"] if pdf else []
    status |= dict.fromkeys((path.with_suffix(".pdf") for path in printed), "written")
    told = tuple(WrittenPage(path, word) for path, word in status.items())
    for one in told:
        if one.status == "written":
            refuse_held(one.path)  # a dry run tells what would stand in the way
    if dry_run:
        return WrittenPages(told)
    with all_or_none():
        written = Written(_KNOWN)
        for path, data in files.items():
            written.write(path, data, there[path], flush=False)
        if pdf and printed:
            _print(written, printed, pdf)
        written.remember()
        flush(one.path for one in told if one.status == "written")
    return WrittenPages(told, tuple(written.kept))


def _standing_there(opened: OpenedPlan, path: Path) -> bytes | None:
    """Return what stands in the place of a page; raises ``FileProblem`` where it is the workbook itself."""
    if path.exists() and opened.path.exists() and path.samefile(opened.path):
        raise FileProblem(
            N_("“{file}” is the plan workbook itself. Name another folder (--out). Nothing was changed."),
            file=path.name,
        )
    if path.is_dir():
        raise FileProblem(
            N_("“{file}” is a folder, and the page is to stand there. "
               "Rename it, or name another place: --out."),
            file=path,
        )  # fmt: skip
    return _bytes_of(path)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise cannot_write(path, error) from error


def write_texts(opened: OpenedPlan, pages: Pages, out: Path) -> WrittenPages:
    """Write each page as plain text into a folder, in UTF-8: ``xabar.txt`` for the director's.

    Raises ``FileProblem`` and ``Locked`` where a file cannot be written; then none is.
    """
    taken: set[str] = set()
    names = (_free_name(_file_name(_MESSAGE, page), taken) for page in pages.pages)
    texts = zip(names, pages.texts, strict=True)
    return _write(opened, {out / f"{name}.txt": text.encode() for name, text in texts})


def _file_name(kind: str, page: DirectorPage | ServicePage) -> str:
    return kind if isinstance(page, DirectorPage) else f"{kind} {folder_name(page.done.name)}"


def _print(written: Written, files: Sequence[Path], pdf: PdfMaker) -> None:
    """Make the PDFs aside first: one that a person put into their place is copied as any other file."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        made = {file: Path(name) / f"{number}.pdf" for number, file in enumerate(files)}
        pdf({file: [place] for file, place in made.items()})
        for file, place in made.items():
            target = file.with_suffix(".pdf")
            written.write(target, place.read_bytes(), _bytes_of(target), flush=False)


def _files(
    opened: OpenedPlan, pages: Pages, folder: Path, *, excel: bool, web: bool
) -> Iterator[tuple[Path, bytes]]:
    contents = [content_of(page, pages.doubts) for page in pages.pages]
    if excel:
        from akmxl.submission.page.fill import fill_page

        templates: dict[str, PageTemplate] = {}
        taken: set[str] = set()
        for content in contents:
            kind = SERVICE if content.service else DIRECTOR
            if kind not in templates:
                templates[kind] = open_page_template(kind, opened.plan.path)
            name = _free_name(
                f"{SERVICE} {folder_name(content.service)}" if content.service else DIRECTOR, taken
            )
            yield folder / f"{name}.xlsx", fill_page(templates[kind], content)
    if web:
        from akmxl.submission.page.web import web_page  # late: with it comes Jinja

        yield folder / WEB, web_page(contents)


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name that no other page has, in any case of letters."""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    taken.add(free.casefold())
    return free
