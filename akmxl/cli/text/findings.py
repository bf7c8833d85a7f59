"""Print findings on the terminal: by sheet and rule, the worst first."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import click

from akmxl.actions.wording import SEVERITY_WORDS
from akmxl.cli.text.lines import lines
from akmxl.core.i18n import N_, _
from akmxl.plan.findings import ORDER, Severity, counts
from akmxl.workbook import layout
from akmxl.workbook.writing.findings import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Plan

_COLOURS = {
    Severity.ERROR: "red",
    Severity.EXPLAIN: "magenta",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}
_CAP = 8  # texts of one rule on one sheet: one bad column must not flood the screen
_CELLS = 6  # cells of one text
_CELL_WIDTH = 8


def show_findings(plan: Plan, findings: Sequence[Finding], whole: Sequence[Finding]) -> None:
    """Print findings: a heading a sheet, under it a group a rule with its cells, below it what to do.

    The lasting notes on the plan come last, each once: those that stand in Tekshiruv already are counted.

    Long lists are cut with a count. The summary is of the whole check.
    """
    click.echo("\n".join(_lines(plan, findings, whole)))


def _lines(plan: Plan, findings: Sequence[Finding], whole: Sequence[Finding]) -> Iterator[str]:
    told_before = {row.key for row in plan.explanations}
    notes = [finding for finding in findings if finding.lasting]
    known = [finding for finding in notes if finding.key in told_before]
    for sheet, found in _by_sheet(finding for finding in findings if not finding.lasting):
        yield from _of_sheet(sheet, found)
        yield ""
    if new := [finding for finding in notes if finding.key not in told_before]:
        yield click.style(_(N_("Notes on the plan itself: they stand until the plan is mended.")), bold=True)
        for sheet, found in _by_sheet(new):
            yield from _of_sheet(sheet, found)
        yield ""
    if known:
        text = N_("Notes on the plan itself, told before: {count}. They stand at the end of “{sheet}”.")
        yield from lines("", _(text, count=len(known), sheet=layout.FINDINGS))
    if len(findings) < len(whole):
        yield _(N_("Shown: {shown} of {count}."), shown=len(findings), count=len(whole))
    yield from lines("", summary(plan, whole))


def _by_sheet(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Return the sheets with their findings, which come the gravest first, as do the sheets."""
    sheets: dict[str, list[Finding]] = {}
    for finding in findings:
        sheets.setdefault(finding.place.sheet if finding.place else "", []).append(finding)
    return sorted(sheets.items(), key=lambda sheet: min(ORDER[finding.severity] for finding in sheet[1]))


def _of_sheet(sheet: str, findings: list[Finding]) -> Iterator[str]:
    numbers = counts(findings)
    told = ", ".join(f"{_(SEVERITY_WORDS[s])}: {numbers[s.value]}" for s in _COLOURS if numbers[s.value])
    name = click.style(sheet or _(N_("The whole file")), bold=True)
    yield f"{name}  {told}".rstrip()
    by_rule = sorted(findings, key=lambda finding: (ORDER[finding.severity], finding.rule))
    for rule, found in groupby(by_rule, key=lambda finding: finding.rule):
        yield from _of_rule(rule, list(found))


def _of_rule(rule: str, findings: list[Finding]) -> Iterator[str]:
    """Yield the lines of one rule on one sheet; advice that all of its findings share comes last, once."""
    severity = findings[0].severity
    word = click.style(_(SEVERITY_WORDS[severity]), fg=_COLOURS[severity], bold=True)
    count = sum(len(finding.members) for finding in findings)
    yield f"  {word}  {rule}" + (f"  ({count})" if count > 1 else "")
    shared = _alike(findings).fix if _share_advice(findings) else ""
    groups = _by_text(findings, with_advice=not shared)
    shown = [(_cells(group), _text(_alike(group), with_advice=not shared)) for group in groups[:_CAP]]
    width = min(max(len(cells) for cells, _text in shown), _CELL_WIDTH)
    for cells, text in shown:
        yield from lines(f"    {cells:<{width}}  " if width else "    ", text)
    if len(groups) > _CAP:
        yield "    " + _(N_("and {count} more"), count=len(groups) - _CAP)
    if shared and not all(finding.explained for finding in findings):
        yield from lines("    → ", shared)


def _share_advice(findings: Sequence[Finding]) -> bool:
    if len({finding.fix_id for finding in findings}) > 1:
        return False
    return "{" not in findings[0].fix_id or len({_anywhere(finding).fix for finding in findings}) == 1


def _by_text(findings: Iterable[Finding], *, with_advice: bool) -> list[list[Finding]]:
    """Group the findings by their texts: what says the same of several cells is said once."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_text(_anywhere(finding), with_advice=with_advice), []).append(finding)
    return list(groups.values())


def _cells(group: Iterable[Finding]) -> str:
    cells = [cell for finding in group for cell in finding.cells]
    more = [_(N_("and {count} more"), count=len(cells) - _CELLS)] if len(cells) > _CELLS else []
    return ", ".join([*cells[:_CELLS], *more])


def _text(finding: Finding, *, with_advice: bool) -> str:
    parts = [finding.statement, finding.fix if with_advice else ""]
    if finding.explained:
        parts.append(_(N_("Explained: {reason}"), reason=finding.explanation))
    return " ".join(filter(None, parts))


def _alike(findings: Sequence[Finding]) -> Finding:
    """Return one finding for several that differ in nothing but the cell; it names them all."""
    if len(findings) == 1:
        return findings[0]
    return replace(findings[0], params={**findings[0].params, "cell": _cells(findings)})


def _anywhere(finding: Finding) -> Finding:
    """Return the finding without its cell: to compare it with others."""
    return replace(finding, params={**finding.params, "cell": "…"})
