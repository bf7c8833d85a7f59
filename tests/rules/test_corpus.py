"""The corpus of slips and clean years: what the rules can do, they go on doing."""

from __future__ import annotations

import tomllib

from .measure import RATES, sample
from .slips import slips, workbooks


def test_the_rates_of_the_sample_are_held() -> None:
    """Where this fails a rule finds less or cries wolf; better rates are written by measure.py."""
    bound = tomllib.loads(RATES.read_text("utf-8"))["sample"]
    now = sample()
    assert (now.slips, now.years) == (bound["slips"], bound["years"])
    assert now.found >= bound["found"]
    assert now.in_cell >= bound["in_cell"]
    assert now.findings_a_slip <= bound["findings_a_slip"]
    assert now.blocks_a_year <= bound["blocks_a_year"]
    assert now.warnings_a_year <= bound["warnings_a_year"]


def test_the_corpus_is_large_and_no_slip_is_in_it_twice() -> None:
    done = [(slip.workbook, slip.do) for slip in slips()]
    assert len(set(done)) == len(done) >= 220
    assert len({slip.kind for slip in slips()}) >= 72
    assert {slip.workbook for slip in slips()} <= set(workbooks())
