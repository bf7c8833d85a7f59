"""Write the summary forms of regions: one a region, report and period of which a form counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.output import bytes_there, in_file_name, in_the_way, outdated
from akmxl.actions.consolidate.shipped_plan import known_items, known_names
from akmxl.actions.open_plan import open_plan
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError, BadArgument
from akmxl.core.i18n import N_
from akmxl.ooxml.package.save import copies_of
from akmxl.ooxml.package.temporaries import file_names, sweep_below
from akmxl.plan.returns.records import Status, are_of_summary
from akmxl.plan.returns.regions import region_key, region_names
from akmxl.submission.proof.proof import form_only, list_of, opened, verify
from akmxl.submission.returns.sender import Sender
from akmxl.submission.returns.summary import summary_form
from akmxl.submission.template.templates import find_summary_template
from akmxl.workbook.layout import OWN_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.actions.consolidate.written import Written
    from akmxl.plan.returns.records import Centre, Consolidation
    from akmxl.submission.proof.proof import Submitted

_LONGEST = 60  # letters of a region in the name of a file, or in a sentence


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
        return Sender(plan.settings.centre_code, plan.organisation, plan.reports)


def write_summaries(
    wanted: Summaries, found: Consolidation, sender: Sender | None, kept: Written
) -> tuple[Path, ...]:
    """Write the forms that are not there already as they should be, and set outdated ones aside; return all.

    Raises ``FileProblem`` where another file than such a form stands in its place, ``BadTemplate`` for a
    template that cannot be filled.
    """
    for one in (before := _folders(wanted.folder, found)):
        sweep_below(str(one))
    names, known = known_names(), known_items()
    own = wanted.workbook.parent / OWN_FOLDER if wanted.workbook else None
    written: dict[Path, tuple[str, str, str]] = {}
    taken: set[str] = set()
    for region, report, period in _of_regions(found, sender):
        who = sender or _named(region)
        path = wanted.folder / period / f"{_name(report, period, who.code, taken)}.xlsx"
        if sender is None:
            path, who = _before(path, who, report, period) or (path, who)
        there = bytes_there(path)
        data = summary_form(
            found, region, report, period, sender=who, known=known, names=names,
            template=find_summary_template(report, own), before=_last(path) if there is None else there,
        )  # fmt: skip
        written[path] = region_key(region), report, period
        if there is not None and there != data:
            _refuse_other(path, there, data)
        kept.write(path, data, there)
    kept.set_aside(_outdated(before, written, kept))
    return tuple(written)


def _last(path: Path) -> bytes | None:
    """Return the form that was moved away last, whose next version a new one is; None without one."""
    copies = copies_of(path)
    return bytes_there(Path(copies[-1])) if copies else None


def _folders(folder: Path, found: Consolidation) -> list[Path]:
    """Return the folders that are there of the periods of which something came."""
    names = {one.period for one in found.entries}.intersection(file_names(str(folder)))
    return [folder / name for name in sorted(names)]


def _outdated(
    folders: Iterable[Path], written: Mapping[Path, tuple[str, str, str]], kept: Written
) -> list[Path]:
    """Return the forms of earlier runs in folders that would not be made any more.

    They were made for the same result; or they are of a region, report and period that another file is of
    now, as the region's code or the spelling of its name is another one.
    """
    now, others = set(written.values()), list[Path]()
    for folder in folders:
        names = {one.name for one in written if one.parent == folder}
        others += outdated(folder, kept.names(folder), names)
    return [path for path in others if kept.is_ours(path) or _of(path) in now]


def _of(path: Path) -> tuple[str, str, str] | None:
    """Return of which region, report and period a form is; None where none is there."""
    form = _form_in(path)
    return (region_key(form.sender.region), form.report, form.period) if form else None


def left_out(found: Consolidation, sender: Sender | None) -> tuple[Centre, ...]:
    """Return the centres whose forms count and are in no summary: of another region, or of one unsaid."""
    regions = _regions(found, sender)
    counted = {entry.centre for entry in found.entries if entry.status is Status.ACCEPTED}
    return tuple(one for one in found.centres if one.code in counted and one.code not in regions)


def _regions(found: Consolidation, sender: Sender | None) -> dict[str, str]:
    """Return the region of each centre that a form is made of; of the sender's alone, if any."""
    only = region_key(sender.organisation["region"]) if sender else ""
    spelt = region_names(one.region for one in found.centres if one.region)
    return {
        one.code: spelt[region_key(one.region)]
        for one in found.centres
        if one.region and (not only or region_key(one.region) == only)
    }


def _of_regions(found: Consolidation, sender: Sender | None) -> list[tuple[str, str, str]]:
    """Return the regions, reports and periods of which a form counts.

    Raises ``BadArgument`` where forms count, but none of them is of a region that is asked for.
    """
    regions = _regions(found, sender)
    counted = [entry for entry in found.entries if entry.status is Status.ACCEPTED]
    asked = {
        (regions[entry.centre], entry.report, entry.period) for entry in counted if entry.centre in regions
    }
    if counted and not asked:
        others = sorted(region_names(one.region for one in found.centres if one.region).values())
        if not sender or not others:
            raise BadArgument(
                N_("No centre says of which region it is. Write the region into the table of centres.")
            )
        raise BadArgument(
            N_(
                "No form is of the region “{region}”, which Bosh sahifa of the workbook says; the forms are "
                "of: {others}. Put the region right."
            ),
            region=_short(sender.organisation["region"]),
            others=", ".join(map(_short, others)),
        )
    return sorted(asked)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def _name(report: str, period: str, code: str, taken: set[str]) -> str:
    """Return the name of a form's file, as far as a disk takes it; no two that differ by case alone."""
    words = (in_file_name(word, _LONGEST) for word in (report, period, code))
    stem = name = "_".join(words).rstrip(".-")
    number = 1
    while (period + name).casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add((period + name).casefold())
    return name


def _named(code: str, organisation: str = "", region: str = "") -> Sender:
    """Return the sender of a region that nobody has a workbook of: its code is its name."""
    return Sender(code, {"organisation": organisation or code, "region": region or code})


def _before(path: Path, who: Sender, report: str, period: str) -> tuple[Path, Sender] | None:
    """Return the region's form that was made last, and its sender as that spells it; None where none is.

    The name of a region that has no code may be spelt otherwise now, and the form still is the same one.
    """
    key = region_key(who.code)
    others = sorted(path.parent.glob(f"{_name(report, period, '', set())}*.xlsx"))
    for place in [path] if path.exists() else others:
        old = _form_in(place)
        if old and (old.report, old.period) == (report, period):
            sender = old.sender
            if region_key(sender.centre) == region_key(sender.region) == key and are_of_summary(_keys(old)):
                return place, _named(sender.centre, old.organisation, sender.region)
    return None


def _form_in(path: Path) -> Submitted | None:
    try:
        return list_of(form_only(opened(bytes_there(path) or b"")))
    except AkmxlError:
        return None


def _keys(form: Submitted) -> tuple[str, ...]:
    return tuple(key for key, _ in form.values)


def _refuse_other(path: Path, there: bytes, data: bytes) -> None:
    """Raise ``FileProblem`` where what stands there is no form of the same region, report and period."""
    try:
        old, new = verify(opened(there)).submitted, verify(opened(data)).submitted
        same = (old.report, old.period) == (new.report, new.period) and (
            old.organisation == new.organisation or old.sender.centre == new.sender.centre
        )
    except AkmxlError:
        same = False
    if not same:
        raise in_the_way(path)
