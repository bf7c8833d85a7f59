"""Make a new plan workbook: from the shipped plan, a table, or the official plan as offices sign it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import BadArgument, FileProblem
from akmxl.core.i18n import N_, in_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from akmxl.importers.official.doubts import Doubt
    from akmxl.importers.official.grid import Document
    from akmxl.importers.official.plan_table import PlanTable
    from akmxl.importers.official.read_plan import Proposal
    from akmxl.workbook.create.plan_rows import PlanRow
    from akmxl.workbook.create.proposed_plan import ProposedPlan

PROPOSAL_ENDING = "-taklif.xlsx"


@dataclass(frozen=True)
class NewPlan:
    """What became of a new plan: ``status`` is ``made``, ``proposed`` or ``unanswered``.

    ``proposal`` is the file with the proposed table and the page of doubts, None where none was made,
    ``organisation`` whose plan it is, as far as somebody said it. ``unanswered`` are the rows of the page
    that still want an answer, ``left`` columns that were not read.
    """

    status: str
    path: Path
    year: int
    rows: int
    proposal: Path | None = None
    doubts: tuple[Doubt, ...] = ()
    unanswered: tuple[int, ...] = ()
    left: tuple[str, ...] = ()
    written: bool = True
    organisation: str = ""

    @property
    def open_doubts(self) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt in self.doubts if doubt.is_open)

    @property
    def blocks(self) -> bool:
        """Whether a person has to answer something before the workbook is made."""
        return bool(self.open_doubts or self.unanswered)


def new_plan(
    path: Path, *, plan: Path | None = None, year: int | None = None, organisation: str = "", today: date,
    yes: bool = False, dry_run: bool = False,
) -> NewPlan:  # fmt: skip
    """Make a plan workbook from the shipped plan, a CSV, a plan's table, or an official plan (.docx, .xlsx).

    An official plan becomes a proposal beside ``path`` with a page of doubts; with ``yes``, the workbook
    itself where no doubt is open. akmxl answers from the running month on. ``dry_run`` writes nothing.

    Raises ``FileProblem`` where a file exists or cannot be read, ``BadArgument`` where a name or a year is
    not right, ``Unreadable`` and ``NotAPlan`` where the plan is none.
    """
    if path.suffix.lower() != ".xlsx":
        raise BadArgument(
            N_("The file's name must end in .xlsx, or Excel does not open it: “{file}”."), file=path.name
        )
    making = _Making(path, organisation, today, dry_run=dry_run)
    if plan is None:
        return making.from_csv(plan, year)
    from akmxl.importers.official.open_document import is_document, open_document

    if not is_document(plan):
        return making.from_csv(plan, year)
    return making.from_document(open_document(plan), plan, year, yes=yes)


@dataclass(frozen=True)
class _Making:
    path: Path
    organisation: str
    today: date
    dry_run: bool

    def from_csv(self, plan: Path | None, year: int | None) -> NewPlan:
        from akmxl.workbook.create import plan_rows, shipped

        source = plan or shipped.plan_csv()
        rows, plan_year = plan_rows.read_plan_csv(source), year or plan_rows.plan_year(source)
        return self._made(rows, plan_year, {})

    def from_document(self, document: Document, plan: Path, year: int | None, *, yes: bool) -> NewPlan:
        from akmxl.importers.official.plan_table import plan_table
        from akmxl.importers.official.read_plan import read_official_plan
        from akmxl.workbook.create.plan_rows import plan_rows

        table = plan_table(document, year)
        if table is not None:
            return self._from_table(table, plan)
        refuse_existing(self.path)
        proposal = read_official_plan(document, year)
        whose = self.organisation or proposal.organisation
        if yes and not proposal.open_doubts:
            rows = plan_rows(proposal.rows, plan)
            making = replace(self, organisation=whose)
            return making._made(rows, proposal.year, proposal.sections, doubts=proposal.doubts)
        return self._proposed(proposal, whose)

    def _from_table(self, table: PlanTable, plan: Path) -> NewPlan:
        from akmxl.workbook.create.plan_rows import plan_rows

        rows = plan_rows(table.rows, plan)
        if table.unanswered:
            return NewPlan(
                "unanswered", self.path, table.year, len(rows), proposal=plan, unanswered=table.unanswered,
                left=table.left, written=False,
            )  # fmt: skip
        return self._made(rows, table.year, table.sections, left=table.left)

    def _made(
        self, rows: Sequence[PlanRow], year: int, sections: Mapping[str, str],
        doubts: tuple[Doubt, ...] = (), left: tuple[str, ...] = (),
    ) -> NewPlan:  # fmt: skip
        from akmxl.workbook.create.new_file import create_plan

        if self.dry_run:
            refuse_existing(self.path)
        else:
            create_plan(
                self.path,
                rows=rows,
                year=year,
                organisation=self.organisation,
                first_period=_running_month(year, self.today),
                sections=sections,
            )
        return NewPlan("made", self.path, year, len(rows), doubts=doubts, left=left, written=not self.dry_run)

    def _proposed(self, proposal: Proposal, organisation: str) -> NewPlan:
        from akmxl.ooxml.package import save
        from akmxl.workbook.create.proposed_plan import proposal_bytes

        target = self.path.with_name(f"{self.path.stem}{PROPOSAL_ENDING}")
        if target.exists():
            raise FileProblem(
                N_("A proposal is there already: “{file}”. Give it back with --plan, or move it away."),
                file=target.name,
            )
        if not self.dry_run:
            with in_language("uz"):  # what people open in Excel is in Uzbek
                content = proposal_bytes(_as_sheets(proposal, self.path.name, target.name, organisation))
            save.create_file(target, content, overwrite=False)
        return NewPlan(
            "proposed", self.path, proposal.year, len(proposal.rows), proposal=target, doubts=proposal.doubts,
            written=not self.dry_run, organisation=organisation,
        )  # fmt: skip


def _as_sheets(proposal: Proposal, target: str, file: str, organisation: str) -> ProposedPlan:
    from akmxl.workbook.create.proposed_plan import DoubtRow, ProposedPlan

    rows = {str(place): at for at, place in reversed(list(enumerate(proposal.places)))}
    doubts = [
        DoubtRow(
            doubt.is_open, str(doubt.mark.place), doubt.mark.item, doubt.first_words, str(doubt.unclear),
            str(doubt.understood), str(doubt.to_do), rows.get(str(doubt.mark.place)),
        )
        for doubt in proposal.doubts
    ]  # fmt: skip
    places = [str(place) for place in proposal.places]
    command = next_command(target, file, organisation)
    return ProposedPlan(proposal.year, proposal.rows, places, proposal.sections, doubts, command)


def next_command(target: str, proposal: str, organisation: str) -> str:
    """Return the command that makes the workbook of an answered proposal, as it is typed."""
    whose = organisation.replace('"', "")
    words = [f'"{name}"' if " " in name else name for name in (target, proposal)]
    return f"akmxl init {words[0]} --plan {words[1]}" + (f' --org "{whose}"' if whose else "")


def refuse_existing(path: Path) -> None:
    """Raise ``FileProblem`` where a file would be written over."""
    if path.exists():
        raise FileProblem(
            N_("“{file}” exists already. Choose another name. Nothing was changed."), file=path.name
        )


def _running_month(year: int, today: date) -> str | None:
    """Return the first period of a new plan.

    That is this month, January where the year is yet to come, None where it is over.
    """
    if today.year > year:
        return None
    return f"{year}-{today.month if today.year == year else 1:02d}"
