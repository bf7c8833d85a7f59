"""Makes the pictures of the guide anew: ``python docs/pictures.py`` (Linux; a few minutes).

The demo's files as LibreOffice Calc shows them on a screen (Xvfb), forms as they print, the terminal's text,
and the tab AKM drawn from its source. The input is the same in every run, so a picture changes only when what
it shows has changed. Needs soffice, pdftoppm, Xvfb, chromium, the fonts Carlito and
DejaVu, and ``pip install pillow``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from drawn import ribbon, terminal
from PIL import Image, ImageChops, ImageGrab, ImageOps

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

import several_years  # noqa: E402
from running import akmxl  # noqa: E402
from several_years import make_years  # noqa: E402

from akmxl.actions.addin.words import TAB, tab_in  # noqa: E402
from akmxl.actions.demo.demo import TODAY, run_demo  # noqa: E402
from akmxl.actions.init import new_plan  # noqa: E402
from akmxl.submission.returns.summary import Sender, summary_form  # noqa: E402
from akmxl.workbook.create import shipped  # noqa: E402
from akmxl.workbook.create.consolidated.feedback import feedback_bytes  # noqa: E402
from akmxl.workbook.create.consolidated.result import result_bytes  # noqa: E402
from tests.importers.official import word  # noqa: E402
from tests.workbook.create.consolidated import making  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = HERE / "pictures"
RIBBON = HERE.parent / "macros" / TAB
WIDTH, HEIGHT, DISPLAY = 1800, 1400, f":{100 + os.getpid() % 400}"
TOP, BOTTOM, TABS = 107, 27, 28  # menus and status line of Calc, which pictures leave out; its row of tabs
COLOURS, EDGE, MARGIN = 128, "#c8c8c8", 24
SETTINGS = (
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Setup/L10N", "ooSetupSystemLocale", "uz-UZ"),  # numbers with a comma, as on the desks
    ("Setup/Product", "ooSetupLastVersion", "7.4"),
    ("Setup/Product", "LastTimeDonateShown", "4102444800"),
    ("Setup/Product", "LastTimeGetInvolvedShown", "4102444800"),
    ("Setup/Office/Factories/org.openoffice.Setup:Factory['com.sun.star.sheet.SpreadsheetDocument']",
     "ooSetupFactoryWindowAttributes", f"0,0,{WIDTH},{HEIGHT};1;0,0,0,0;"),
)  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """A sheet as it stands on the screen: from which cell, how large, how much of it."""

    name: str
    workbook: str
    sheet: str
    corner: str
    cell: str
    zoom: int
    size: tuple[int, int]


@dataclass(frozen=True)
class Page:
    """A page as it prints, cut to what stands on it; ``foot`` is the part of its height that is left out.

    Its number is that of the first page with the sheet's name in it where it is 0.
    """

    name: str
    file: str
    number: int
    foot: float = 0.06


FAULTY, MENDED = "1-xatoli/reja-2025.xlsx", "2-tuzatilgan/reja-2025.xlsx"
IMPORTED = "2-tuzatilgan/import/reja-2025.xlsx"
YEAR = "yillar"
HANDED_IN = "2-tuzatilgan/xizmat/reja-2025.xlsx"
FORMS = "2-tuzatilgan/hisobotlar/2025-Q3"
STANDING, OF_SERVICE = "sahifalar/rahbar.xlsx", "sahifalar/xizmat.xlsx"
SCREENS = (
    Screen("bosh-sahifa", MENDED, "Bosh sahifa", "A1", "C3", 80, (1440, 1080)),
    Screen("kundalik", MENDED, "Kundalik", "C258", "C279", 80, (1470, 560)),
    Screen("oylik", FAULTY, "Oylik", "C22", "R32", 85, (1440, 800)),
    Screen("tadbirlar", MENDED, "Tadbirlar", "A45", "C63", 80, (1700, 520)),
    Screen("tekshiruv", FAULTY, "Tekshiruv", "A5", "I8", 90, (1660, 560)),
    Screen("jamlanma", MENDED, "Jamlanma", "C19", "C19", 80, (1700, 620)),
    Screen("topshirish", HANDED_IN, "Topshirish", "A5", "A5", 90, (1660, 330)),
    Screen("hisobotlar", MENDED, "Hisobotlar", "A40", "F45", 75, (1700, 620)),
)
PAGES = (
    Page("reja", MENDED, 2),
    Page("mk-16", f"{FORMS}/MK-16_2025-Q3.xlsx", 3),
    Page("mk-10", f"{FORMS}/MK-10_2025-Q3.xlsx", 1, 0.08),
    Page("viloyat-umumiy", "viloyat/natija.xlsx", 1),
    Page("viloyat-markaz-band", "viloyat/natija.xlsx", 2),
    Page("viloyat-javob", "viloyat/javob.xlsx", 1),
    Page("viloyat-jamlama", "viloyat/MK-14.xlsx", 1, 0.08),
    Page("solishtirma", IMPORTED, 0, 0),
    Page("mk-17", f"{YEAR}/hisobotlar/2025/MK-17_2025.xlsx", 3),
    Page("ds-01", f"{YEAR}/hisobotlar/2025/DS-01_2025.xlsx", 1, 0.08),
    Page("reja-loyihasi", f"{YEAR}/hisobotlar/2026/reja-loyihasi-2027.xlsx", 2),
    Page("yillar", f"{YEAR}/yillar.xlsx", 9),
    Page("imzolangan-reja", "reja/imzolangan.docx", 1),
    Page("reja-taklifi", "reja/reja-2026-taklif.xlsx", 1),
    Page("reja-shubhalari", "reja/reja-2026-taklif.xlsx", 2),
    Page("sahifa-rahbar", STANDING, 1, 0),
    Page("sahifa-xizmat", OF_SERVICE, 1, 0),
)


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_demo(folder / "demo", lambda _line: None)
        region(folder / "demo" / "viloyat")
        years(folder / "demo" / YEAR)
        signed(folder / "demo" / "reja")
        standing(folder / "demo")
        for language, picture in {"uz": "lenta", "ru": "lenta-ru"}.items():
            save(ribbon(tab_in(language, RIBBON.read_text(encoding="utf-8"))), picture)
        save(terminal(checked(folder / "demo" / FAULTY)), "terminal", border=0)
        save(terminal(imported(folder / "demo" / MENDED, folder / "demo" / IMPORTED)), "import", border=0)
        save(terminal(merged(folder / "demo" / MENDED, folder / "demo" / HANDED_IN)), "nusxa", border=0)
        save(terminal(archived(folder / "demo" / MENDED, folder / "arxiv")), "arxiv", border=0)
        for page in PAGES:
            printed(folder, page)
        with display():
            for screen in SCREENS:
                shown(folder, screen)
    for picture in sorted(TARGET.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1024} KB")


def region(folder: Path) -> None:
    """What a regional library makes of the forms of seven centres, and what one of them gets back."""
    folder.mkdir()
    found, names = making.consolidation(), making.NAMES
    where = "Sirdaryo viloyati"
    people = {"director": "Direktor F.I.Sh.", "reporter": "Ijrochi F.I.Sh.", "phone": "+998 00 000-00-00"}
    own = {"organisation": f"{where} axborot-kutubxona markazi", "region": where, **people}
    (folder / "natija.xlsx").write_bytes(result_bytes(found, making.TODAY, names=names))
    (folder / "javob.xlsx").write_bytes(feedback_bytes(found, making.CENTRES[3], making.TODAY, names))
    form = summary_form(found, where, "MK-14", making.PERIOD, sender=Sender("SR", own), names=names)
    (folder / "MK-14.xlsx").write_bytes(form)


def years(folder: Path) -> None:
    """Two whole years of a centre: the year's report, the state's figures, the draft plan, the trend."""
    folder.mkdir()
    make_years(folder, 12)
    old, new = folder / "reja-2025.xlsx", folder / "reja-2026.xlsx"
    several_years.type_ages(old)
    several_years.retype(new, {("17", "unit"): "Dona"})
    for code in ("MK-17", "DS-01"):
        akmxl("submit", old, "--period", "2025", "--only", code, *several_years.JANUARY)
    akmxl("next-plan", new, "--today", "2027-01-12")
    akmxl("trend", old, new, "--out", folder / "yillar.xlsx", "--today", "2027-01-12")


def signed(folder: Path) -> None:
    """A plan as an office signs it, and what is proposed of it."""
    folder.mkdir()
    due = "2026-yil davomida"
    loans = "Abonementlar va foydalanuvchilarga xizmat ko‘rsatish xizmati"
    mobile = next(row for row in shipped.plan() if row.code == "19")
    rows = (
        ("15.", "Foydalanuvchilarni ro‘yxatga olish:\n- yangi;\n- qayta", "Nafar", "4 442\n206\n4236",
         "4 500\n210\n4290", "Korporativ tarmoqda ro‘yxatga olish", due, loans),
        ("16.", "Kitobxonlar qatnovi hisobi", "Nafar", "16 638", "16 700 ta", "Kundalik hisob", due, loans),
        ("17.", "Ovozli kitoblar tinglash kechasini o‘tkazish", "Tadbir", "–", "4", "Reja asosida",
         "Zarur bo‘lganda", "Direktor"),
        ("18.", "Tadbirlar va ko‘rgazmalarni tashkil qilish", "Tadbir", "24", "30", "Reja asosida", due,
         loans),
        ("19.", mobile.name, mobile.unit, "4", "6/36", mobile.mechanism, due, loans),
    )  # fmt: skip
    lines = ("Shirin shahar axborot-kutubxona markazining", "2026-yil uchun mo‘ljallangan ISH REJA")
    title = "".join(word.p(word.run(line, "<w:b/>"), '<w:jc w:val="center"/>') for line in lines)
    section = word.section("IV. ASOSIY ISHLAB CHIQARISH FAOLIYATI")
    table = word.tbl(word.heading(2026), section, *(word.work(*row) for row in rows))
    (folder / "imzolangan.docx").write_bytes(word.docx(title, table))
    new_plan(folder / "reja-2026.xlsx", plan=folder / "imzolangan.docx", today=TODAY)


def standing(demo: Path) -> None:
    """The director's page, that of a service with work to do, and the web page in a browser."""
    from akmxl.actions.open_plan import open_plan
    from akmxl.actions.page import pages_of, write_pages

    made, late = demo / "sahifalar", date(TODAY.year, 11, 10)
    mended, faulty = open_plan(demo / MENDED), open_plan(demo / FAULTY)
    (found,) = write_pages(
        faulty, pages_of(faulty, late, services=["raqamlashtirish"]), made, web=False
    ).files
    found.path.rename(demo / OF_SERVICE)
    write_pages(mended, pages_of(mended, TODAY), made)
    photo = made / "brauzer.png"
    browser = ("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    where = f"--user-data-dir={made}/profil", f"--screenshot={photo}", "--window-size=900,1000"
    run(*browser, *where, (made / "hisobot.html").as_uri())
    with Image.open(photo) as image:
        save(image, "sahifa-brauzer")


def save(image: Image.Image, name: str, border: int = 1) -> None:
    """A light PNG: few colours, no dithering."""
    framed = ImageOps.expand(image.convert("RGB"), border, EDGE)
    light = framed.quantize(COLOURS, dither=Image.Dither.NONE)
    light.save(TARGET / f"{name}.png", optimize=True)


def shown(folder: Path, screen: Screen) -> None:
    """Open a copy at the right place, photograph the screen, keep the sheet and its tabs."""
    work = folder / screen.name
    work.mkdir()
    workbook = work / "reja-2025.xlsx"
    turned(folder / "demo" / screen.workbook, workbook, screen)
    office = subprocess.Popen(
        ["soffice", profile(work), "--norestore", "--nologo", "--calc", str(workbook)],
        env=os.environ | {"DISPLAY": DISPLAY}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        photo = still_screen()
    finally:
        os.killpg(office.pid, 15)
        office.wait(30)
    wide, high = screen.size
    sheet = Image.new("RGB", (wide, high + TABS))
    sheet.paste(photo.crop((0, TOP, wide, TOP + high)))
    sheet.paste(photo.crop((0, HEIGHT - BOTTOM - TABS, wide, HEIGHT - BOTTOM)), (0, high))
    save(sheet, screen.name)


def still_screen() -> Image.Image:
    """The screen once a workbook stands on it and nothing has moved for some seconds."""
    photos = [grab()]
    for _ in range(180):
        time.sleep(1)
        photos = [*photos[-5:], grab()]
        still = all(before == after for before, after in pairwise(photos))
        if len(photos) > 5 and still and len(photos[0].getcolors(1 << 24)) > COLOURS:
            return photos[0]
    raise SystemExit("LibreOffice did not show the workbook")


def grab() -> Image.Image:
    return ImageGrab.grab(xdisplay=DISPLAY)


def printed(folder: Path, page: Page) -> None:
    work = folder / page.name
    work.mkdir()
    run("soffice", profile(work), "--headless", "--convert-to", "pdf", "--outdir", str(work),
        str(folder / "demo" / page.file))  # fmt: skip
    (pdf,) = work.glob("*.pdf")
    number = str(page.number or first_page(pdf, "solishtirish dalolatnomasi"))
    run("pdftoppm", "-r", "110", "-png", "-singlefile", "-f", number, "-l", number, str(pdf), str(pdf))
    with Image.open(f"{pdf}.png") as paper:
        body = paper.convert("RGB").crop((0, 0, paper.width, int(paper.height * (1 - page.foot))))
    ink = ImageChops.difference(body, Image.new("RGB", body.size, "white")).getbbox()
    save(ImageOps.expand(body.crop(ink), MARGIN, "white"), page.name)


def checked(workbook: Path) -> str:
    """What ``akmxl check`` is given and prints."""
    from click.testing import CliRunner

    from akmxl.cli.group import cli

    typed = ["check", workbook.name, "--severity", "explain"]
    arguments = [typed[0], str(workbook), *typed[2:], "--no-write", "--today", str(TODAY)]
    return f"$ akmxl {' '.join(typed)}\n{CliRunner().invoke(cli, arguments, color=True).output}"


def first_page(pdf: Path, words: str) -> int:
    """The number of the first page on which these words stand."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return next(number for number, page in enumerate(text.split("\f"), 1) if words in page)


def imported(workbook: Path, copy: Path) -> str:
    """What ``akmxl import`` is given and prints, of an export that differs from the plan in two months."""
    from click.testing import CliRunner

    from akmxl.actions.open_plan import open_plan
    from akmxl.cli.group import cli
    from akmxl.core.vocabulary import MONTHS

    copy.parent.mkdir()
    copy.write_bytes(workbook.read_bytes())
    plan = open_plan(copy).plan
    lines = ["Oy;Yangi kitobxonlar;Qayta ro‘yxatdan o‘tganlar"]
    for month in range(1, 10):
        new, renewed = (plan.value(code, month) or 0 for code in ("15.1", "15.2"))
        lines.append(
            f"{MONTHS[month - 1].capitalize()} 2025;{new + (month == 3) * 4};{renewed - (month == 8) * 2}"
        )
    export = copy.with_name("qatnov-2025.csv")
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    typed = ["import", export.name, "--profile", "qatnov-oylik"]
    arguments = ["import", str(copy), str(export), *typed[2:], "--today", str(TODAY)]
    return f"$ akmxl {' '.join(typed)}\n{CliRunner().invoke(cli, arguments, color=True).output}"


def merged(workbook: Path, copy: Path) -> str:
    """What ``akmxl merge`` is given and prints, of a service's copy; two services have handed in before."""
    from click.testing import CliRunner

    from akmxl.actions.copy import copy_for
    from akmxl.actions.hand_in import hand_in, month_to_hand_in
    from akmxl.actions.open_plan import open_plan
    from akmxl.cli.group import cli
    from akmxl.plan.period import Period
    from akmxl.workbook.fills import Fills
    from akmxl.workbook.plan_file import write

    copy.parent.mkdir()
    copy.write_bytes(workbook.read_bytes())
    months = (("abonement", 8), ("abonement", 9), ("fond", 9), ("bibliografiya", 9))
    for number, (service, month) in enumerate(months):
        opened = open_plan(copy)
        found = month_to_hand_in(opened, service, Period.month(2025, month), TODAY)
        hand_in(opened, found, TODAY, f"{number // 2 + 1}-xodim")
    out, _ = copy_for(open_plan(copy), "fond", TODAY)
    own = out.rename(out.with_name("fond-xizmati.xlsx"))
    for path, figures in ((copy, {"11": 14}), (own, {"11": 16, "13.2": 31})):
        opened = open_plan(path)
        cells = {
            entry.place: value for code, value in figures.items() if (entry := opened.plan.entry(code, 10))
        }
        write(opened.file, Fills(cells))
    typed = ["merge", own.name]
    arguments = ["merge", str(copy), str(own)]
    return f"$ akmxl {' '.join(typed)}\n{CliRunner().invoke(cli, arguments, color=True).output}"


def archived(workbook: Path, folder: Path) -> str:
    """What ``akmxl archive`` and ``akmxl verify`` are given and print, of a quarter with a signed form."""
    from click.testing import CliRunner

    from akmxl.cli.group import cli

    shutil.copytree(workbook.parent, folder)
    form = folder / "hisobotlar/2025-Q2/MK-10_2025-Q2.xlsx"
    form.with_name(f"{form.name}.p7s").write_bytes(b"imzo")
    made = folder / "arxiv-2025-Q2.zip"
    runs = (
        (["archive", "--period", "2025-Q2"], ["archive", str(folder / workbook.name), "--period", "2025-Q2"]),
        (["verify", made.name], ["verify", str(made)]),
    )
    told = []
    for typed, arguments in runs:
        output = CliRunner().invoke(cli, arguments, color=True).output
        told.append(f"$ akmxl {' '.join(typed)}\n{output.replace(str(folder) + os.sep, '')}")
    return "\n".join(told)


@contextmanager
def display() -> Iterator[None]:
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-noreset", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        time.sleep(5)
        yield
    finally:
        server.terminate()
        server.wait(10)


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def profile(work: Path) -> str:
    """A private profile of LibreOffice: a large window, all calculated that it opens, no greetings."""
    folder = work / "profile" / "user"
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in SETTINGS
    )
    text = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    (folder / "registrymodifications.xcu").write_text('<?xml version="1.0" encoding="UTF-8"?>' + text)
    return f"-env:UserInstallation=file://{folder.parent}"


def turned(source: Path, target: Path, screen: Screen) -> None:
    """A copy of the workbook that opens on the sheet and the cells to be shown."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        book = old.read("xl/workbook.xml").decode()
        names = re.findall(r'<sheet name="([^"]+)"', book)
        index = names.index(screen.sheet)
        part = f"xl/worksheets/sheet{index + 1}.xml"
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = book.replace("<workbookView ", f'<workbookView activeTab="{index}" ').encode()
            elif name.startswith("xl/worksheets/sheet"):
                data = data.replace(b' tabSelected="1"', b"")
                if name == part:
                    data = _turn_view(data.decode(), screen).encode()
            new.writestr(name, data)


def _turn_view(xml: str, screen: Screen) -> str:
    head, view, rest = re.split(r"(<sheetViews>.*?</sheetViews>)", xml, maxsplit=1, flags=re.DOTALL)
    zoom = f'<sheetView tabSelected="1" zoomScale="{screen.zoom}" zoomScaleNormal="{screen.zoom}" '
    view = view.replace("<sheetView ", zoom)
    view = re.sub(r'(<pane [^>]*topLeftCell=")[^"]*', rf"\g<1>{screen.corner}", view)
    view = re.sub(r"<selection[^>]*/>", "", view)
    pane = re.search(r'activePane="\w+"', view)
    where = pane[0].replace("activePane", "pane") if pane else ""
    selection = f'<selection {where} activeCell="{screen.cell}" sqref="{screen.cell}"/>'
    view = re.sub(r"(<sheetView [^>]*?)/>", r"\1></sheetView>", view)
    view = view.replace("</sheetView>", selection + "</sheetView>")
    return head + view + rest


if __name__ == "__main__":
    main()
