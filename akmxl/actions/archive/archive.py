"""Archive a period: one zip of exactly what was sent, which proves itself on any PC."""

from __future__ import annotations

from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.archive.gather import gather, signed, told_of_signature
from akmxl.actions.archive.lists import (
    LIST,
    PAGE,
    RECEIPTS,
    RECEIPTS_TABLE,
    SUMS,
    as_json,
    list_of,
    receipts_data,
    receipts_table,
    sums_of,
)
from akmxl.actions.archive.packing import packed
from akmxl.actions.archive.page import page_of
from akmxl.actions.archive.records import Archive, Carried, Told
from akmxl.actions.archive.sent_reports import key_of, sent_in
from akmxl.actions.archive.shelves import MOST_OF_A_FILE, Shelves, safe_name, signature_beside
from akmxl.actions.open_plan import refuse_other_year
from akmxl.actions.services_copy import refuse_copy
from akmxl.core.dataclass import dataclass
from akmxl.core.digest import sha256
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.ooxml.package.locks import holder
from akmxl.ooxml.package.regular import read_regular
from akmxl.ooxml.package.save import copies_of, create_file, make_folder
from akmxl.plan.receipts import as_code
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from akmxl.actions.archive.records import Status
    from akmxl.actions.archive.sent_reports import SentReports
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt
    from akmxl.workbook.opened import OpenedPlan

PLAN, COPIES = "reja", "reja/nusxalar"


@dataclass(frozen=True)
class ArchiveRequest:
    """What is to be archived: the reports whose period lies within ``period``.

    ``out`` is the zip, or a folder for it (default: beside the workbook); ``forms`` are the folders in which
    the forms lie (default: hisobotlar beside the workbook). ``incomplete`` makes it even where something is
    missing, with what it is on its list.
    """

    period: Period
    out: Path | None = None
    forms: tuple[Path, ...] = field(default=())
    dry_run: bool = False
    incomplete: bool = False

    def target(self, workbook: Path) -> Path:
        """Return where the zip goes."""
        name = f"arxiv-{self.period}.zip"
        if self.out is None:
            return workbook.parent / name
        return self.out / name if self.out.is_dir() else self.out

    def folders(self, workbook: Path) -> tuple[Path, ...]:
        """Return where the forms are looked for."""
        return self.forms or (workbook.parent / REPORTS_FOLDER,)


def make_archive(opened: OpenedPlan, request: ArchiveRequest) -> Archive:
    """Archive what was sent in a period; nothing is written where something is missing, unless asked for.

    Raises ``BadArgument`` for a period of another year or one in which nothing was sent; ``FileProblem``
    where a folder of forms is not there or cannot be read, the zip cannot be written, or another one stands
    in its place; ``Locked`` where Excel holds the plan.
    """
    plan, period = opened.plan, request.period
    refuse_copy(plan)
    refuse_other_year(plan, period)
    workbook = on_disk(opened.file.workbook).package.data
    sent = sent_in(plan, period)
    if not sent.receipts and not sent.problems:
        raise BadArgument(
            N_("No report of {period} was marked as sent, so there is nothing to archive. See: akmxl due."),
            period=period,
        )
    _refuse_missing_folders(request)
    found = gather(Shelves.of(request.folders(plan.path)), sent.receipts)
    beside = list(_plan_files(opened.path, workbook, sent.receipts))
    carried = (*found.carried, *beside)
    notes = (*found.notes, *_told_of_plan(opened.path, beside), *sent.notes)
    result = Archive(
        request.target(plan.path), period, "incomplete",
        tuple(map(key_of, sent.receipts)), carried, (*sent.problems, *found.problems), notes,
    )  # fmt: skip
    if result.problems and not request.incomplete:
        return result
    return _written(opened, result, sent, request)


def _refuse_missing_folders(request: ArchiveRequest) -> None:
    for folder in request.forms:
        if not folder.is_dir():
            raise FileProblem(
                N_("There is no folder “{folder}”. Check its name, or take another one."), folder=folder
            )


def _written(opened: OpenedPlan, result: Archive, sent: SentReports, request: ArchiveRequest) -> Archive:
    files = _files_of(opened, result, sent)
    data = packed(files)
    code = as_code(sha256(files[SUMS]))
    status = _status_of(result.path, data)
    if status == "written" and request.dry_run:
        status = "planned"
    elif status == "written":
        make_folder(result.path.parent)
        create_file(result.path, data, overwrite=False)
    return replace(result, status=status, code=code, sha256=sha256(data), size=len(data))


def _files_of(opened: OpenedPlan, result: Archive, sent: SentReports) -> dict[str, bytes]:
    plan, period = opened.plan, result.period
    told = (*result.problems, *result.notes)
    files = {
        PAGE: page_of(plan, period, sent.receipts, result.carried, result.problems, result.notes),
        LIST: as_json(list_of(plan, period, sent.receipts, result.carried, told)),
        RECEIPTS: as_json(receipts_data(sent.receipts)),
        RECEIPTS_TABLE: receipts_table(sent.receipts),
        **{one.path: one.data for one in result.carried},
    }
    return files | {SUMS: sums_of(files)}


def _status_of(path: Path, data: bytes) -> Status:
    """Return what becomes of an archive at a path; raises ``FileProblem`` where it cannot stand there."""
    if path.suffix.lower() != ".zip":
        raise FileProblem(N_("The archive is a .zip file; “{file}” is not. Name it so."), file=path.name)
    if path.is_file():
        if read_regular(str(path), len(data)) == data:
            return "unchanged"
        raise FileProblem(
            N_("“{file}” is there already and holds something else; an archive is never written over. Choose "
               "another name: --out FILE. Nothing was changed."),
            file=path.name,
        )  # fmt: skip
    return "written"


def _plan_files(path: Path, data: bytes, receipts: Sequence[Receipt]) -> Iterator[Carried]:
    """Yield the plan as it is, its signature, and its dated copies of the days on which reports were sent."""
    plan = Carried(f"{PLAN}/{safe_name(path.name)}", "plan", data, path.name)
    yield plan
    signature = signature_beside(path)
    if signature is not None:
        content = read_regular(str(signature), MOST_OF_A_FILE)
        yield signed(plan, content or b"", signature.name)
    days = {receipt.sent.replace("-", "") for receipt in receipts}
    for copy in map(Path, copies_of(path)):
        if copy.stem[len(path.stem) + 1 :][:8] in days:
            name = f"{COPIES}/{safe_name(copy.name)}"
            yield Carried(name, "copy", copy.read_bytes(), f"{copy.parent.name}/{copy.name}")


def _told_of_plan(path: Path, beside: Sequence[Carried]) -> Iterator[Told]:
    yield from (told_of_signature(one) for one in beside if one.kind == "signature")
    held = holder(path)
    if held is not None:
        yield Told("held", file=held.lock)
