"""Measure the rules with the corpus: which slips are found, in the very cell, and where wolf is cried.

python -m tests.rules.measure            the rates, and what was missed
python -m tests.rules.measure --all      every slip with the findings that it gave
python -m tests.rules.measure --write    the rates into corpus/rates.toml, which docs/rules.md shows
python -m tests.rules.measure WORD ...   only kinds and towns whose name has one of the words
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from making_plans import make_plan
from once_a_process import remembered

from akmxl.core.i18n import in_language
from akmxl.plan.findings import Severity
from rules.slips import Outcome, Slip, Starts, findings_of, outcome, slips
from rules.towns import CORPUS, Town, make_town, towns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from akmxl.plan.findings import Finding

YEARS_END = date(2026, 1, 20)
ON_THE_WAY = (date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 10))
RATES = CORPUS / "rates.toml"


# -- slips ---------------------------------------------------------------------------------------------


def outcomes(chosen: Iterable[Slip], folder: Path) -> list[Outcome]:
    starts = Starts(folder)
    return [outcome(slip, starts) for slip in chosen]


# -- clean years ---------------------------------------------------------------------------------------


class Heard(NamedTuple):
    """What the check said of a year in which nothing went wrong."""

    town: Town
    blocks: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def heard(town: Town, nth: int, folder: Path, own: frozenset[str]) -> Heard:
    """Check a town's year at its end and once on the way; ``own`` are the keys of what the plan lacks."""
    found: dict[object, Finding] = {}
    for today in (ON_THE_WAY[nth % 3], YEARS_END):
        path = folder / "reja-2025.xlsx"
        make_town(path, town, today)
        for one in findings_of(path, today):
            if one.key not in own and one.rule not in town.explained:
                found[one.rule, one.place, one.period] = one  # the same matter twice is one
    new = found.values()
    blocks = (Severity.ERROR, Severity.EXPLAIN)
    return Heard(
        town,
        tuple(one for one in new if one.severity in blocks),
        tuple(one for one in new if one.severity is Severity.WARNING),
    )


def of_the_plan_itself(folder: Path) -> frozenset[str]:
    """The keys of what the check says of the plan without a figure."""
    path = folder / "reja-2025.xlsx"
    make_plan(path, first_period=None)
    return frozenset(one.key for one in findings_of(path, YEARS_END))


# -- rates ---------------------------------------------------------------------------------------------


class Rates(NamedTuple):
    """How good the rules are. Shares are of the slips that can be found by knowing the workbook alone."""

    slips: int
    kinds: int
    knowable: int
    found: float  # %
    in_cell: float  # %
    findings_a_slip: float
    years: int
    blocks_a_year: float
    warnings_a_year: float


def rates(done: Sequence[Outcome], years: Sequence[Heard]) -> Rates:
    knowable = [one for one in done if not one.slip.outside]
    found = [one for one in knowable if one.found]
    return Rates(
        slips=len(done),
        kinds=len({one.slip.kind for one in done}),
        knowable=len(knowable),
        found=_mean(100 * one.found for one in knowable),
        in_cell=_mean(100 * one.in_cell for one in knowable),
        findings_a_slip=_mean(max(1, len(one.findings)) for one in found),
        years=len(years),
        blocks_a_year=_mean(len(year.blocks) for year in years),
        warnings_a_year=_mean(len(year.warnings) for year in years),
    )


def _mean(numbers: Iterable[float]) -> float:
    return round(mean([*numbers] or [0]), 2)


def measured(chosen: Iterable[Slip], here: Iterable[Town]) -> tuple[list[Outcome], list[Heard]]:
    """Make the slips and live the years, all in one folder that is gone afterwards."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        done = outcomes(chosen, folder)
        own = of_the_plan_itself(folder)
        return done, [heard(town, nth, folder, own) for nth, town in enumerate(here)]


def sample() -> Rates:
    """The rates of the part of the corpus that every run of the tests measures: it takes a few seconds."""
    of_autumn = [slip for slip in slips() if slip.workbook == "autumn"]
    return rates(*measured(of_autumn[::10], [*towns().values()][::20]))


# -- what is shown -------------------------------------------------------------------------------------


def show(done: Sequence[Outcome], years: Sequence[Heard], *, everything: bool) -> None:
    for kind in dict.fromkeys(one.slip.kind for one in done):
        own = [one for one in done if one.slip.kind == kind]
        found, cell = sum(one.found for one in own), sum(one.in_cell for one in own)
        print(f"{found}/{len(own)} found, {cell} in the cell: {kind}")
        for one in own:
            if everything or not one.in_cell:
                _show_slip(one)
    rules: Counter[str] = Counter()
    for year in years:
        for finding in (*year.blocks, *year.warnings):
            rules[finding.rule] += 1
            print(f"  {year.town.name}: {finding.severity.value} {_told(finding)}")
    print("wolves by rule:", dict(rules.most_common()))
    print(*(f"{name}: {value}" for name, value in rates(done, years)._asdict().items()), sep="\n")


def _show_slip(one: Outcome) -> None:
    mark = "in the cell" if one.in_cell else "elsewhere" if one.found else "MISSED"
    mark += " (outside)" if one.slip.outside else ""
    print(f"    {mark}: {one.slip.workbook}: {'; '.join(one.slip.do)}")
    if one.refused:
        print(f"        refused: {one.refused}")
    for finding in one.findings:
        print(f"        {_told(finding)}")


def _told(finding: Finding) -> str:
    where = f"{finding.place.sheet}!{','.join(finding.cells[:3])}" if finding.place else "-"
    return f"{finding.rule} {where} {finding.message[:150]}"


def write(whole: Rates, part: Rates) -> None:
    """Keep the rates: docs/rules.md begins with the whole corpus's, a test holds the sample's."""
    lines = [
        "# Written by `python -m tests.rules.measure --write`: docs/rules.md begins with the rates of the",
        "# whole corpus; those of the sample are held by test_corpus.py.",
    ]
    for name, measured_rates in (("whole", whole), ("sample", part)):
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in measured_rates._asdict().items())]
    RATES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    words = [one for one in arguments if not one.startswith("--")]
    chosen = [one for one in slips() if not words or any(word in one.kind for word in words)]
    here = [one for one in towns().values() if not words or any(word in one.name for word in words)]
    with remembered(), in_language("en"):
        done, years = measured(chosen, here)
        show(done, years, everything="--all" in arguments)
        if "--write" in arguments:
            assert not words, "rates are of the whole corpus"
            write(rates(done, years), sample())


if __name__ == "__main__":
    main(sys.argv[1:])
