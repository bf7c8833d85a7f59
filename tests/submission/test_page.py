"""Pages of where things stand: one A4 each, whatever the plan holds, and as text without people's names."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from libreoffice import if_there_is_one, saved_by_libreoffice
from making_plans import make_plan
from openxml_audit import OpenXmlValidator

from akmxl.actions.open_plan import open_plan
from akmxl.actions.page import Pages, pages_of
from akmxl.core.text_length import units
from akmxl.ooxml.read.workbook import Workbook
from akmxl.submission.page.content import Listing, PageContent, content_of
from akmxl.submission.page.fill import fill_page
from akmxl.submission.page.template import PageTemplate, find_page_template
from akmxl.submission.page.text import LONGEST, text_of
from akmxl.submission.page.web import web_page
from akmxl.submission.template.words import PAGE_LISTS

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.plan.register_rows import FieldValue

TODAY = date(2025, 10, 6)
SCRIPT = "<script>alert(1)</script> & “nom”"
DATA_SERVICE = "Abonementlar va foydalanuvchilarga xizmat ko‘rsatish xizmati"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reja-2025.xlsx"


def pages(path: Path, today: date = TODAY, **asked: object) -> Pages:
    return pages_of(open_plan(path), today, **asked)  # type: ignore[arg-type]


def director(path: Path, today: date = TODAY) -> PageContent:
    return content_of(pages(path, today, director=True).pages[0])


def filled(content: PageContent, path: Path) -> bytes:
    name = "xizmat" if content.service else "rahbar"
    return fill_page(PageTemplate.read(find_page_template(name, path)), content)


def shown(data: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(data))
    cells = (str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None)
    return "\n".join(cells)


SAMPLES: dict[str, dict[str, FieldValue]] = {
    name: dict.fromkeys(words.values()) for name, words in PAGE_LISTS.items()
}
for _name in ("bo‘limlar", "xizmatlar"):
    SAMPLES[_name]["rows"] = "1 / 2"


def crowded(content: PageContent, rows: int = 60) -> PageContent:
    """The same page with so many rows in each list, all their texts as long as a page takes them."""
    long = f"{SCRIPT} juda uzun nomli hisobot " * 4
    lists = {}
    for name, listing in content.lists.items():
        sample = dict(listing.rows[0]) if listing.rows else {"code": "9.4.1", "title": ""}
        sample |= {field: f"{long[:149]}…" for field in ("reasons", "fix") if field in sample}
        sample["title"] = f"{long[: 65 if 'on_time' in sample else 89]}…"
        made = tuple(SAMPLES[name] | sample | {"code": f"B-{place}"} for place in range(rows))
        lists[name] = Listing(made, "yo‘q", "qayer")
    return replace(content, lists=lists)


def test_an_empty_plan_says_that_it_knows_nothing(path: Path) -> None:
    make_plan(path)
    content = director(path)
    assert {row["percent"] for row in content.lists["bo‘limlar"].rows} == {"son yo‘q", "reja yo‘q"}
    assert content.lists["ortda"].rows == ()
    assert "noma’lum" in str(content.words["gaps"])
    text = shown(filled(content, path))
    assert "Sonlari ma’lum bandlardan ortda qolgani yo‘q." in text
    assert "{{" not in text


def test_the_first_days_of_january(path: Path) -> None:
    make_plan(path)
    content = director(path, date(2025, 1, 3))
    assert content.words["year_gone"] == 0.8
    assert content.words["gaps"] is None or "To‘ldirilmagan" not in str(content.words["gaps"])
    assert content.lists["ortda"].rows == ()


@pytest.mark.parametrize("today", [date(2024, 11, 1), date(2026, 3, 1)])
def test_a_year_that_has_not_begun_and_one_that_is_over(path: Path, today: date) -> None:
    make_plan(path, months={("29", month): 100 for month in range(1, 13)})
    content = director(path, today)
    assert content.words["year_gone"] == (0.0 if today.year < 2025 else 100.0)
    assert bool(content.lists["ortda"].rows) is (today.year > 2025)
    assert shown(filled(content, path))


def test_a_page_says_how_many_found_no_room_and_where_all_are(path: Path) -> None:
    make_plan(path)
    content = crowded(director(path))
    text = shown(filled(content, path))
    assert re.findall(r"yana (\d+) ta: qayer", text) == ["53", "52", "51", "57", "55"]
    assert len(re.findall(r"^B-\d+$", text, re.MULTILINE)) == 7 + 9 + 3 + 5  # services have no codes
    assert "yana" not in shown(filled(crowded(director(path), 2), path))


def test_lists_that_are_exactly_full_say_nothing_more(path: Path) -> None:
    make_plan(path)
    content = director(path)
    full = replace(content, lists={**content.lists, "ortda": crowded(content, 3).lists["ortda"]})
    assert "yana" not in shown(filled(full, path)).partition("B-0")[2].partition("Imzo")[0]


def test_rows_without_a_record_are_not_printed(path: Path) -> None:
    make_plan(path)
    one, many = (filled(crowded(director(path), count), path) for count in (1, 60))
    heights = [openpyxl.load_workbook(BytesIO(data)).active.max_row for data in (one, many)]
    assert heights[0] < heights[1] - 15


def test_the_chart_shows_the_rows_that_are_there(path: Path) -> None:
    make_plan(path, months={("29", 3): 35_400})
    data = filled(director(path), path)
    package = Workbook.of(path, data).package
    chart = next(package.xml(one.name).decode() for one in package.entries if "charts/chart" in one.name)
    kept = r"<c:f>(Sahifa!\S+?)</c:f><c:(?:str|num)Cache>(.*?)</c:(?:str|num)Cache>"
    codes, values = re.findall(kept, chart)[:2]
    assert re.findall(r"<c:v>(\w+)</c:v>", codes[1]) == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert "{{" not in chart
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    first, last = (int(number) for number in re.findall(r"\d+", values[0]))
    cells = [sheet.cell(row, 3).value for row in range(first, last + 1)]
    numbers = [str(value) for value in cells if isinstance(value, int | float)]
    assert re.findall(r"<c:v>(.*?)</c:v>", values[1]) == numbers


def test_a_text_that_begins_like_a_formula_stays_a_text(path: Path) -> None:
    make_plan(path)
    content = director(path)
    sums = {**content.lists["imzo"].rows[0]} if content.lists["imzo"].rows else {"code": "X", "title": ""}
    rows = ({**sums, "title": "=1+1"},)
    data = filled(replace(content, lists={**content.lists, "imzo": Listing(rows, "", "")}), path)
    book = Workbook.of(path, data)
    cell = next(cell for cell in book.cells("Sahifa").values() if cell.value == "=1+1")
    assert cell.formula is None


def test_the_same_plan_and_day_make_the_same_bytes(path: Path) -> None:
    make_plan(path)
    contents = [[content_of(one) for one in pages(path).pages] for _ in range(2)]
    assert web_page(contents[0]) == web_page(contents[1])
    first, second = ([filled(one, path) for one in found] for found in contents)
    assert first == second


def test_filled_pages_are_sound_files(path: Path, tmp_path: Path) -> None:
    make_plan(path)
    for number, content in enumerate(content_of(one) for one in pages(path).pages[:2]):
        for count in (0, 60):
            file = tmp_path / f"{number}-{count}.xlsx"
            file.write_bytes(filled(crowded(content, count) if count else content, path))
            assert OpenXmlValidator().validate(str(file)).errors == []


@pytest.mark.libreoffice
@if_there_is_one
def test_every_page_prints_on_one_a4(path: Path, tmp_path: Path) -> None:
    make_plan(path)
    files = []
    for number, content in enumerate(content_of(one) for one in pages(path).pages):
        for count in (0, 60):
            files.append(tmp_path / f"{number}-{count}.xlsx")
            files[-1].write_bytes(filled(crowded(content, count) if count else content, path))
    for pdf in saved_by_libreoffice("pdf", tmp_path, *files):
        data = pdf.read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 1, pdf.name
        box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", data)
        assert box
        assert [round(float(side)) for side in box.groups()] == [595, 842]


class Reader(HTMLParser):
    """The tags of a web page, what they point at, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_web_page_needs_nothing_else_and_runs_nothing(path: Path) -> None:
    make_plan(path)
    contents = [crowded(content_of(one)) for one in pages(path).pages]
    contents[0] = replace(contents[0], words={**contents[0].words, "organisation": SCRIPT, "doubts": SCRIPT})
    html = web_page(contents).decode()
    read = Reader()
    read.feed(html)
    assert "script" not in read.tags
    assert all(link.startswith("#") for link in read.links)
    assert not re.search(r"https?:|url\(|@import|\son\w+=", html.replace("default-src", ""))
    assert SCRIPT in read.text
    assert read.tags.count("article") == len(contents)
    assert "yana 53 ta: qayer" in read.text
    assert "Undefined" not in html


def test_the_web_page_says_what_the_excel_pages_say(path: Path) -> None:
    make_plan(path, months={("29", month): 100 for month in range(1, 10)})
    content = director(path)
    html = web_page([content]).decode()
    for row in content.lists["ortda"].rows[:3]:
        assert str(row["title"]).partition(" ")[0] in html
    assert "76,4" in html


def named(path: Path, **people: str) -> None:
    make_plan(path, people=people, months={("29", month): 100 for month in range(1, 10)})


NAMES = {"director": "Karimova Nodira Anvarovna", "reporter": "Toshmatov B.", "phone": "+998 67 000 00 00"}


def test_the_text_is_short_enough_for_a_message_whatever_there_is(path: Path) -> None:
    named(path, **NAMES)
    page = pages(path, director=True).director
    assert page is not None
    short = text_of(page, 0, ())
    many = replace(
        page,
        owed=page.owed * 40,
        services=tuple(replace(one, title="😀" * 200) for one in page.services * 30),
        sections=tuple(replace(one, title="😀" * 200) for one in page.sections * 30),
        unsigned=page.unsigned * 40,
    )
    long = text_of(many, 3, ())
    assert units(short) <= LONGEST
    assert units(long) <= LONGEST
    assert "yana" in long
    assert not {"\x00", "{", "*"} & set(short)


def test_no_persons_name_is_in_the_text(path: Path) -> None:
    reason = "Karimova Nodira ta’tilda edi, ish kechikdi"
    journal = {
        "report": "",
        "title": "Toshmatovga xat",
        "recipient": "Karimova N.",
        "report_due": date(2025, 10, 6),
    }
    plan = make_plan(
        path,
        people=NAMES,
        months={("29", month): 100 for month in range(1, 10)},
        rows={
            "Hisobotlar": [journal, {"report": "Toshmatovga-1", "title": "Xat", "file": "xat.docx"}],
            "Xodimlar": [{"person": "Yo‘ldoshev Sardor", "service": DATA_SERVICE}],
            "Tekshiruv": [],
        },
    )
    assert plan
    found = pages(path)
    director_page = found.director
    assert director_page is not None
    item = director_page.behind[0].progress.item
    progress = replace(director_page.behind[0].progress, item=replace(item, name="Yo‘ldoshevning fondi"))
    behind = (replace(director_page.behind[0], progress=progress, reasons=(reason,)),)
    texts = [text_of(replace(director_page, behind=behind), 0, found.people), *found.texts]
    for name in ("Karimova", "Nodira", "Toshmatov", "Yo‘ldoshev", "Sardor", "ta’tilda"):
        assert not any(name in text for text in texts), name
    assert "06.10.2025: bir martalik topshiriq" in texts[0]
    assert "Imzo kutayotgan loyihalar: 1 ta\n• …" in texts[1]
    assert f"• {item.code}: " in texts[0]


def test_no_path_of_the_machine_is_on_a_page(path: Path, tmp_path: Path) -> None:
    make_plan(path)
    found = pages(path)
    data = web_page([content_of(one, found.doubts) for one in found.pages]).decode()
    assert str(tmp_path) not in data + "".join(found.texts)


def test_what_is_not_known_of_due_days_is_said(path: Path) -> None:
    make_plan(path, first_period=None)
    found = pages(path, director=True)
    content = content_of(found.pages[0], found.doubts)
    assert "Birinchi davr" in str(content.words["doubts"])
    assert "to‘liq ma’lum emas" in found.texts[0]


def test_a_service_has_its_own_blanks_findings_and_work(path: Path) -> None:
    months: dict[tuple[str, int], object] = {("29", month): 100 for month in range(1, 8)}
    make_plan(path, months=months | {("29", 8): "o‘n"})
    found = pages(path, services=["raqamlashtirish"])
    (page,) = found.services
    assert page.done.name.startswith("Axborot-kommunikatsiya")
    assert ("29", ((9,),)) in [(one.item.code, one.spans) for one in page.blanks]
    own = {code for code, item in page.plan.items.items() if page.done.name in item.services}
    assert {one.item for one in page.findings} <= own
    assert "29" in {one.item for one in page.findings if one.severity.value == "error"}
    assert all(one.rule not in ("TMP04", "TMP14") for one in page.findings)
    assert page.owed
    assert all("*" in one.report.items or own & set(one.report.items) for one in page.owed)
    others = pages(path, services=["Kadrlar"]).services[0]
    assert "29" not in {one.item.code for one in others.blanks} | {one.item for one in others.findings}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no browser (chromium) is installed")
def test_the_web_page_prints_a_page_on_one_a4(path: Path, tmp_path: Path) -> None:
    make_plan(path)
    contents = [crowded(content_of(one)) for one in pages(path).pages]
    (tmp_path / "hisobot.html").write_bytes(web_page(contents))
    where = f"--user-data-dir={tmp_path / 'profil'}", f"--print-to-pdf={tmp_path / 'hisobot.pdf'}"
    browser = ("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    subprocess.run([*browser, *where, (tmp_path / "hisobot.html").as_uri()], check=True, capture_output=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "hisobot.pdf").read_bytes())) == len(contents)


def test_a_library_that_is_named_after_somebody_is_named(path: Path) -> None:
    make_plan(path)
    page = pages(path, director=True).director
    assert page is not None
    plan = replace(page.plan, organisation={"organisation": "Alisher Navoiy nomidagi markaz"})
    for people, told in ((["Toshmatov Alisher"], True), (["Navoiy Alisher"], False)):
        said = text_of(replace(page, plan=plan), 0, people).splitlines()[0]
        assert (said == "Alisher Navoiy nomidagi markaz") is told
