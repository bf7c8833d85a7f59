"""Write the summary forms of regions: one a region, report and period of which a form counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.shipped_plan import known_items, known_names
from akmxl.actions.open_plan import open_plan
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError, BadArgument, FileProblem
from akmxl.core.i18n import N_
from akmxl.core.spelling import fold
from akmxl.ooxml.package.save import cannot_write, create_file
from akmxl.ooxml.package.together import make_folders
from akmxl.plan.returns.records import Status
from akmxl.submission.proof.proof import opened, verify
from akmxl.submission.returns.summary import Sender, summary_form
from akmxl.submission.template.templates import find_summary_template
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.plan.returns.records import Consolidation

_NOT_IN_NAMES = re.compile(r"[^\w().-]+")


@dataclass(frozen=True)
class Summaries:
    """Where summary forms go, and the workbook of the region that sends them (None: of every region)."""

    folder: Path
    workbook: Path | None = None

    def sender(self) -> Sender | None:
        """Return who sends them, as the region's own workbook says; raises ``BadArgument`` without a code."""
        if self.workbook is None:
            return None
        plan = open_plan(self.workbook).plan
        if not plan.settings.centre_code or not plan.organisation.get("region"):
            raise BadArgument(
                N_(
                    "“{file}” does not say whose it is. Write the code into Sozlamalar, the region into Bosh "
                    "sahifa."
                ),
                file=self.workbook.name,
            )
        return Sender(plan.settings.centre_code, plan.organisation)


def write_summaries(wanted: Summaries, found: Consolidation, sender: Sender | None) -> tuple[Path, ...]:
    """Write the forms that are not there already as they should be; return all of them.

    Raises ``FileProblem`` where another file than such a form stands in its place, ``BadTemplate`` for a
    template that cannot be filled.
    """
    names, known = known_names(), known_items()
    own = wanted.workbook.parent / OWN_FOLDER if wanted.workbook else None
    written = []
    for region, report, period in _of_regions(found, sender):
        code = sender.code if sender else region
        name = _NOT_IN_NAMES.sub("-", f"{report}_{period}_{code}").strip(".-")
        path = wanted.folder / period / f"{name}.xlsx"
        there = _there(path)
        data = summary_form(
            found, region, report, period, sender=sender, known=known, names=names,
            template=find_summary_template(report, own), before=there,
        )  # fmt: skip
        written.append(path)
        _write(path, there, data)
    return tuple(written)


def _of_regions(found: Consolidation, sender: Sender | None) -> Iterator[tuple[str, str, str]]:
    """Yield the regions, reports and periods of which a form counts; of the sender's region alone, if any."""
    regions = {one.code: one.region for one in found.centres if one.region}
    only = fold(sender.organisation["region"]) if sender else ""
    counted = {
        (regions[entry.centre], entry.report, entry.period)
        for entry in found.entries
        if entry.status is Status.ACCEPTED and entry.centre in regions
    }
    spelt = {fold(region): region for region, _, _ in sorted(counted, reverse=True)}
    asked = {(spelt[fold(region)], report, period) for region, report, period in counted}
    return (one for one in sorted(asked) if not only or fold(one[0]) == only)


def _there(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise cannot_write(path, error) from error


def _write(path: Path, there: bytes | None, data: bytes) -> None:
    if there == data:
        return
    if there is not None:
        _refuse_other(path, there, data)
    try:
        make_folders(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error
    create_file(path, data, overwrite=True)


def _refuse_other(path: Path, there: bytes, data: bytes) -> None:
    """Raise ``FileProblem`` where what stands there is no form of the same region, report and period."""
    try:
        old, new = verify(opened(there)).submitted, verify(opened(data)).submitted
        same = all(getattr(old, name) == getattr(new, name) for name in ("report", "period", "organisation"))
    except AkmxlError:
        same = False
    if not same:
        raise FileProblem(
            N_("“{file}” is no summary form of this region. Move it away. Nothing was changed."),
            file=path.name,
        )
