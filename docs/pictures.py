"""Makes the pictures of the guide anew: ``python docs/pictures.py`` (Linux; a few minutes).

The demo's files as LibreOffice Calc shows them on a screen (Xvfb), forms as they print, and the terminal's
text. The input is the same in every run, so a picture changes only when what it shows has changed.
Needs soffice, Xvfb, xdotool, pdftoppm and ImageMagick.
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
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from akmxl.demo import TODAY, run_demo  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = HERE / "pictures"
WIDTH, HEIGHT, DISPLAY = 1800, 1400, f":{100 + os.getpid() % 400}"
TOP, SIDE, BOTTOM = 107, 46, 27  # menus, side bar and status line of Calc, which the pictures leave out
COLOURS, LETTERS = 128, "DejaVu-Sans-Mono"
SETTINGS = (
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("Setup/Product", "ooSetupLastVersion", "7.4"),
    ("Setup/Product", "LastTimeDonateShown", "4102444800"),
    ("Setup/Product", "LastTimeGetInvolvedShown", "4102444800"),
)


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
    """A page as it prints, cut to what stands on it."""

    name: str
    workbook: str
    number: int
    bottom: int  # pixels of the page's foot that are left out


FAULTY, MENDED = "1-xatoli/reja-2025.xlsx", "2-tuzatilgan/reja-2025.xlsx"
FORMS = "2-tuzatilgan/hisobotlar/2025-Q3"
SCREENS = (
    Screen("bosh-sahifa", MENDED, "Bosh sahifa", "A1", "C3", 80, (1440, 1080)),
    Screen("kundalik", MENDED, "Kundalik", "C258", "N273", 80, (1470, 560)),
    Screen("oylik", FAULTY, "Oylik", "C22", "Q32", 85, (1440, 800)),
    Screen("tekshiruv", FAULTY, "Tekshiruv", "A5", "I8", 90, (1660, 560)),
)
PAGES = (
    Page("reja", MENDED, 2, 60),
    Page("mk-16", f"{FORMS}/MK-16_2025-Q3.xlsx", 3, 60),
    Page("mk-10", f"{FORMS}/MK-10_2025-Q3.xlsx", 1, 100),
)


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_demo(folder / "demo", lambda _line: None)
        terminal(folder)
        for page in PAGES:
            printed(folder, page)
        with display():
            for screen in SCREENS:
                shown(folder, screen)
    for picture in sorted(TARGET.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1024} KB")


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
        window = wait_for_window()
        act("windowsize", "--sync", window, str(WIDTH), str(HEIGHT))
        act("windowmove", window, "0", "0")
        act("mousemove", str(WIDTH - 5), str(HEIGHT - 5))
        time.sleep(6)
        photo = work / "screen.png"
        run("import", "-display", DISPLAY, "-window", "root", str(photo))
    finally:
        os.killpg(office.pid, 15)
        office.wait(30)
    wide, high = screen.size
    tabs = 46  # the row of tabs, which goes below the cut sheet
    below = HEIGHT - BOTTOM - tabs
    run(
        "convert", str(photo),
        "(", "-clone", "0", "-crop", f"{wide}x{high}+0+{TOP}", "+repage", ")",
        "(", "-clone", "0", "-crop", f"{wide}x{tabs - 18}+0+{below + 18}", "+repage", ")",
        "-delete", "0", "-append", *framed(), str(TARGET / f"{screen.name}.png"),
    )  # fmt: skip


def printed(folder: Path, page: Page) -> None:
    work = folder / page.name
    work.mkdir()
    run("soffice", profile(work), "--headless", "--convert-to", "pdf", "--outdir", str(work),
        str(folder / "demo" / page.workbook))  # fmt: skip
    (pdf,) = work.glob("*.pdf")
    number, image = str(page.number), work / "page"
    run("pdftoppm", "-r", "110", "-png", "-singlefile", "-f", number, "-l", number, str(pdf), str(image))
    run("convert", f"{image}.png", "-gravity", "south", "-chop", f"0x{page.bottom}", "-trim", "+repage",
        "-bordercolor", "white", "-border", "24", *framed(), str(TARGET / f"{page.name}.png"))  # fmt: skip


def terminal(folder: Path) -> None:
    """What ``akmxl check`` prints, with its colours, as a terminal of 104 columns would show it."""
    from click.testing import CliRunner

    from akmxl.cli import cli

    typed = ["check", "reja-2025.xlsx", "--severity", "explain"]
    workbook = folder / "demo" / FAULTY
    arguments = [typed[0], str(workbook), *typed[2:], "--no-write", "--today", str(TODAY)]
    result = CliRunner().invoke(cli, arguments, color=True)
    text = "$ " + " ".join(["akmxl", *typed]) + "\n" + result.output
    lines = [row for line in text.splitlines() for row in wrapped(line, 104)]
    size, across, down, edge = 17, 10, 25, 22
    parts = [f"font {LETTERS}", f"font-size {size}"]
    for number, line in enumerate(lines):
        column = 0
        for colour, piece in line:
            left, base = edge + column * across, edge + 16 + number * down
            parts.append(f"fill '{colour}'")
            parts.append(f"text {left},{base} '{piece.replace(chr(39), chr(92) + chr(39))}'")
            column += len(piece)
    wide, high = 104 * across + 2 * edge, len(lines) * down + 2 * edge
    run("convert", "-size", f"{wide}x{high}", "xc:#1e1e1e", "-draw", "\n".join(parts), "-strip",
        "-colors", "64", str(TARGET / "terminal.png"))  # fmt: skip


_CODES = {"0": "#d4d4d4", "1": "", "31": "#f47067", "33": "#d9b44a", "34": "#6cb6ff", "35": "#d2a8ff"}


def wrapped(line: str, columns: int) -> Iterator[list[tuple[str, str]]]:
    """A line with colour codes as rows of (colour, text), broken between words."""
    colour, words = _CODES["0"], []
    for code, text in re.findall(r"\x1b\[(\d+)m|([^\x1b]+)", line):
        colour = (_CODES.get(code) or colour) if code else colour
        words += [(colour, word) for word in re.findall(r"\s+|\S+", text)]
    row: list[tuple[str, str]] = []
    for shade, word in words:
        if row and sum(len(piece) for _, piece in row) + len(word) > columns:
            yield row
            row = [(shade, "  ")]
            if not word.strip():
                continue
        row.append((shade, word))
    yield row


@contextmanager
def display() -> Iterator[None]:
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-noreset", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(60):
            time.sleep(0.5)
            if act("getdisplaygeometry", check=False):
                break
        yield
    finally:
        server.terminate()
        server.wait(10)


def wait_for_window() -> str:
    for _ in range(180):
        time.sleep(0.5)
        found = act("search", "--onlyvisible", "--name", "LibreOffice Calc", check=False).split()
        if found:
            time.sleep(4)
            return found[0]
    raise SystemExit("LibreOffice did not open its window")


def act(*arguments: str, check: bool = True) -> str:
    done = subprocess.run(["xdotool", *arguments], env=os.environ | {"DISPLAY": DISPLAY},
                          capture_output=True, text=True, check=check)  # fmt: skip
    return done.stdout


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def framed() -> list[str]:
    return ["-bordercolor", "#c8c8c8", "-border", "1", "-strip", "+dither", "-colors", str(COLOURS),
            "-define", "png:compression-level=9"]  # fmt: skip


def profile(work: Path) -> str:
    """A private profile of LibreOffice that calculates what it opens and shows no greetings."""
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
    shutil.copyfile(source, target)
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
