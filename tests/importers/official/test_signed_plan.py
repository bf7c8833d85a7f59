"""A plan as an office signs it becomes rows; what the paper leaves open becomes a doubt, never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from akmxl.core.errors import BadArgument, NotAPlan
from akmxl.importers.official.headings import PRINTED
from akmxl.workbook.create import shipped
from importers.official.reading import by_code, figures, only_doubt, open_kinds, read
from importers.official.signed_form import signed_form
from importers.official.word import docx, heading, p, plan, run, section, tbl, tc, tr, work

EVENTS = "Tadbirlar va ko‘rgazmalarni tashkil qilish"
READERS = "Foydalanuvchilarni ro‘yxatga olish"
GIFTS = "Sovg‘a tariqasida"
OWN = "Ovozli kitoblar tinglash kechasi"


def new(number: str, name: str, previous: str = "", planned: str = "", **more: str) -> str:
    """A row of work that is in no usual plan."""
    return work(number, name, more.pop("unit", "Dona"), previous, planned, **more)


# The whole form


def test_the_office_s_form_of_2025_is_the_shipped_plan() -> None:
    proposal = read(signed_form())
    rows, known = by_code(proposal), {row.code: row for row in shipped.plan()}
    assert list(rows) == list(known)
    for code, row in known.items():
        found = rows[code]
        assert found["name"] == row.name
        assert (found["unit"], found["kind"], found["section"]) == (
            row.unit,
            row.kind,
            row.section,
        ) or code in ("19.1", "19.2")
        assert (found["fact_2024"], found["plan_2025"]) == (row.previous, row.planned), code
        assert found["due"] == row.due
        assert tuple(filter(None, found["responsible"].split(";"))) == row.responsible
        assert (found["adds_up"], found["source"], found["entry"]) == (row.adds_up, row.source, row.rhythm)


def test_its_one_doubt_is_the_figure_that_the_paper_does_not_explain() -> None:
    proposal = read(signed_form())
    doubt = only_doubt(proposal, "measures")
    assert len(proposal.open_doubts) == 1
    assert "4" in str(doubt.unclear)
    assert doubt.mark.item.startswith("19")
    assert str(doubt.mark.place)


def test_its_sections_have_their_usual_names() -> None:
    assert read(signed_form()).sections == {one.name: one.beside for one in shipped.sections()}


# The heading


def test_columns_may_stand_in_any_order_and_have_other_words() -> None:
    top = tr(
        "T/r",
        "Ishlar nomi",
        "Mas’ul ijrochilar",
        "Ijro muddati",
        "2026-yil uchun reja",
        "2025-yilda amalda",
        "Birligi",
        "Mexanizmi",
    )
    row = tr("18.", EVENTS, "Direktor", "2026-yil davomida", "30", "24", "Tadbir", "Reja asosida")
    proposal = read(docx(tbl(top, section("IV. Asosiy"), row)))
    assert proposal.year == 2026
    assert figures(proposal, 2026) == {"18": ("24", "30")}
    assert by_code(proposal)["18"]["mechanism"] == "Reja asosida"
    assert open_kinds(proposal) == []


def test_words_of_the_heading_may_be_parted_at_the_end_of_a_line() -> None:
    top = tr("T/r", "No-\nmi", "O‘lchov\nbir-\nligi", "2024-yil\n(fakt)", "2025-yil\n(re-\nja)",
             "Amalga oshi-\nrish mexa-\nnizmi", "Baja-\nrilish mud-\ndati", "MAS’UL-\nLAR")  # fmt: skip
    proposal = read(docx(tbl(top, section("IV. Asosiy"), work("18."))))
    assert figures(proposal) == {"18": ("22", "24")}
    assert open_kinds(proposal) == []


def test_the_heading_may_come_again_on_each_page_and_number_its_columns() -> None:
    numbers = tr(*map(str, range(1, 9)))
    proposal = read(
        docx(tbl(heading(), numbers, section("IV. Asosiy"), work("18."), heading(), numbers, new("35.", OWN)))
    )
    assert list(by_code(proposal)) == ["18", "35"]


def test_a_column_of_numbers_may_have_no_title() -> None:
    top = tr(
        "",
        "Nomi",
        "O‘lchov birligi",
        "2024-yil (fakt)",
        "2025-yil (reja)",
        "Amalga oshirish mexanizmi",
        "Bajarilish muddati",
        "Mas’ullar",
    )
    proposal = read(
        docx(tbl(top, section("IV. Asosiy"), work("18."), work("20.", "Boshqa ish", "Dona", "1", "2")))
    )
    assert [row["printed_no"] for row in proposal.rows] == ["18", "20"]


def test_a_column_that_is_not_known_and_one_that_is_missing_are_doubts() -> None:
    top = tr(
        "№",
        "Nomi",
        "O‘lchov birligi",
        "2025-yil (reja)",
        "Bajarilish muddati",
        "Mas’ullar",
        "Mablag‘",
        "Izohlar",
    )
    row = tr("18.", EVENTS, "Tadbir", "24", "2025-yil davomida", "Direktor", "5 mln", "")
    proposal = read(docx(tbl(top, section("IV. Asosiy"), row)))
    columns = [str(doubt.unclear) for doubt in proposal.open_doubts if doubt.word == "column"]
    assert any("5 mln" in text for text in columns)
    assert len(columns) == 3  # Mablag‘, and no column of last year's facts or of mechanisms


@pytest.mark.parametrize("field", ["name", "planned"])
def test_a_document_without_a_plans_table_is_refused(field: str) -> None:
    usual = ("№", "Nomi", "Birligi", "2024", "2025-yil (reja)", *"xyz")
    words = {"name": "Ism", "planned": "Narxi"}
    top = [words[field] if name == field else text for name, text in zip(PRINTED, usual, strict=True)]
    with pytest.raises(NotAPlan):
        read(docx(p("Xat"), tbl(tr(*top), tr(*"12345678"))))


def test_the_year_may_stand_above_the_table_alone_or_be_told() -> None:
    top = tr("№", "Nomi", "Birligi", "Fakt", "Reja", "Mexanizmi", "Muddati", "Mas’ullar")
    table = tbl(top, section("IV. Asosiy"), work("18."))
    assert read(docx(p("2026-yil uchun mo‘ljallangan"), p("ISH REJA"), table)).year == 2026
    assert read(docx(table), 2027).year == 2027
    with pytest.raises(BadArgument):
        read(docx(p("ISH REJA"), table))


def test_a_second_plan_of_another_year_is_left_out_and_told() -> None:
    second = tbl(heading(2026), section("IV. Asosiy"), work("18.", planned="99"))
    proposal = read(docx(tbl(heading(), section("IV. Asosiy"), work("18.")), p(), second))
    assert figures(proposal) == {"18": ("22", "24")}
    assert open_kinds(proposal) == ["table"]


def test_a_plan_may_go_on_in_a_second_table_with_and_without_its_heading() -> None:
    first = tbl(heading(), section("IV. Asosiy"), work("18."))
    for rows in ((new("35.", OWN),), (heading(), new("35.", OWN))):
        assert list(by_code(read(docx(first, p(), tbl(*rows))))) == ["18", "35"]


def test_a_wide_table_that_is_no_plan_is_a_doubt() -> None:
    other = tbl(tr(*"abcde"), tr(*"fghij"), tr(*"12345"), widths=(900,) * 5)
    assert open_kinds(read(docx(tbl(heading(), section("IV. Asosiy"), work("18.")), other))) == ["table"]


def test_a_plan_in_a_table_for_the_page_s_layout_is_found() -> None:
    inner = tbl(heading(), section("IV. Asosiy"), work("18."))
    assert list(by_code(read(docx(tbl(tr(tc(inner + p())), widths=(15000,)))))) == ["18"]


def test_a_plan_in_cyrillic_is_the_same_plan() -> None:
    top = tr("№", "Номи", "Ўлчов бирлиги", "2024-йил (факт)", "2025-йил (режа)", "Амалга ошириш механизми",
             "Бажарилиш муддати", "Масъуллар")  # fmt: skip
    row = tr(
        "18.",
        "Тадбирлар ва кўргазмаларни ташкил қилиш",
        "Тадбир",
        "22",
        "24",
        "Режа асосида",
        "2025-йил давомида",
        "Директор",
    )
    proposal = read(docx(tbl(top, section("IV. АСОСИЙ ИШЛАБ ЧИҚАРИШ ФАОЛИЯТИ"), row)))
    (found,) = proposal.rows
    assert (found["code"], found["unit"], found["responsible"]) == ("18", "Tadbir", "Direktor")
    assert open_kinds(proposal) == []


# Sections


@pytest.mark.parametrize(
    "row",
    [
        section("IV. ASOSIY ISHLAR"), section("IV ASOSIY ISHLAR"), section("IV-bo‘lim. ASOSIY ISHLAR"),
        tr("IV.", tc("ASOSIY ISHLAR", across=7)), section("IV) ASOSIY ISHLAR"),
    ],
)  # fmt: skip
def test_a_section_is_known_by_its_roman_number(row: str) -> None:
    proposal = read(docx(tbl(heading(), row, work("18."))))
    assert proposal.sections == {"IV": "ASOSIY ISHLAR"}
    assert proposal.rows[0]["section"] == "IV"
    assert open_kinds(proposal) == []


def test_a_section_without_a_number_is_known_by_its_name_else_it_is_a_doubt() -> None:
    known = read(docx(tbl(heading(), section("XALQARO FAOLIYAT"), new("35.", OWN))))
    assert list(known.sections) == ["VI"]
    own = read(docx(tbl(heading(), section("OVOZLI KITOBLAR BO‘LIMI"), new("35.", OWN))))
    assert own.rows[0]["section"] == "I"
    assert open_kinds(own) == ["section"]


def test_sections_may_stand_between_tables() -> None:
    tables = [tbl(heading(), new("35.", OWN)), tbl(heading(), work("36.", "Yana bir ish", "Dona", "1", "2"))]
    proposal = read(docx(p("I. BIRINCHI BO‘LIM"), tables[0], p("II. IKKINCHI BO‘LIM"), tables[1]))
    assert [row["section"] for row in proposal.rows] == ["I", "II"]
    assert proposal.sections == {"I": "BIRINCHI BO‘LIM", "II": "IKKINCHI BO‘LIM"}


# Several measures in a cell


def test_lines_with_marks_are_measures_and_their_figures_stand_beside_them() -> None:
    name = f"{READERS}:\n- yangi;\n- qayta"
    proposal = read(plan(work("15.", name, "Nafar", "4442\n206\n4236", "4444\n207\n4237")))
    assert figures(proposal) == {"15": ("4442", "4444"), "15.1": ("206", "207"), "15.2": ("4236", "4237")}
    assert [row["kind"] for row in proposal.rows] == ["total", "part", "part"]
    assert proposal.rows[1]["source"] == "Kundalik"
    assert open_kinds(proposal) == []


def test_breaks_inside_one_paragraph_are_lines_too() -> None:
    from importers.official.word import run

    cells = (
        tc(p(run(text)))
        for text in (
            f"{GIFTS}:\nJismoniy shaxslar;\nYuridik shaxslar",
            "Nusxa",
            "755\n301\n454",
            "100\n70\n30",
        )
    )
    number, rest = "9.4.", ("Dalolatnoma asosida", "2025-yil davomida", "Direktor")
    assert figures(read(plan(tr(number, *cells, *rest)))) == {
        "9.4": ("755", "100"), "9.4.1": ("301", "70"), "9.4.2": ("454", "30"),
    }  # fmt: skip


def test_measures_may_stand_in_one_line_of_the_title() -> None:
    name = f"{READERS}: - yangi; - qayta"
    proposal = read(plan(work("15.", name, "Nafar", "4442\n206\n4236", "4444\n207\n4237")))
    assert figures(proposal) == {"15": ("4442", "4444"), "15.1": ("206", "207"), "15.2": ("4236", "4237")}
    (row,) = read(plan(work("15.", name, "Nafar", "4442", "4444"))).rows
    assert (row["fact_2024"], row["plan_2025"]) == ("4442", "4444")


def test_numbers_may_lead_the_titles() -> None:
    top = tr("Nomi", "Birligi", "2024-yil (fakt)", "2025-yil (reja)", "Mexanizmi", "Muddati", "Mas’ullar")
    rows = [tr(f"{number}. {name}", "Dona", "1", "2", "x", "2025-yil davomida", "Direktor")
            for number, name in (("18", EVENTS), ("35", OWN))]  # fmt: skip
    proposal = read(docx(tbl(top, section("IV. Asosiy"), *rows)))
    assert [(row["code"], row["name"]) for row in proposal.rows] == [("18", EVENTS), ("35", OWN)]


def test_a_title_in_several_lines_is_one_title_where_there_is_one_figure() -> None:
    proposal = read(plan(work("18.", "Tadbirlar va\nko‘rgazmalarni\ntashkil qilish")))
    assert [row["name"] for row in proposal.rows] == [EVENTS]


def test_figures_stand_at_the_lines_of_their_measures() -> None:
    name = f"{READERS}:\n- yangi;\n- qayta"
    proposal = read(plan(work("15.", name, "Nafar", "\n206\n4236", "\n207\n4237")))
    assert figures(proposal) == {"15": ("", ""), "15.1": ("206", "207"), "15.2": ("4236", "4237")}
    one = read(plan(work("15.", name, "Nafar", "\n\n4236", "4444\n207\n4237")))
    assert figures(one)["15.2"] == ("4236", "4237")
    assert figures(one)["15.1"] == ("", "207")


def test_measures_without_figures_are_rows_with_unknown_ones() -> None:
    usual = {row.code: row.name for row in shipped.plan()}
    name = ";\n- ".join([f"{usual['21']}:", usual["21.1"], usual["21.2"], usual["21.3"]]).replace(":;", ":")
    proposal = read(plan(work("21.", name, "Nusxa", "", "")))
    assert list(figures(proposal).values()) == [("", "")] * 4
    assert [row["code"] for row in proposal.rows] == ["21", "21.1", "21.2", "21.3"]
    assert by_code(proposal)["21.1"]["to_confirm"] == "previous;planned"


def test_measures_may_be_named_by_the_lines_of_the_mechanism() -> None:
    works = "Asosiy baza:\n1. Nusxalarni tahrirlash\nAsosiy baza:\n2. Nusxa qo‘shish"
    proposal = read(plan(work("35.", "Yozuvlar bilan ishlash", "Dona", "–\n3006", "4620\n302", works)))
    assert [row["name"] for row in proposal.rows] == [
        "Yozuvlar bilan ishlash", "Asosiy baza: Nusxalarni tahrirlash", "Asosiy baza: Nusxa qo‘shish",
    ]  # fmt: skip
    assert list(figures(proposal).values()) == [("", ""), ("-", "4620"), ("3006", "302")]
    assert open_kinds(proposal) == ["lines", "total"]


def test_fewer_figures_than_lines_are_those_of_the_measures_and_asked_about() -> None:
    name = f"{READERS}:\n- yangi;\n- qayta"
    proposal = read(plan(work("15.", name, "Nafar", "206\n4236", "207\n4237")))
    assert figures(proposal) == {"15": ("", ""), "15.1": ("206", "207"), "15.2": ("4236", "4237")}
    assert "206 / 4236" in str(only_doubt(proposal, "lines").unclear)


def test_lines_that_do_not_go_together_are_a_doubt_and_no_figure_is_taken() -> None:
    proposal = read(plan(work("35.", "Bir ish:\n- birinchi;\n- ikkinchi", "Dona", "1\n2\n3", "4\n5\n6\n7")))
    assert figures(proposal) == {"35": ("", "")}
    assert "4 / 5 / 6 / 7" in str(only_doubt(proposal, "lines").unclear)


def test_a_broken_title_beside_several_figures_is_a_doubt() -> None:
    proposal = read(
        plan(work("35.", "Ovozli kitoblar\ntinglash kechasini\no‘tkazish", "Dona", "3\n1\n2", "3\n1\n2"))
    )
    assert figures(proposal) == {"35": ("", "")}
    assert open_kinds(proposal) == ["lines"]


def test_measures_in_the_halves_of_a_merged_row_are_its_parts() -> None:
    rows = (
        tr(tc("35.", down="restart"), tc("Yozuvlar", down="restart"), tc("Dona", down="restart"), "1", "2",
           "Tahrirlash", tc("2025-yil davomida", down="restart"), "Direktor"),
        tr(tc(down="continue"), tc(down="continue"), tc(down="continue"), "3", "4", "Qo‘shish",
           tc(down="continue"), "Direktor"),
    )  # fmt: skip
    proposal = read(plan(*rows))
    assert [(row["code"], row["name"]) for row in proposal.rows] == [
        ("35", "Yozuvlar"), ("35.1", "Tahrirlash"), ("35.2", "Qo‘shish"),
    ]  # fmt: skip
    assert list(figures(proposal).values()) == [("", ""), ("1", "2"), ("3", "4")]
    assert "lines" not in open_kinds(proposal)
    empty = read(plan(rows[0].replace(">1<", "><"), rows[1]))
    assert list(figures(empty).values()) == [("", ""), ("", "2"), ("3", "4")]


def test_a_table_in_the_cells_of_figures_gives_lines_to_both() -> None:
    inner = tbl(tr("4442", "4444"), tr("206", "207"), tr("4236", "4237"), widths=(900, 900))
    row = tr(
        "15.",
        f"{READERS}:\n- yangi;\n- qayta",
        "Nafar",
        tc(inner + p(), across=2),
        "x",
        "2025-yil davomida",
        "Direktor",
    )
    assert figures(read(plan(row))) == {
        "15": ("4442", "4444"),
        "15.1": ("206", "207"),
        "15.2": ("4236", "4237"),
    }


def test_one_merged_figure_beside_two_works_belongs_to_none() -> None:
    rows = (
        tr("35.", "Bir ish", "Dona", tc("5", down="restart"), "6", "x", "2025-yil davomida", "Direktor"),
        tr("36.", "Ikkinchi ish", "Dona", tc(down="continue"), "7", "x", "2025-yil davomida", "Direktor"),
    )
    proposal = read(plan(*rows))
    assert figures(proposal) == {"35": ("", "6"), "36": ("", "7")}
    assert open_kinds(proposal) == ["figure", "figure"]


# 6/36


def test_a_slash_parts_two_measures_where_the_unit_does_too() -> None:
    proposal = read(plan(work("35.", "Ko‘chma xizmat", "Shartnoma/tadbir", "-", "6/36")))
    assert figures(proposal) == {"35": ("-", "6/36"), "35.1": ("-", "6"), "35.2": ("-", "36")}
    assert [row["kind"] for row in proposal.rows] == ["group", "part", "part"]
    assert [row["unit"] for row in proposal.rows] == ["Shartnoma/tadbir", "Shartnoma", "Tadbir"]
    assert open_kinds(proposal) == []


def test_a_slash_without_two_units_is_a_doubt() -> None:
    proposal = read(plan(work("35.", "Ko‘chma xizmat", "Tadbir", "", "6/36")))
    assert figures(proposal) == {"35": ("", "6/36")}
    assert open_kinds(proposal) == ["measures"]


def test_measures_of_a_slash_that_have_rows_are_not_made_twice() -> None:
    rows = (work("35.", "Ko‘chma xizmat", "Shartnoma/tadbir", "", "6/36"),
            new("", "shartnomalar", "", "6"), new("", "tadbirlar", "", "36"))  # fmt: skip
    assert list(figures(read(plan(*rows))).values()) == [("", "6/36"), ("", "6"), ("", "36")]


# Figures


@pytest.mark.parametrize(
    ("text", "figure", "doubts"),
    [
        ("1 413", "1413", 0), ("1\u00a0413", "1413", 0),
        ("–", "-", 0), ("—", "-", 0), ("-", "-", 0), ("", "", 0),
        ("0", "0", 0), ("12 ta", "12", 0), ("16 700 ta", "16700", 0), ("24 tadbir", "24", 0),
        ("12 kishi", "12", 1), ("50 dan ortiq", "50", 1), ("har oyda 2 ta", "", 1), ("50 foiz", "", 1),
        ("5 + 3", "", 1), ("12,5", "", 1), ("1.413", "", 1), ("I", "", 1),
        ("50%", "", 1),
        ("-5", "", 1), ("10-12", "", 1), ("1 2", "", 1), ("x", "", 1),
    ],
)  # fmt: skip
def test_a_figure_is_a_whole_number_a_dash_or_a_doubt(text: str, figure: str, doubts: int) -> None:
    proposal = read(plan(work("18.", previous=text)))
    assert figures(proposal)["18"] == (figure, "24")
    assert open_kinds(proposal) == ["figure"] * doubts


# Numbers and codes


def test_numbers_that_are_printed_twice_are_told_by_the_title_or_by_their_place() -> None:
    rows = (new("40.", "Birinchi ish"), new("42.", "Ikkinchi ish"), new("42.", "Uchinchi ish"))
    proposal = read(plan(*rows))
    assert [row["code"] for row in proposal.rows] == ["40", "41", ""]
    assert open_kinds(proposal) == ["number", "number"]
    assert [row["printed_no"] for row in proposal.rows] == ["40", "42", "42"]


def test_a_title_of_the_usual_plan_is_that_item_whatever_its_number() -> None:
    proposal = read(plan(work("7.", EVENTS)))
    (row,) = proposal.rows
    assert (row["code"], row["printed_no"], row["source"]) == ("18", "7", "Tadbirlar")
    assert open_kinds(proposal) == []


def test_a_number_that_means_another_work_elsewhere_is_never_its_code() -> None:
    """Reports count item 15; a work that only bears the number must not get into them."""
    proposal = read(plan(work("15.", OWN)))
    (row,) = proposal.rows
    assert row["code"] == "IV.15"
    assert open_kinds(proposal) == ["code"]


def test_a_title_that_is_only_like_the_usual_one_is_a_doubt() -> None:
    proposal = read(plan(work("16.", "Kitobxonlar qatnovi hisobi", "Nafar")))
    (row,) = proposal.rows
    assert (row["code"], row["name"]) == ("16", "Kitobxonlar qatnovi hisobi")
    assert open_kinds(proposal) == ["code"]


def test_another_year_in_a_title_is_no_difference() -> None:
    name = next(row.name for row in shipped.plan() if row.code == "7")
    proposal = read(plan(work("7.", name.replace("2024", "2025"), due="2025-yil IV chorak")))
    assert proposal.rows[0]["code"] == "7"
    assert open_kinds(proposal) == []


def test_parts_that_are_not_the_usual_ones_get_codes_of_their_own() -> None:
    """15.1 is fed by the day log's column of new readers: men are none."""
    name = f"{READERS}:\n- erkaklar;\n- ayollar"
    proposal = read(plan(work("15.", name, "Nafar", "10\n4\n6", "10\n4\n6")))
    assert [row["code"] for row in proposal.rows] == ["15", "15.3", "15.4"]
    assert [row["source"] for row in proposal.rows] == ["computed", "typed", "typed"]


def test_works_that_no_usual_plan_has_are_asked_about_once() -> None:
    proposal = read(plan(work("18."), new("35.", OWN, "1", "2"), new("36.", "Yana bir ish", "3", "4")))
    (doubt,) = proposal.open_doubts
    assert "35, 36" in str(doubt.unclear)


def test_a_number_that_is_no_number_is_a_doubt() -> None:
    proposal = read(plan(new("a-1", OWN)))
    assert proposal.rows[0]["code"] == ""
    assert open_kinds(proposal) == ["number"]


def test_the_first_section_numbers_its_works_for_itself() -> None:
    first, second = tr(tc("I. QARORLAR IJROSI", across=8)), section("II. ILMIY-METODIK FAOLIYAT")
    proposal = read(docx(tbl(heading(), first, new("77.", "Qaror ijrosi"), second, new("77.", "Boshqa ish"))))
    assert [row["code"] for row in proposal.rows] == ["I.77", "77"]


# Rows without a number


def test_shundan_is_a_line_between_a_total_and_its_parts() -> None:
    rows = (work("35.", "Kitoblar, jami", "Nusxa", "10", "20"), tr("", "Shundan,", *[""] * 6),
            work("35.1.", "Xarid", "Nusxa", "4", "8"),
            work("35.2.", "Sovg‘a", "Nusxa", "6", "12"))  # fmt: skip
    proposal = read(plan(*rows))
    assert [(row["code"], row["kind"]) for row in proposal.rows] == [
        ("35", "total"),
        ("35.1", "part"),
        ("35.2", "part"),
    ]
    assert open_kinds(proposal) == []


def test_rows_below_that_add_up_are_the_parts_of_a_total_others_are_asked_about() -> None:
    rows = (work("35.", "Kitoblar, jami", "Nusxa", "10", "20"),
            work("35.1.", "Xarid", "Nusxa", "4", "8"),
            work("35.2.", "Sovg‘a", "Nusxa", "6", "13"))  # fmt: skip
    proposal = read(plan(*rows))
    assert [row["kind"] for row in proposal.rows] == ["item", "item", "item"]
    assert "20" in str(only_doubt(proposal, "total").unclear)
    unknown = read(plan(rows[0], work("35.1.", "Xarid", "Nusxa", "", "")))
    assert open_kinds(unknown) == ["total"]


def test_a_row_without_a_number_stands_below_the_last_one_and_is_asked_about() -> None:
    rows = (
        work("31.", "Malaka kurslari haqida ish", "Tadbir", "4", "5"),
        new("", "Mualliflik huquqi bo‘yicha o‘qish", "", "1"),
    )
    proposal = read(plan(*rows))
    assert "number" in open_kinds(proposal)
    assert len(proposal.rows) == 2


def test_rows_without_a_number_that_add_up_to_the_one_above_are_its_parts() -> None:
    rows = (
        work("35.", "Kitoblar", "Nusxa", "10", "20"),
        new("", "xarid", "4", "8"),
        new("", "sovg‘a", "6", "12"),
    )
    proposal = read(plan(*rows))
    assert [(row["code"], row["kind"]) for row in proposal.rows] == [
        ("35", "total"), ("35.1", "part"), ("35.2", "part"),
    ]  # fmt: skip
    assert open_kinds(proposal) == []


def test_letters_and_dashes_in_the_column_of_numbers_mark_parts() -> None:
    for marks in (("a)", "b)"), ("–", "–")):
        rows = (work("35.", "Kitoblar, jami:", "Nusxa", "10", "20"), new(marks[0], "xarid", "4", "8"),
                new(marks[1], "sovg‘a", "6", "12"))  # fmt: skip
        proposal = read(plan(*rows))
        assert [(row["code"], row["kind"]) for row in proposal.rows] == [
            ("35", "total"), ("35.1", "part"), ("35.2", "part"),
        ]  # fmt: skip
        assert open_kinds(proposal) == []


def test_a_title_over_several_columns_is_neither_a_number_nor_a_unit() -> None:
    total = tr(tc("KLUBLARDA:", across=3), "10", "20", "", "", "")
    last = read(plan(work("18."), total)).rows[-1]
    assert (last["name"], last["printed_no"], last["unit"], last["plan_2025"]) == ("KLUBLARDA:", "", "", "20")


def test_a_measure_s_short_title_is_no_item_s_below_another_work() -> None:
    """“tadbirlar” below mobile service is 19.2; below anything else it is not."""
    rows = (work("35.", "Kitoblar", "Nusxa", "10", "20"), new("", "tadbirlar", "10", "20"))
    assert [row["code"] for row in read(plan(*rows)).rows] == ["35", "35.1"]
    lines = read(plan(work("35.", "Xodimlar:\n- yangi;\n- qayta", "Nafar", "3\n1\n2", "3\n1\n2")))
    assert [row["code"] for row in lines.rows] == ["35", "35.1", "35.2"]


def test_the_rest_of_a_row_from_the_page_before_goes_on_it() -> None:
    first = work("35.", OWN, "Dona", "1", "2", "1. Tayyorlash;")
    rest = tr(*[""] * 5, "2. O‘tkazish", "", "")
    named = tr("", "va uni yoritish", "", "", "", "3. Yoritish", "", "")
    proposal = read(plan(first, rest))
    assert [row["mechanism"] for row in proposal.rows] == ["1. Tayyorlash; 2. O‘tkazish"]
    assert open_kinds(proposal) == []
    parted = read(docx(tbl(heading(), section("IV. Asosiy"), first), p(), tbl(heading(), named)))
    assert [row["name"] for row in parted.rows] == [f"{OWN} va uni yoritish"]
    assert open_kinds(parted) == []
    assert open_kinds(read(plan(first, named))) == ["row"]


def test_a_row_that_is_not_understood_is_told_and_a_signature_is_none() -> None:
    odd = tr("", "", "Dona", "5", "6", "", "", "")
    signature = tr(tc("Direktor ____________ F.I.Sh.", across=8))
    proposal = read(plan(work("18."), odd, signature))
    assert list(by_code(proposal)) == ["18"]
    assert open_kinds(proposal) == ["row"]


# Words


def test_units_services_and_due_texts_that_are_not_known_are_asked_about_once_each() -> None:
    rows = (new("35.", OWN, unit="disk", responsible="Arxiv xizmati", due="Zarur bo‘lganda"),
            new("36.", "Yana bir ish", unit="disk", responsible="Arxiv xizmati"))  # fmt: skip
    proposal = read(plan(*rows))
    assert sorted(open_kinds(proposal)) == ["due", "service", "unit"]
    assert "35, 36" in str(only_doubt(proposal, "unit").unclear)
    assert proposal.rows[0]["responsible"] == "Arxiv xizmati"


def test_what_is_empty_is_unknown_and_listed() -> None:
    proposal = read(plan(work("18.", unit="", previous="", planned="-", due="")))
    assert proposal.rows[0]["to_confirm"] == "unit;previous;due"
    assert open_kinds(proposal) == []


def test_items_of_the_usual_plan_that_are_not_there_are_told_and_ask_nothing() -> None:
    told = [doubt for doubt in read(plan(work("18."))).doubts if not doubt.is_open]
    assert any("15.1" in str(doubt.unclear) for doubt in told)


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("Biblio-\ngrafik yozuv", "Bibliografik yozuv"), ("Ma’lum-\not", "Ma’lumot"), ("nusxada", "Nusxa"),
        ("Тадбир", "Tadbir"), ("Maro-\ntaba.", "Marotaba"), ("disk", "disk"),
    ],
)  # fmt: skip
def test_a_unit_is_written_as_usual_also_where_its_word_is_parted(printed: str, unit: str) -> None:
    assert read(plan(work("18.", unit=printed))).rows[0]["unit"] == unit


# Whatever a table looks like

_TEXTS = (
    "", "", "1.", "9.1", "15.", "18.", "IV.", "IV. ASOSIY", "JAMI", "Shundan,", EVENTS, READERS,
    "- yangi;\n- qayta", "a:\n- b;\n- c", "Nusxa", "Shartnoma/tadbir", "12", "1 413", "-", "6/36", "1\n2\n3",
    "12 ta", "2025-yil davomida", "Direktor", "qachondir", "______", "Nomi", "2025-yil (reja)",
    "Bajarilish muddati",
)  # fmt: skip
_CELLS = st.builds(
    lambda text, across, down: tc(text, across=across, down=down),
    st.sampled_from(_TEXTS), st.sampled_from((1, 1, 1, 2, 8)),
    st.sampled_from(("", "", "", "restart", "continue")),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.lists(_CELLS, max_size=9), max_size=8))
def test_any_table_becomes_rows_and_doubts(cells: list[list[str]]) -> None:
    """No figure comes out that does not stand on the paper."""
    proposal = read(docx(tbl(heading(), *(tr(*row) for row in cells), section("IV. Asosiy"), work("18."))))
    printed = {"", "-", "1413", "1", "2", "3", "12", "6/36", "6", "36", "18", "15", "22", "24"}
    for pair in figures(proposal).values():
        assert printed.issuperset(pair)
    assert [row["code"] for row in proposal.rows].count("18") <= 1


# Forms that other centres use


def test_a_part_s_number_stands_for_the_row_above_it_not_for_a_row_of_another_section() -> None:
    help_ = "Tuman (shahar) axborot-kutubxona markazlariga uslubiy va amaliy yordam berish"
    rows = (
        section("II. ILMIY-METODIK FAOLIYAT"), work("3.", help_),
        section("IV. ASOSIY ISHLAB CHIQARISH FAOLIYATI"), work("3.", EVENTS, planned="24"),
        work("3.1.", "klubda", planned="24"), work("5.1.", "bog‘da", planned="2"),
    )  # fmt: skip
    proposal = read(docx(tbl(heading(), *rows)))
    assert [(row["code"], row["printed_no"]) for row in proposal.rows] == [
        ("3", "3"), ("18", "3"), ("18.1", "3.1"), ("5.1", "5.1"),
    ]  # fmt: skip


def test_a_part_whose_work_stands_in_another_section_gets_its_own_section() -> None:
    survey = "Foydalanuvchilar o‘rtasida so‘rovnomalar o‘tkazish va tahlil qilish"
    rows = section("II. ILMIY-METODIK"), work("5.", survey), section("IV. ASOSIY"), new("4.1", OWN)
    proposal = read(docx(tbl(heading(), *rows)))
    assert [row["code"] for row in proposal.rows] == ["4", "IV.4.1"]


def test_a_work_of_the_first_section_never_gets_the_code_of_a_reported_one() -> None:
    proposal = read(docx(tbl(heading(), section("I. ILMIY-METODIK FAOLIYAT"), new("1.", OWN, "1", "2"))))
    (row,) = proposal.rows
    assert row["code"] not in {one.code for one in shipped.plan()}


@pytest.mark.parametrize("printed", ["№ 40", "40-", "040", "40.)"])
def test_signs_and_noughts_around_a_number_are_none_of_it(printed: str) -> None:
    assert list(figures(read(plan(new(printed, OWN, "1", "2"))))) == ["40"]


def test_a_line_of_totals_is_no_work() -> None:
    total = tr("", "Jami:", "", "22", "24", "", "", "")
    proposal = read(plan(work("18."), total))
    assert list(figures(proposal)) == ["18"]
    assert "Jami" in str(only_doubt(proposal, "row").unclear)


def test_jami_above_parts_without_numbers_is_one_of_them() -> None:
    rows = [new("", name, unit="Nafar", previous="1", planned=figure) for name, figure in
            (("Jami", "3"), ("yangi", "1"), ("qayta", "2"))]  # fmt: skip
    assert len(read(plan(work("35.", "Hisobga olish", planned="3"), *rows)).rows) == 4


def test_a_number_over_both_years_belongs_to_neither_a_dash_to_both() -> None:
    rows = [tr(number, name, "Dona", tc(figure, across=2), "", "2025-yil davomida", "Direktor")
            for number, name, figure in (("35.", "Bir ish", "24"), ("36.", "Boshqa ish", "–"))]  # fmt: skip
    proposal = read(plan(*rows))
    assert figures(proposal) == {"35": ("", ""), "36": ("-", "-")}
    assert "24" in str(only_doubt(proposal, "figure").unclear)


def test_a_column_with_the_total_beside_one_without_is_not_aligned() -> None:
    name = f"{READERS}:\n- yangi;\n- qayta"
    proposal = read(plan(work("15.", name, "Nafar", "4442\n206\n4236", "207\n4237")))
    assert figures(proposal)["15"] == ("", "")
    assert "lines" in open_kinds(proposal)


def test_services_may_be_parted_by_a_slash_and_a_dash_is_none() -> None:
    rows = (
        new("35.", OWN, "1", "2", responsible="Direktor / Barcha xizmatlar"),
        new("36.", "A", "1", "2", responsible="-"),
    )
    proposal = read(plan(*rows))
    assert [row["responsible"] for row in proposal.rows] == ["Direktor;Barcha xizmatlar", ""]
    assert open_kinds(proposal) == []


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("2-BO‘LIM. ILMIY-METODIK FAOLIYAT", "II", "Ilmiy-metodik faoliyat"),
        ("5. KADRLAR MALAKASINI OSHIRISH", "V", "Kadrlar malakasini oshirish"),
        ("VIII BO‘LIM. Ma’naviy ishlar", "VIII", "Ma’naviy ishlar"),
    ],
)
def test_a_section_may_have_an_arabic_number(text: str, code: str, name: str) -> None:
    proposal = read(docx(tbl(heading(), tr("", text, "", "", "", "", "", ""), new("40.", OWN, "1", "2"))))
    assert proposal.sections == {code: name}


def test_a_section_that_goes_on_keeps_its_first_name() -> None:
    rows = (
        section("VIII. Ma’naviy ishlar"),
        work("18."),
        section("VIII. Ma’naviy ishlar (davomi)"),
        new("40.", OWN),
    )
    assert read(docx(tbl(heading(), *rows))).sections == {"VIII": "Ma’naviy ishlar"}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Янгиер шаҳар ахборот-кутубхона марказининг", "Янгиер шаҳар ахборот-кутубхона маркази"),
        (
            "Guliston shahar axborot-kutubxona markazining 2025-yilgi ISH REJASI",
            "Guliston shahar axborot-kutubxona markazi",
        ),
        ("Guliston shahar axborot-kutubxona markazining direktori", ""),
    ],
)
def test_whose_plan_it_is_stands_in_any_script_also_in_the_title_s_line(line: str, name: str) -> None:
    assert read(docx(p(line), tbl(heading(), section("IV. ASOSIY"), work("18.")))).organisation == name


@pytest.mark.parametrize(
    "titles",
    [
        ("№ п/п", "Наименование мероприятий", "Единица измерения", "2024 год (факт)", "2025 год (план)",
         "Механизм реализации", "Срок исполнения", "Ответственные"),
        ("T/\nr", "Tadbirlar nomi", "O‘lchov birligi", "O‘tgan yil (fakt)", "Joriy yil (reja)",
         "Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas’ullar"),
    ],
)  # fmt: skip
def test_headings_in_russian_and_without_years_are_known(titles: tuple[str, ...]) -> None:
    proposal = read(docx(p("2025-yil uchun"), tbl(tr(*titles), section("IV. ASOSIY"), work("18."))), 2025)
    assert figures(proposal)["18"] == ("22", "24")
    assert proposal.rows[0]["printed_no"] == "18"
    assert open_kinds(proposal) == []


def test_nine_months_are_not_the_year() -> None:
    titles = ("№", "Nomi", "O‘lchov birligi", "2024-yil 9 oylik (fakt)", "2025-yil (reja)",
              "Amalga oshirish mexanizmi", "Bajarilish muddati", "Mas’ullar")  # fmt: skip
    proposal = read(docx(tbl(tr(*titles), section("IV. ASOSIY"), work("18."))))
    assert figures(proposal)["18"] == ("", "24")
    assert open_kinds(proposal) == ["column", "column"]


def test_a_row_of_a_plan_in_a_table_of_another_width_is_never_dropped_with_a_note() -> None:
    rest = tbl(
        tr("21.", tc(OWN, across=2), "Dona", "4", "5", "", "2025-yil davomida", "Direktor"), widths=(900,) * 9
    )
    proposal = read(docx(tbl(heading(), section("IV. ASOSIY"), work("18.")), rest))
    assert OWN[:20] in str(only_doubt(proposal, "table").unclear)


def test_the_halves_of_a_row_keep_their_own_months_and_services() -> None:
    first = tr(tc("35.", down="restart"), tc(OWN, down="restart"), "Dona", "1", "2", "Ko‘rgazma", "I chorak",
               "Direktor")  # fmt: skip
    second = tr(
        tc(down="continue"), tc(down="continue"), "Dona", "3", "4", "Kecha", "III chorak", "Barcha xizmatlar"
    )
    rows = by_code(read(plan(first, second)))
    assert [rows[code]["due"] for code in rows] == ["I chorak, III chorak", "I chorak", "III chorak"]
    assert [rows[code]["responsible"] for code in rows] == [
        "Direktor;Barcha xizmatlar", "Direktor", "Barcha xizmatlar",
    ]  # fmt: skip


def test_a_time_that_stands_in_each_half_is_said_once() -> None:
    merged = [tc(text, down="restart") for text in ("18.", EVENTS, "Tadbir", "22", "24")]
    first = tr(*merged, "Ko‘rgazma", "2025-yil davomida", "Direktor")
    second = tr(*[tc(down="continue")] * 5, "Uchrashuv", "2025-yil davomida", "Barcha xizmatlar")
    row = by_code(read(plan(first, second)))["18"]
    assert (row["due"], row["responsible"]) == ("2025-yil davomida", "Direktor;Barcha xizmatlar")


def test_numbers_that_lead_the_titles_leave_no_doubt_about_their_column() -> None:
    titles = ("Nomi", "O‘lchov birligi", "2024-yil (fakt)", "2025-yil (reja)", "Amalga oshirish mexanizmi",
              "Bajarilish muddati", "Mas’ullar")  # fmt: skip
    row = tr(f"18. {EVENTS}", "Tadbir", "22", "24", "Reja asosida", "2025-yil davomida", "Direktor")
    proposal = read(docx(tbl(tr(*titles), tr(tc("IV. ASOSIY", across=7)), row, widths=(900,) * 7)))
    assert (by_code(proposal)["18"]["printed_no"], open_kinds(proposal)) == ("18", [])


def test_a_second_table_may_have_its_columns_in_another_order() -> None:
    titles = ("№", "2025-yil (reja)", "2024-yil (fakt)", "Nomi", "O‘lchov birligi", "Mas’ullar",
              "Bajarilish muddati", "Amalga oshirish mexanizmi")  # fmt: skip
    crossed = tc(p(run("7", "<w:strike/>") + run("24")))
    first = tr("18.", EVENTS, "Tadbir", "22", crossed, "", "2025-yil davomida", "Direktor")
    second = tr("40.", "2", "1", OWN, "Dona", "Direktor", "2025-yil davomida", "")
    proposal = read(docx(tbl(heading(), section("IV. ASOSIY"), first), p(), tbl(tr(*titles), second)))
    assert figures(proposal) == {"18": ("22", "24"), "40": ("1", "2")}
    assert "(reja)" in str(only_doubt(proposal, "cell").unclear)
