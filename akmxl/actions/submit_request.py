"""Describe a run of submit: its request and its results."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.spelling import fold
from akmxl.plan.owed import never_owed
from akmxl.workbook.layout import REPORTS_FOLDER

if TYPE_CHECKING:
    from akmxl.actions.not_handed_in import NotHandedIn
    from akmxl.core.errors import AkmxlError
    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt, Report
    from akmxl.submission.form.provenance import Placed
    from akmxl.submission.parcel.parcel import Parcel


@dataclass(frozen=True)
class Result:
    """The result of drafting one report.

    ``status``: written, unchanged, already_sent, blocked, no_template, or bad_template: it cannot be filled,
    ``fault`` says why. ``sha256`` is of the file's bytes, ``values_sha256`` of its list of values.
    """

    owed: Owed
    status: str
    version: int = 1
    file: str = ""
    sha256: str = ""
    values_sha256: str = ""
    findings: tuple[Finding, ...] = ()
    fault: AkmxlError | None = None
    placed: tuple[Placed, ...] = ()  # of a dry run: what would be placed where, and from which cells
    cut: tuple[Placed, ...] = ()  # cells whose texts are cut off on paper, and which cells they come from
    kept: Path | None = None  # a copy of the draft that somebody had edited by hand


@dataclass(frozen=True)
class Submission:
    """One run of submit: its reports, the whole check that it made, and the parcels of the recipients."""

    period: Period | None
    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
    request: Request
    parcels: tuple[Parcel, ...] = ()
    receipts: tuple[Receipt, ...] = field(default=(), repr=False)  # of the workbook, those of this run too
    not_handed_in: tuple[NotHandedIn, ...] = ()  # which services have not handed in what the reports show
    asked: tuple[Report, ...] = ()  # those of the catalogue that were asked for, whether owed or not

    @property
    def files(self) -> tuple[Path, ...]:
        """The forms that this run wrote or found unchanged."""
        made = (result for result in self.results if result.status in ("written", "unchanged"))
        return tuple(Path(result.file) for result in made)

    @property
    def blocked(self) -> bool:
        """Whether a report cannot be made until somebody mends something, or nobody knows when it is owed."""
        stopped = any(result.status in ("blocked", "bad_template") for result in self.results)
        return stopped or any(True for _ in never_owed(self.asked))


@dataclass(frozen=True)
class Request:
    """The options of a run of submit; ``to`` and ``only`` narrow the reports.

    ``period`` None means all that are owed, ``out`` None the folder beside the workbook.
    """

    period: Period | None = None
    to: str = ""
    only: str = ""
    out: Path | None = None
    today: date = field(default_factory=date.today)
    dry_run: bool = False
    correction: bool = False
    reason: str = ""
    letter: str = ""

    def means(self, report: Report) -> bool:
        """Tell whether it is about a report, of whatever period."""
        only = self.only.upper()
        return fold(self.to) in fold(report.recipient) and only in ("", report.code, report.entry)

    def folder(self, plan: Plan) -> Path:
        """Return the folder of the forms."""
        return self.out or plan.path.parent / REPORTS_FOLDER
