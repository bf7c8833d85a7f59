"""The block of a corrected report: in the shipped forms, and in templates that never heard of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from akmxl.core.i18n import in_language
from akmxl.ooxml.edit.patch import Patch
from akmxl.plan.reports import Receipt
from akmxl.submission.form.corrections import Correction, correction_of
from akmxl.submission.form.form import fill
from akmxl.submission.proof.proof import opened, read_form, verify
from akmxl.submission.template.template import Template
from akmxl.submission.template.templates import find_template
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile

from .making import TEXT, make_template, owed, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from akmxl.plan.model import Plan
    from akmxl.submission.form.form import Draft

    from .making import Filler

REASON, LETTER = "Sentabr soni noto‘g‘ri ko‘chirilgan", "Milliy kutubxonaning 12-son xati"
PERIODS = {"MK-02": "2025-09", "MK-10": "2025-Q3", "MK-16": "2025-Q3"}


def template_of(plan: Plan, code: str) -> Template:
    path = find_template(code, plan.path)
    assert path is not None
    return Template.open(path)


def sent(plan: Plan, code: str, template: Template | None = None) -> Receipt:
    """The receipt of a report as it was sent."""
    draft = fill(template or template_of(plan, code), plan, owed(plan, code, PERIODS[code]))
    return Receipt(code, PERIODS[code], 1, "", draft.values, draft.values_sha256, seal="x")


def with_figure(plan: Plan, code: str, month: int, value: int) -> Plan:
    entries = {**plan.entries, (code, month): replace(plan.entries[code, month], value=value)}
    return replace(plan, entries=entries)


def with_file(plan: Plan) -> OpenedPlan:
    return OpenedPlan(plan, PlanFile.open(plan.path))


def corrected(before: Plan, after: Plan, code: str, template: Template | None = None) -> Draft:
    """Version 2 of a report that was sent before something changed."""
    receipt, what = sent(before, code, template), owed(after, code, PERIODS[code])
    with in_language("uz"):
        text = what.row.text.splitlines() if what.row else ()
        correction = correction_of(with_file(after), receipt, text, reason=REASON, letter=LETTER)
    return fill(template or template_of(after, code), after, what, version=2, correction=correction)


def lines(draft: Draft) -> list[list[Any]]:
    """The form's rows, top to bottom, without what is empty."""
    cells = shown(draft)
    rows = sorted({row for row, _ in cells})
    return [[cells[place] for place in sorted(cells) if place[0] == row] for row in rows]


@pytest.mark.parametrize("code", sorted(PERIODS))
def test_a_first_version_has_no_trace_of_the_block(code: str, plan: Plan) -> None:
    draft = fill(template_of(plan, code), plan, owed(plan, code, PERIODS[code]))
    texts = " ".join(str(cell) for row in lines(draft) for cell in row)
    assert "Aniqlashtiri" not in texts
    assert "Asos:" not in texts
    assert not [key for key, _ in draft.values if key.startswith("correction")]


def test_the_block_says_each_value_old_and_new_and_why(plan: Plan) -> None:
    draft = corrected(plan, with_figure(plan, "15.1", 9, 31), "MK-10")
    rows = lines(draft)
    start = rows.index([f"Aniqlashtirish sababi: {REASON}"])
    assert rows[start + 1 : start + 6] == [
        [f"Asos: {LETTER}"],
        ["Aniqlashtirilgan ko‘rsatkich", "Yuborilgan", "Aniqlashtirilgan", "Farqi"],
        ["15.1-band, yangi: hisobot davri", 84, 86, 2],
        ["15.1-band, yangi: yil boshidan", 225, 227, 2],
        ["15.1-band, yangi: bajarilishi, %", 108.7, 109.7, 1],
    ]
    assert ["2-tahrir, aniqlashtirilgan"] in rows


def test_the_blocks_values_are_part_of_the_list_and_verified(plan: Plan) -> None:
    draft = corrected(plan, with_figure(plan, "15.1", 9, 31), "MK-10")
    said = dict(draft.values)
    assert said["correction:/reason"] == REASON
    assert said["correction:/letter"] == LETTER
    assert [said[f"correction:item:15.1/fact/{field}"] for field in ("old", "new", "difference")] == [
        84,
        86,
        2,
    ]
    form = opened(draft.data)
    one = next(w for w in read_form(form).written if w.key == "correction:item:15.1/fact/old")
    patch = Patch(form)
    patch.set(one.sheet, one.row, one.column, 85)
    (altered,) = verify(opened(patch.to_bytes())).altered
    assert (altered.key, altered.sent, altered.shown) == (one.key, 84, 85)


def events(plan: Plan, **changes: Any) -> Plan:
    """The plan with other rows of Tadbirlar, by ID: None takes a row out."""
    rows = []
    for record in plan.records["Tadbirlar"]:
        change = changes.get(f"id{record.name}", {})
        if change is not None:
            rows.append(replace(record, values={**record.values, **change}))
    return replace(plan, records={**plan.records, "Tadbirlar": tuple(rows)})


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({}, {"id2": {"participants": 30}},
         ["Tadbirlar, «Ona va bola bellashuvi», 19.09.2025: Ishtirokchilar", 25, 30, 5]),
        ({}, {"id2": {"place": "Park"}},
         ["Tadbirlar, «Ona va bola bellashuvi», 19.09.2025: O‘tkazilgan joyi", "–", "Park", "–"]),
        ({}, {"id2": None},
         ["Tadbirlar, «Ona va bola bellashuvi», 19.09.2025", "qator bor edi", "qator chiqarildi", "–"]),
        ({"id2": None}, {},
         ["Tadbirlar, «Ona va bola bellashuvi», 19.09.2025", "–", "qator qo‘shildi", "–"]),
    ],
    ids=["a figure", "a text", "a row gone", "a row more"],
)  # fmt: skip
def test_rows_of_registers_are_named_by_title_and_day(
    before: Mapping[str, Any], after: Mapping[str, Any], line: list[object], plan: Plan
) -> None:
    assert line in lines(corrected(events(plan, **before), events(plan, **after), "MK-02"))


def test_a_changed_text_is_told_without_being_quoted(plan: Plan) -> None:
    what = owed(plan, "MK-16", "2025-Q3")
    receipt, whole = sent(plan, "MK-16"), with_file(plan)
    with in_language("uz"):
        correction = correction_of(whole, receipt, ["Boshqa matn."], reason=REASON, letter="")
        same = correction_of(whole, receipt, TEXT.splitlines(), reason=REASON, letter="")
    assert same.lines == ()
    draft = fill(template_of(plan, "MK-16"), plan, what, version=2, correction=correction)
    assert ["Hisobot matni", "–", "o‘zgartirilgan", "–"] in lines(draft)


def test_where_nothing_differs_a_sentence_stands_for_the_table(plan: Plan) -> None:
    correction = Correction(REASON)
    what = owed(plan, "MK-10", "2025-Q3")
    rows = lines(fill(template_of(plan, "MK-10"), plan, what, version=2, correction=correction))
    assert ["Yuborilgan hisobotdagi sonlar o‘zgarmagan."] in rows
    assert not [row for row in rows if "Yuborilgan" in row]
    assert not [row for row in rows if str(row[0]).startswith("Asos")]


SENTENCE = "1) 15.1-band, yangi: hisobot davri: yuborilgan — 84, aniqlashtirilgan — 86, farqi — 2"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"A1": "{{davr}}", "A2": "{{tahrir}}", "A3": "{{fakt 15.1}}"},
         ["davr", "tahrir", "sabab", "asos", "gap", 86]),
        ({"A1": "{{davr}}", "A2": "{{fakt 15.1}}"}, ["davr", "tahrir", "sabab", "asos", "gap", 86]),
        ({"A1": "{{hisobot nomi}}", "B1": "{{tashkilot}}", "A2": "{{fakt 15.1}}"},
         ["nomi", "tahrir", "sabab", "asos", "gap", 86]),
        ({"A1": "{{fakt 15.1}}"}, [86, "tahrir", "sabab", "asos", "gap"]),
        ({"A1": "{{o‘zgarish.ko‘rsatkich}}", "A2": "{{davr}}", "A3": "{{fakt 15.1}}"},
         ["15.1-band", "davr", "tahrir", "sabab", "asos", 86]),
    ],
    ids=["version", "period", "title", "a figure alone", "half of the words"],
)  # fmt: skip
def test_a_template_without_the_words_gets_the_block(
    cells: dict[str, str], expected: list[object], filler: Filler
) -> None:
    plan = filler.plan
    template = Template.open(make_template(filler.folder / "t.xlsx", cells, {}))
    rows = [row[0] for row in lines(corrected(plan, with_figure(plan, "15.1", 9, 31), "MK-10", template))]
    known = {
        "davr": "2025-yil III chorak",
        "nomi": "Foydalanuvchilarni ro‘yxatga olish to‘g‘risida (UzNel)",
        "tahrir": "2-tahrir, aniqlashtirilgan",
        "sabab": f"Aniqlashtirish sababi: {REASON}",
        "asos": f"Asos: {LETTER}",
        "gap": SENTENCE,
        "15.1-band": "15.1-band, yangi: hisobot davri",
    }
    assert rows[: len(expected)] == [known.get(str(one), one) for one in expected]


def test_the_block_never_stands_inside_a_table(filler: Filler) -> None:
    plan = filler.plan
    cells = {"A1": "{{band.kodi}}", "B1": "{{band.fakt}}", "A3": "{{direktor}}"}
    template = Template.open(make_template(filler.folder / "t.xlsx", cells, {}))
    rows = [row[0] for row in lines(corrected(plan, with_figure(plan, "15.1", 9, 31), "MK-10", template))]
    assert rows[:3] == ["15", "15.1", "15.2"]
    assert rows[3] == plan.organisation["director"]
    assert SENTENCE in rows[4:]


def test_a_corrected_form_comes_out_the_same_bytes_twice(plan: Plan) -> None:
    after = with_figure(plan, "15.1", 9, 31)
    assert corrected(plan, after, "MK-16").data == corrected(plan, after, "MK-16").data
