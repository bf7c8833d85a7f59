"""A plan with quarters beside the year's figure is read into both; what does not fit is a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import NotAPlan
from importers.official.reading import by_code, figures, only_doubt, open_kinds, read
from importers.official.word import docx, p, plan, tbl, tc, tr, with_quarters, work

if TYPE_CHECKING:
    from akmxl.importers.official.read_plan import Proposal

EVENTS = "Tadbirlar va ko‘rgazmalarni tashkil qilish"
NAMES = ("I chorak", "II chorak", "III chorak", "IV chorak")
BEHIND = ("Reja asosida", "2025-yil davomida", "Direktor")


def columns(heading: str, *figures: str, width: int) -> Proposal:
    row = tr("18.", EVENTS, "Tadbir", "22", *figures, *BEHIND)
    return read(docx(tbl(heading, tr(tc("IV. ASOSIY", across=width)), row, widths=(900,) * width)))


def quarters(proposal: Proposal, code: str = "18") -> list[str]:
    row = by_code(proposal)[code]
    return [row[f"plan_q{quarter}"] for quarter in range(1, 5)]


@pytest.mark.parametrize(
    "names",
    [NAMES, ("1-chorak", "2-chorak", "3-chorak", "4-chorak"), ("I кв.", "II кв.", "III кв.", "IV кв.")],
)
def test_quarters_below_the_year_are_its_quarters_and_the_year_is_its_last_column(
    names: tuple[str, ...],
) -> None:
    proposal = columns(with_quarters(*names, "Jami"), "5", "6", "6", "7", "24", width=12)
    assert figures(proposal)["18"] == ("22", "24")
    assert quarters(proposal) == ["5", "6", "6", "7"]
    assert open_kinds(proposal) == []


def test_quarters_may_be_named_by_their_numbers_alone_beside_the_year() -> None:
    upper = ("№", "Nomi", "O‘lchov birligi", "2024-yil (fakt)", "2025-yil (reja)")
    right = ("Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas’ullar")
    names = tc("shundan choraklar bo‘yicha", across=4)
    heading = tr(
        *(tc(text, down="restart") for text in upper), names, *(tc(text, down="restart") for text in right)
    )
    continued = [tc(down="continue")]
    heading += tr(*continued * len(upper), "I", "II", "III", "IV", *continued * len(right))
    proposal = columns(heading, "24", "6", "–", "", "18", width=12)
    assert figures(proposal)["18"] == ("22", "24")
    assert quarters(proposal) == ["6", "", "", "18"]
    assert open_kinds(proposal) == []


def test_last_year_s_quarters_are_none_of_the_plan_s() -> None:
    heading = tr("№", "Nomi", "2025-yil (reja)", *(f"2024-yil (fakt) {name}" for name in NAMES),
                 "Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas’ullar")  # fmt: skip
    row = tr("18.", EVENTS, "24", "5", "6", "6", "7", *BEHIND)
    proposal = read(docx(tbl(heading, tr(tc("IV. ASOSIY", across=10)), row, widths=(900,) * 10)))
    assert "plan_q1" not in by_code(proposal)["18"]
    assert figures(proposal)["18"] == ("", "24")


def test_quarters_that_are_not_the_year_together_are_a_doubt() -> None:
    proposal = columns(with_quarters(*NAMES, "Jami"), "5", "6", "6", "8", "24", width=12)
    assert "25" in str(only_doubt(proposal, "total").unclear)


def test_quarters_may_stand_as_lines_of_the_year_s_cell() -> None:
    cell = "24\nI chorak – 5\nII chorak – 6\nIII chorak – 6\nIV chorak – 7 ta"
    proposal = read(plan(work("18.", planned=cell)))
    assert figures(proposal)["18"] == ("22", "24")
    assert quarters(proposal) == ["5", "6", "6", "7"]
    assert open_kinds(proposal) == []


def test_quarters_in_a_table_within_the_cell_are_read_and_the_cell_is_shown() -> None:
    inner = tbl(*(tr(name, figure) for name, figure in zip(NAMES, "5667", strict=True)), widths=(300, 300))
    row = tr("18.", EVENTS, "Tadbir", "22", tc(p("24") + inner + p()), *BEHIND)
    proposal = read(plan(row))
    assert (figures(proposal)["18"], quarters(proposal)) == (("22", "24"), ["5", "6", "6", "7"])
    assert "24 I chorak 5" in str(only_doubt(proposal, "cell").understood)


def test_quarters_without_a_year_are_no_year_but_a_doubt() -> None:
    rows = work("18.", planned="I chorak – 5\nIV chorak – 7"), work("20.", "“Kitobxonlar klubi”", planned="4")
    proposal = read(plan(*rows))
    assert figures(proposal)["18"] == ("22", "")
    assert "12" in str(only_doubt(proposal, "total").unclear)


def test_two_measures_in_the_year_have_two_in_each_quarter() -> None:
    row = work("35.", "Ko‘chma kutubxona", "Shartnoma/tadbir", "4/30", "6/36\nI chorak 2/10\nII chorak 4/26")
    proposal = read(plan(row))
    assert [quarters(proposal, code)[:2] for code in ("35", "35.1", "35.2")] == [
        ["", ""],
        ["2", "4"],
        ["10", "26"],
    ]


def test_half_years_are_neither_the_year_nor_quarters() -> None:
    proposal = columns(with_quarters("I yarim yillik", "II yarim yillik"), "10", "14", width=9)
    assert figures(proposal)["18"] == ("22", "")
    assert open_kinds(proposal).count("column") == 3


def test_money_beside_the_number_is_not_the_plan() -> None:
    proposal = columns(with_quarters("mablag‘i (ming so‘m)", "soni"), "5000", "24", width=9)
    assert figures(proposal)["18"] == ("22", "24")
    assert open_kinds(proposal) == ["column"]


def test_two_cells_below_one_heading_are_told_and_neither_is_taken() -> None:
    heading = tr("№", "Nomi", "O‘lchov birligi", "2024-yil (fakt)", tc("2025-yil (reja)", across=2),
                 "Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas’ullar")  # fmt: skip
    proposal = columns(heading, "10", "14", width=9)
    assert figures(proposal)["18"] == ("22", "")
    assert open_kinds(proposal) == ["cell", "figure"]


@pytest.mark.parametrize(
    "other",
    [
        "2025-yil rejasining 2024-yilga nisbatan foizi", "2025-yil uchun rejalashtirilgan mablag‘",
        "2025-yil yanvar oyi rejasi", "2025-yil 6 oylik reja", "2024-yil kutilayotgan (fakt)",
    ],
)  # fmt: skip
def test_money_months_and_percents_are_never_the_year(other: str) -> None:
    for titles, figures_there in (((other,), ("5000",)), ((other, "2025-yil (reja)"), ("5000", "24"))):
        heading = tr("№", "Nomi", "O‘lchov birligi", *titles, "Amalga oshirish mexanizmi",
                     "Bajarilish muddati", "Mas’ullar")  # fmt: skip
        row = tr("18.", EVENTS, "Tadbir", *figures_there, *BEHIND)
        width = 6 + len(titles)
        document = docx(tbl(heading, tr(tc("IV. ASOSIY", across=width)), row, widths=(900,) * width))
        if "24" in figures_there:
            assert figures(read(document))["18"] == ("", "24")
        else:
            with pytest.raises(NotAPlan):
                read(document)


def test_ticks_of_when_are_no_figures_of_quarters() -> None:
    names = [f"Bajarilish muddati {name}" for name in NAMES]
    heading = tr("№", "Nomi", "O‘lchov birligi", "2024-yil (fakt)", "2025-yil (reja)", *names, "Mas’ullar")
    row = tr("18.", EVENTS, "Tadbir", "22", "24", "+", "", "", "+", "Direktor")
    proposal = read(docx(tbl(heading, tr(tc("IV. ASOSIY", across=10)), row, widths=(900,) * 10)))
    assert "plan_q1" not in by_code(proposal)["18"]
    assert "figure" not in open_kinds(proposal)
