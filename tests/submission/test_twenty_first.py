"""A submission that nobody foresaw: a template beside the workbook and a row in the catalogue, no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from making_plans import add_records
from running import akmxl

from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.proof.proof import read_form
from akmxl.workbook import layout

from .making import make_template

if TYPE_CHECKING:
    from pathlib import Path

ROW = {
    "report": "HK-01", "recipient": "Shahar hokimligi", "form_kind": "ma’lumot",
    "title": "Kitobxonlar va nostatsionar xizmat to‘g‘risida", "cadence": "har chorak",
    "due_rule": "davrdan keyingi oyning kuni", "days": 10, "confirmed": "tasdiqlangan", "items": "15.1;19.2",
}  # fmt: skip
TEMPLATE = {
    "A1": "{{tashkilot}}", "C1": "{{kimga}}", "A2": "{{hisobot turi}}",
    "A3": "{{hisobot nomi}}", "A4": "{{davr}}",
    "A6": "Yangi kitobxonlar: {{fakt 15.1}} nafar, yil boshidan {{yil boshidan 15.1}} nafar.",
    "A8": "№", "B8": "Sana", "C8": "Tadbir", "D8": "Qatnashganlar",
    "A9": "{{tadbir.raqam}}", "B9": "{{tadbir.sana}}",
    "C9": "{{tadbir.nomi}}", "D9": "{{tadbir.ishtirokchilar}}",
    "A10": "Jami", "D10": "{{jami tadbir.ishtirokchilar}}",
    "A11": "{{bo‘lmasa: Hisobot davrida tadbirlar o‘tkazilmagan.}}",
    "A13": "Direktor ______ {{direktor}}",
}  # fmt: skip


def test_a_twenty_first_submission_is_a_template_and_a_row(quarter_path: Path) -> None:
    folder = quarter_path.parent / "andozalar"
    folder.mkdir()
    make_template(folder / "HK-01.xlsx", TEMPLATE, {"B9": {"num_format": "dd.mm.yyyy"}})
    add_records(quarter_path, {str(layout.CATALOGUE.table): [ROW]})

    day = ("--today", "2025-04-10", "--json")
    due = akmxl("due", quarter_path, *day).json["reports"]
    assert [one["due"] for one in due if one["code"] == "HK-01"] == ["2025-04-10"]
    run = akmxl("submit", quarter_path, "--period", "2025-Q1", "--to", "hokimligi", *day)
    (report,) = run.json["reports"]
    assert (report["code"], report["recipient"], report["status"]) == ("HK-01", "Shahar hokimligi", "written")

    form = Workbook.open(type(quarter_path)(report["file"]))
    said = dict(read_form(form).values)
    events = [value for key, value in said.items() if key.endswith("/participants") and key[0] == "T"]
    cells = form.cells(form.sheets[0].name)
    assert cells[1, 3].value == "Shahar hokimligi"
    assert cells[6, 1].value == "Yangi kitobxonlar: 55 nafar, yil boshidan 55 nafar."
    assert len(events) == 9
    assert cells[9 + len(events), 4].value == said["total:Tadbirlar/participants"] == sum(events)

    sent = akmxl("sent", quarter_path, "HK-01", "2025-Q1", "--number", "21", "--date", "2025-04-10", *day)
    assert sent.code == 0
    found = akmxl("check", quarter_path, "--no-write", *day).json["findings"]
    assert not any(one["rule"] in ("SUB03", "SUB04") for one in found)
