"""Write findings as rows of Tekshiruv; the reasons and own columns of staff stay with their finding."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from akmxl.core.cells import Formula
from akmxl.core.errors import Unsupported
from akmxl.core.i18n import N_, in_language, translate
from akmxl.core.text_length import LONGEST_TEXT, units
from akmxl.core.vocabulary import term
from akmxl.plan.findings import Severity, counts, is_year_long, off_words, with_keys, year_key
from akmxl.workbook import layout
from akmxl.workbook.fills import Fills
from akmxl.workbook.whole_tables import fill_table
from akmxl.workbook.writing.colours import fill_colours

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Explanation, Plan
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView

_KEPT = ("reason",)  # columns of ours in which people write


def fill_findings(
    opened: OpenedPlan, findings: Sequence[Finding], today: date, elsewhere: Container[str] = ()
) -> Fills:
    """Fill the whole check into Tekshiruv, its day and summary onto Bosh sahifa, and what colours the cells.

    Always in Uzbek. Nothing goes where a name stands that is ``elsewhere``: what is there is another's.
    """
    plan, view = opened.plan, opened.file.views[layout.FINDINGS]
    known = with_keys(plan.explanations, findings)
    written = {old.key: old for old in known}
    lasting = {year_key(old.key): old for old in known if is_year_long(old.reason)}
    with in_language("uz"):
        told = sorted(findings, key=lambda finding: finding.lasting)  # the plan's own notes behind all
        olds = (written.get(f.key) or lasting.get(year_key(f.key)) for f in told)
        places = count(view.first_row)
        moved = (old and _moved(view, old, row) for old, row in zip(olds, places, strict=False))
        rows = [_row(view, finding, old) for finding, old in zip(told, moved, strict=True)]
        gone = zip(_gone(view, known, findings), places, strict=False)
        rows += [_closed(view, _moved(view, old, row)) for old, row in gone]
        line = summary(plan, findings)
        texts = {layout.LAST_CHECK: today, layout.CHECK_SUMMARY: line, layout.CHECK_LINE: line}
        own = {name: text for name, text in texts.items() if name not in elsewhere}
        day = Fills(_named(opened.file, own)) | fill_colours(opened, findings)
    return fill_table(opened.file, view, rows) | day


def summary(plan: Plan, findings: Iterable[Finding]) -> str:
    """Sum up the whole check in one line, in the run's language; rules that are switched off are named."""
    number = counts(findings)
    line = translate(N_("Checked: nothing to mend."))
    if any(number.values()):
        text = N_("Checked: errors: {error}; to explain: {explain}; warnings: {warning}; notes: {info}.")
        line = translate(text, **number)
    return " ".join(filter(None, [line, off_words(plan.settings)]))


def _row(view: SheetView, finding: Finding, old: Explanation | None) -> list[object]:
    place = finding.place
    if old and old.place and units(old.reason) > LONGEST_TEXT:
        raise Unsupported(
            N_("Sheet “{sheet}”, cell {cell}: the text is longer than a cell of Excel can hold. Shorten it."),
            sheet=old.place.sheet, cell=old.place.a1,
        )  # fmt: skip
    state = "explained" if finding.severity is Severity.EXPLAIN and finding.explained else "open"
    ours: dict[str, object] = {
        "severity": term("severity", finding.severity.value),
        "rule": finding.rule,
        "sheet": place.sheet if place else None,
        "cell": _link(place) if place else None,
        "item": finding.item,
        "period": str(finding.period) if finding.period else None,
        "what": finding.message,
        "fix": finding.fix,
        "reason": finding.explanation or (old.reason if old else "") or None,
        "finding_state": term("finding_state", state),
        "key": finding.key,
    }
    return view.in_order(ours, old.values if old else None)


def _closed(view: SheetView, old: Explanation) -> list[object]:
    """Return the row of an explained finding that is gone: kept as it was, without colour."""
    ours = {field: old.values.get(view.titles[column]) for field, column in view.columns.items()}
    state = term("finding_state", "closed")
    return view.in_order({**ours, "finding_state": state, "cell_key": None}, old.values)


def _moved(view: SheetView, old: Explanation, row: int) -> Explanation:
    """Return what stood in a row that comes to stand in another: people's formulas move with it."""
    down, link = row - old.place.row if old.place else 0, view.title("cell")
    formulas = {
        title: value for title, value in old.values.items() if isinstance(value, Formula) and title != link
    }
    if not down or not formulas:
        return old
    from akmxl.ooxml.edit.shift import UnclearFormula, copy_formula  # late: with it come 15 ms

    for title, formula in formulas.items():
        with suppress(UnclearFormula):
            formulas[title] = formula._replace(text=copy_formula(formula.text, down, 0))
    return replace(old, values={**old.values, **formulas})


def _gone(view: SheetView, rows: Iterable[Explanation], findings: Iterable[Finding]) -> Iterable[Explanation]:
    """Yield the rows of findings that are no more, in which a person wrote something.

    A year-long reason has gone over to the finding that came in its place.
    """
    current = {finding.key for finding in findings}
    lasting = {year_key(key) for key in current}
    own = {view.titles[column] for field, column in view.columns.items() if field not in _KEPT}
    for row in rows:
        says = any(value not in (None, "") for title, value in row.values.items() if title not in own)
        moved = is_year_long(row.reason) and year_key(row.key) in lasting
        if row.key not in current and says and not moved:
            yield row


def _link(place: Place) -> Formula:
    """Write a jump to the cell: a formula, since it needs no part of its own beside the sheet."""
    return Formula(f'HYPERLINK("#\'{place.sheet}\'!{place.a1}","{place.a1}")', place.a1)


def _named(file: PlanFile, values: dict[str, object]) -> dict[Place, object]:
    places = {name: file.named_place(name) for name in values}
    return {place: values[name] for name, place in places.items() if place is not None}
