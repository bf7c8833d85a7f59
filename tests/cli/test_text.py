"""What ``check`` and ``repair`` show: by sheet and rule, the worst first, long lists cut with a count."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from making_plans import add_records
from running import akmxl, on_a_terminal, put

from akmxl.rules.find import RULES
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.reading.entries import monthly_rows

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Demo

DAY = ("--today", "2025-04-10")


def lines_of(path: Path, *options: str, lang: str = "en") -> list[str]:
    return akmxl("check", path, "--no-write", *DAY, *options, lang=lang).out.splitlines()


def month(path: Path, code: str, number: int) -> tuple[str, int, int]:
    view = PlanFile.open(path).views[layout.MONTHLY]
    return view.name, monthly_rows(view)[code], view.columns[f"m{number:02d}"]


def under(lines: list[str], sheet: str) -> list[str]:
    """A sheet's heading and what stands below it, up to the blank line."""
    start = next(number for number, line in enumerate(lines) if line.partition("  ")[0] == sheet)
    return lines[start : lines.index("", start)]


def test_the_sheet_with_the_worst_comes_first_and_its_worst_rule(quarter_path: Path) -> None:
    put(quarter_path, {month(quarter_path, "11", 2): "5 ta", month(quarter_path, "12", 2): -3})
    add_records(quarter_path, {"Tadbirlar": [{"title": "Bahor"}]})
    lines = lines_of(quarter_path)
    headings = [line.partition("  ")[0] for line in lines if line and not line.startswith(" ")]
    notes = "Notes on the plan itself: they stand until the plan is mended."
    assert headings[:4] == ["Oylik", "Tadbirlar", notes, "Reja"]
    assert under(lines, "Oylik")[0] == "Oylik  error: 2"
    rules = [line.split()[:2] for line in under(lines, "Oylik") if re.match(r"  \S", line)]
    assert rules == [["error", "TYP04"], ["error", "TYP09"]]
    assert lines[-1].startswith("Checked: errors: ")


def test_lasting_notes_on_the_plan_are_listed_once_and_then_counted(quarter_path: Path) -> None:
    assert under(lines_of(quarter_path), "Reja")
    akmxl("check", quarter_path, *DAY)
    lines = lines_of(quarter_path)
    told = next(line for line in lines if line.startswith("Notes on the plan itself, told before: "))
    assert told.endswith(". They stand at the end of “Tekshiruv”.")
    assert not any(line.startswith("Reja") for line in lines)
    findings = [one["rule"] for one in akmxl("check", quarter_path, *DAY, "--json").json["findings"]]
    assert {"PLN11", "REF10", "REF11"} <= set(findings), "for another program all of them are there"
    view = PlanFile.open(quarter_path).views[layout.FINDINGS]
    rules = [view.text(row, "rule") for row in view.filled_rows()]
    lasting = [RULES[rule].lasting for rule in rules]
    assert lasting == sorted(lasting), "they stand behind all others"
    put(quarter_path, {("Reja", 16, 4): None})
    assert [line.split()[0] for line in under(lines_of(quarter_path), "Reja") if "D16" in line] == ["D16"]


def test_a_period_leaves_the_notes_on_the_plan_out(quarter_path: Path) -> None:
    lines = lines_of(quarter_path, "--period", "2025-03")
    assert not any(line.startswith(("Reja", "Notes on the plan")) for line in lines)


@pytest.mark.parametrize("word", ["izoh kerak", "IZOH KERAK", "to explain", "explain"])
def test_a_severity_is_named_in_either_language(quarter_path: Path, word: str) -> None:
    put(quarter_path, {month(quarter_path, "11", 2): "5 ta"})
    shown = akmxl("check", quarter_path, "--no-write", *DAY, "--severity", word, "--json").json["findings"]
    assert {one["severity"] for one in shown} <= {"error", "explain"}
    assert shown


def test_a_group_says_what_to_do_once(quarter_path: Path) -> None:
    group = under(lines_of(quarter_path), "Reja")
    start = next(number for number, line in enumerate(group) if "REF10" in line)
    assert group[start] == "  warning  REF10  (6)"
    cells = [line.split()[0] for line in group[start + 1 : start + 7]]
    assert cells == ["D14", "D18", "D60", "D68", "D69", "D70"]
    assert group[start + 7] == "    → Choose the unit from the list."


def test_what_says_the_same_of_several_cells_is_said_once(quarter_path: Path) -> None:
    places = [month(quarter_path, "11", number) for number in range(1, 4)]
    put(quarter_path, dict.fromkeys(places, "5 ta"))
    group = under(lines_of(quarter_path), "Oylik")
    row = places[0][1]
    assert group[1:] == [
        "  error  TYP09  (3)",
        f"    F{row}, G{row}, H{row}  Words stand with the number in cell F{row}, G{row}, H{row}: “5 ta”.",
        "    → Leave the number only: 5.",
    ]


def test_many_texts_of_one_rule_and_many_cells_of_one_text_are_cut_with_a_count(quarter_path: Path) -> None:
    cells = {month(quarter_path, "9.2", number): f"{number} ta" for number in range(1, 13)}
    cells |= dict.fromkeys((month(quarter_path, "12", number) for number in range(1, 13)), "bor")
    put(quarter_path, cells)
    group = under(lines_of(quarter_path), "Oylik")
    assert "  error  TYP09  (12)" in group
    assert "    and 4 more" in group
    row = month(quarter_path, "12", 1)[1]
    (text,) = (line for line in group if "“bor”" in line)
    assert text.startswith(f"    F{row}, G{row}, H{row}, I{row}, J{row}, K{row}, and 6 more  ")


def test_an_explained_finding_shows_its_reason_and_asks_for_nothing(demo: Demo) -> None:
    run = akmxl("check", demo.mended, "--no-write", "--today", "2025-10-06", "--severity", "explain")
    group = under(run.out.splitlines(), "Oylik")
    assert "Explained: Viloyat topshirig‘i bilan" in group[2]
    assert len(group) == 3


def test_filters_narrow_what_is_shown_and_say_so(quarter_path: Path) -> None:
    put(quarter_path, {month(quarter_path, "11", 2): "5 ta"})
    whole, some = lines_of(quarter_path), lines_of(quarter_path, "--severity", "error")
    assert some[-1] == whole[-1]
    assert re.fullmatch(r"Shown: 1 of \d+\.", some[-2])
    assert not any(line.startswith("Shown: ") for line in whole)


def test_what_concerns_no_sheet_has_a_heading_of_its_own(quarter_path: Path) -> None:
    put(quarter_path, {month(quarter_path, "11", 2): 7})
    copy = quarter_path.with_name("reja (1).xlsx")
    copy.write_bytes(quarter_path.read_bytes())
    put(quarter_path, {month(quarter_path, "11", 2): 8})
    group = under(lines_of(quarter_path), "The whole file")
    assert any("reja (1).xlsx" in line for line in group)


def test_a_pipe_gets_plain_lines_that_are_not_broken(demo: Demo) -> None:
    run = akmxl("check", demo.faulty, "--no-write", "--today", "2025-10-06", lang="uz")
    assert "\x1b" not in run.out
    assert max(map(len, run.out.splitlines())) > 80


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is Unix's")
@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_terminal_gets_colours_and_lines_as_wide_as_it_is(width: int, demo: Demo) -> None:
    shown = on_a_terminal(width, "check", str(demo.faulty), "--no-write", "--today", "2025-10-06")
    assert "\x1b[31m" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "Tekshirildi: xato — 3 ta" in plain
    assert max(map(len, plain.splitlines())) <= width


def test_repairs_are_shown_by_sheet_and_kind(quarter_path: Path) -> None:
    cells = {month(quarter_path, "9", number): 5 for number in range(1, 13)}
    row = month(quarter_path, "9", 1)[1]
    put(quarter_path, cells)
    lines = akmxl("repair", quarter_path, *DAY, "--dry-run").out.splitlines()
    parts = f"F{row + 1}:F{row + 4}"
    assert lines[:3] == [
        "Oylik",
        "  Formulas: 12",
        f'    F{row}  5 → =IF(COUNT({parts})=0,"",SUM({parts}))',
    ]
    assert lines[-2:] == ["    and 4 more", "To put back: 12. Nothing was written."]
    assert akmxl("repair", quarter_path, *DAY).out.splitlines()[-1] == "Put back: 12."
