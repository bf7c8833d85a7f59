"""The workbooks that are measured: a plan of 60 items by 12 months on 15 sheets, with a long log.

Made by XlsxWriter once and kept in the system's folder for temporary files.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TESTS = Path(__file__).parents[1] / "tests"
_FORMS = Path(__file__).parents[1] / "akmxl" / "submission"  # what the forms are made by
ITEMS, MONTHS, PLAN_SHEETS = 60, 12, 13
LOG_COLUMNS = ("Sana", "Kod", "Band", "Oy", "Soni", "Summa", "Masʼul", "Izoh", "Holat", "Oyi")
KNOWN_KIND, UNKNOWN_KIND = "Ko‘rgazma", "Uchrashuv kechasi"
_LATER_DAY = dt.date(2025, 10, 6)
_CHECKED = {"plan": _LATER_DAY, "plan100k": _LATER_DAY, "quarter": dt.date(2025, 4, 10)}  # when it is made
_OLD = 4  # seconds: of forms that came less than three before a run, the next run reads each again
_DAY_ONE = dt.date(2025, 1, 2)
_PEOPLE = ("N. Karimova", "O. Toʻrayev", "D. Sobirova", "A. Yoʻldoshev", "M. Gʻaniyeva")
_NOTES = ("", "", "", "tasdiqlandi", "qoʻlda kiritildi", "filial hisobotidan", "tekshirildi, raqam toʻgʻri")


def workbook(name: str) -> Path:
    """``5k`` and ``100k``: 15 sheets, 13 of the plan, the log with a table, an empty one for findings;
    ``form``: a report with one row to repeat; ``plan``: akmxl's own workbook, 5,000 rows in a register;
    ``plan100k``: the same with 100,000, ``faulty100k``: half of them of an unknown kind; ``empty``: a plan in
    which nothing was typed yet; ``quarter``: one with the sample figures of three months, checked;
    ``foreign``: 5,000 rows that openpyxl wrote, ``unknown``: of a kind that is not on the list, ``office``:
    saved by LibreOffice; with ``-later`` behind it one that was checked before; ``marc21-50k`` and
    ``rusmarc-50k``: no workbooks but catalogues, in UTF-8 and in cp1251; ``visits-csv`` and ``visits-xlsx``:
    100,000 rows of another system's export, beside them the plan and the profile by which they are counted;
    ``forms``: a folder with what 190 centres sent of a quarter, 3,800 forms; ``consolidated``: a folder with
    the same, with 20 corrections that came after it, and with what a run over the first of them has left;
    ``nation``: a folder with what 190 centres sent of a year, 28,500 forms, two fifths of them corrections.
    An ``OSError`` says that LibreOffice is not there.

    Built in a process of its own: the caller stays small, and so do the processes that it measures.
    """
    path = cache_folder() / f"{name}{_suffix(name)}"
    if not path.exists():
        print(f"building {path.name} ...", file=sys.stderr)
        subprocess.run([sys.executable, __file__, name, str(path)], check=True)
    _check_again(name, path)
    return path


def _suffix(name: str) -> str:
    if name in ("forms", "consolidated", "nation"):
        mark = hashlib.sha256()
        sources = _FORMS.parent if name == "consolidated" else _FORMS
        for source in (_TESTS / "submission" / "returns" / "made_forms.py", *sorted(sources.rglob("*.py"))):
            mark.update(source.read_bytes())
        return f".{mark.hexdigest()[:12]}"
    return ".mrc" if "marc" in name else ".csv" if name.endswith("csv") else ".xlsx"


def _check_again(name: str, path: Path) -> None:
    """Let a workbook that was checked before say what this akmxl says: the rules may have changed since."""
    day = _CHECKED.get(name, _LATER_DAY if name.endswith("-later") else None)
    if day is None:
        return
    mark = hashlib.sha256()
    for source in sorted((Path(__file__).parents[1] / "akmxl").rglob("*.py")):
        mark.update(source.read_bytes())
    checked = path.with_suffix(f".{mark.hexdigest()[:12]}.checked")
    if not checked.exists():
        subprocess.run([sys.executable, __file__, "--check", str(path), day.isoformat()], check=True)
        checked.touch()


def cache_folder() -> Path:
    """Where the workbooks are kept; a change of this file makes them anew."""
    mark = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"akmxl-benchmarks-{mark}"
    folder.mkdir(exist_ok=True)
    return folder


def _build_plan(path: Path, log_rows: int) -> None:
    import xlsxwriter

    chance = random.Random(7)
    with xlsxwriter.Workbook(path) as file:
        formats = {
            "head": file.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1}),
            "number": file.add_format({"num_format": "#,##0", "border": 1}),
            "day": file.add_format({"num_format": "dd.mm.yyyy"}),
            "bad": file.add_format({"bg_color": "#FFC7CE"}),
        }
        for number in range(1, PLAN_SHEETS + 1):
            _plan_sheet(file, file.add_worksheet(f"Oylik{number}"), formats, chance)
        _log_sheet(file.add_worksheet("Jurnal"), formats, chance, log_rows)
        file.add_worksheet("Tekshiruv").write_row("A1", ["Kod", "Daraja", "Katak", "Holat"], formats["head"])


def _plan_sheet(file: Any, sheet: Any, formats: dict[str, Any], chance: random.Random) -> None:
    name = sheet.get_name()
    sheet.write_row(
        0, 0, ["Kod", "Band", *(f"{m}-oy" for m in range(1, MONTHS + 1)), "Jami"], formats["head"]
    )
    for row in range(1, ITEMS + 1):
        sheet.write(row, 0, f"{row // 10 + 1}.{row % 10}")
        sheet.write(row, 1, f"{row}-band: kutubxona xizmatlari koʻrsatkichi")
        figures = [chance.randrange(1, 900) for _ in range(MONTHS)]
        sheet.write_row(row, 2, figures, formats["number"])
        sheet.write_formula(row, 14, f"=SUM(C{row + 1}:N{row + 1})", formats["number"], sum(figures))
    area = (1, 2, ITEMS, MONTHS + 1)
    sheet.data_validation(*area, {"validate": "integer", "criteria": ">=", "value": 0})
    rule = {"type": "cell", "criteria": "<", "value": 0, "format": formats["bad"]}
    sheet.conditional_format(*area, rule)
    sheet.write_comment("A1", "Kodlar tasdiqlangan rejadan olinadi.")
    chart = file.add_chart({"type": "column"})
    for row in (1, 2, 3):
        chart.add_series({"name": [name, row, 1], "values": [name, row, 2, row, MONTHS + 1]})
    sheet.insert_chart(ITEMS + 3, 1, chart)
    sheet.freeze_panes(1, 2)


def _log_sheet(sheet: Any, formats: dict[str, Any], chance: random.Random, rows: int) -> None:
    for row in range(1, rows + 1):
        day = _DAY_ONE + dt.timedelta(days=row % 360)
        sheet.write_datetime(row, 0, dt.datetime.combine(day, dt.time()), formats["day"])
        sheet.write_string(row, 1, f"{row % ITEMS // 10 + 1}.{row % 10}")
        sheet.write_string(row, 2, f"{row % ITEMS + 1}-band: kutubxona xizmatlari koʻrsatkichi")
        sheet.write_number(row, 3, day.month)
        sheet.write_number(row, 4, chance.randrange(1, 900))
        sheet.write_number(row, 5, chance.randrange(100, 900_000) / 100)
        sheet.write_string(row, 6, chance.choice(_PEOPLE))
        if note := chance.choice(_NOTES):
            sheet.write_string(row, 7, note)
        sheet.write_boolean(row, 8, row % 3 == 0)
        sheet.write_formula(row, 9, f"=MONTH(A{row + 1})", None, day.month)
    columns = [{"header": title} for title in LOG_COLUMNS]
    sheet.add_table(0, 0, rows, len(LOG_COLUMNS) - 1, {"name": "Jurnal", "columns": columns})
    sheet.data_validation(1, 4, rows, 4, {"validate": "integer", "criteria": ">=", "value": 0})


def _build_form(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Hisobot")
        head = file.add_format({"bold": True, "border": 1, "text_wrap": True})
        cell = file.add_format({"border": 1})
        sheet.merge_range("A1:G1", "Kutubxona ishi toʻgʻrisida hisobot", head)
        titles = ["T/r", "Kod", "Band", "Reja", "Fakt", "Farq", "Foiz"]
        sheet.write_row("A4", titles, head)
        sheet.write_row("A5", ["", "", "", 0, 0], cell)
        sheet.write_formula("F5", "=E5-D5", cell)
        sheet.write_formula("G5", "=IF(D5=0,0,E5/D5)", cell)
        sheet.set_row(4, 24)
        sheet.write("C6", "Jami", head)
        for letter in "DEF":
            sheet.write_formula(f"{letter}6", f"=SUM({letter}5:{letter}5)", head)
        sheet.merge_range("A8:C8", "Direktor", cell)
        sheet.merge_range("A10:C10", "Bosh hisobchi", cell)
        rule = {"type": "cell", "criteria": "<", "value": 0}
        sheet.conditional_format("F5:F5", {**rule, "format": file.add_format({"font_color": "#9C0006"})})
        sheet.data_validation("D5:E5", {"validate": "integer", "criteria": ">=", "value": 0})
        chart = file.add_chart({"type": "column"})
        chart.add_series({"categories": "=Hisobot!$C$5:$C$5", "values": "=Hisobot!$E$5:$E$5"})
        sheet.insert_chart("I4", chart)
        sheet.print_area("A1:G10")
        file.define_name("Jami", "=Hisobot!$E$6")


def _build_akmxl_plan(path: Path, register_rows: int, *, faulty: bool = False) -> None:
    """The shipped plan with a long register of events, checked before: as it stands on any working day.

    ``faulty``: every other row is of a kind that is not on the list, and nothing was checked yet.
    """
    from itertools import cycle, islice

    from akmxl.actions.demo.sample import sample
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.workbook.plan_file import PlanFile
    from akmxl.workbook.reading.plan import read_plan

    _build_empty(path)
    file = PlanFile.open(path)
    view = file.views["Tadbirlar"]
    fields = {view.titles[column]: field for field, column in view.columns.items()}
    titles = file.workbook.tables["Tadbirlar"].columns
    records = islice(cycle(sample(read_plan(file), 9).records["Tadbirlar"]), register_rows)
    rows = []
    for number, record in enumerate(records, 1):
        told = {**record, "title": f"{record.get('title', '')} ({number})"}
        told |= {"event_kind": UNKNOWN_KIND} if faulty and number % 2 else {}
        rows.append([told.get(fields.get(title, "")) for title in titles])
    patch = Patch(file.workbook)
    patch.append_rows("Tadbirlar", rows)  # type: ignore[arg-type]
    patch.save(backup=False)
    if not faulty:
        _check(path, _LATER_DAY)


def _build_empty(path: Path) -> None:
    from akmxl.workbook.create import shipped
    from akmxl.workbook.create.new_file import create_plan

    create_plan(
        path,
        rows=shipped.plan(),
        year=2025,
        organisation="Shirin shahar axborot-kutubxona markazi",
        first_period="2025-Q1",
        region="Sirdaryo viloyati",
    )


def _check(path: Path, day: dt.date) -> None:
    """Check a plan and write the findings, so that nothing is left to write."""
    import shutil

    from akmxl.actions.check import check, write_check
    from akmxl.actions.open_plan import open_plan

    opened = open_plan(path)
    write_check(opened, check(opened, day), day)
    shutil.rmtree(path.parent / ".akmxl-zaxira", ignore_errors=True)


def _build_foreign(path: Path, kind: str, rows: int = 5_000) -> None:
    """A plan into whose register of events another program wrote rows, without ids."""
    import openpyxl

    _build_empty(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Tadbirlar"]
    table = sheet.tables["Tadbirlar"]
    first, _, last = table.ref.partition(":")
    top = int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    titles = {cell.value: cell.column for cell in sheet[top]}
    for number in range(rows):
        row = top + 1 + number
        day = _DAY_ONE + dt.timedelta(days=number % 270)
        sheet.cell(row, titles["Sana"]).value = day
        sheet.cell(row, titles["Sana"]).number_format = "dd.mm.yyyy"
        sheet.cell(row, titles["Tadbir turi"]).value = kind
        sheet.cell(row, titles["Tadbir nomi"]).value = f"{number + 1}-tadbir"
    table.ref = f"{first}:{last.rstrip('0123456789')}{top + rows}"
    table.autoFilter.ref = table.ref
    book.save(path)


def _build_office(path: Path) -> None:
    """The same file, saved by LibreOffice."""
    import shutil

    office = shutil.which("soffice")
    if office is None:
        raise OSError("LibreOffice is not installed")
    _build_foreign(path, KNOWN_KIND)
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.copyfile(Path(folder, path.name), path)


def _build_quarter(path: Path) -> None:
    """The shipped plan with the sample's first quarter, checked: as it stands when its reports are made."""
    from akmxl.actions.demo.demo import fill_with_sample

    _build_empty(path)
    fill_with_sample(path, 3)
    _check(path, _CHECKED["quarter"])


_MARC21 = (
    "001 uz-{n}|003 UZ|005 202511{day}141356.0|008 2511{day}s2024    uz a                uzb  |"
    "020   $a978994300{n}$c45000|040   $aUzNKM$buzb$cUzNKM$dAKM|041 0 $auzb|080   $a821.512.133-3|"
    "084   $a84(5У)6$2rubbk|100 1 $aҚодирий, Абдулла,$d1894-1938|245 10$aЎткан кунлар, {n}-нашр :$bтарихий "
    "роман /$cАбдулла Қодирий ; [сўзбоши муаллифи Н. Каримов].|260   $aТошкент :$bШарқ нашриёти,$c2024.|"
    "300   $a384 бет :$bрасм ;$c21 см.|504   $aАдабиётлар рўйхати: 380-383-бетлар|"
    "650  7$aАдабиёт, бадиий$zЎзбекистон|700 1 $aКаримов, Н.$4aui|852   $aAKM$bабонемент$p{n}1|"
    "852   $aAKM$bўқув зали$p{n}2|856 4 $uhttp://kutubxona.uz/{n}"
)
_RUSMARC = (
    "001 RU-{n}|005 202511{day}141356.0|010   $a978-5-00-{n}$b450|100   $a202511{day}d2024    u  y0rusy01"
    "89    ca|101 0 $arus|102   $aRU|105   $aa   z   000yy|200 1 $aИстория библиотечного дела, вып. {n}$e"
    "учебное пособие$fА. Б. Каримова$gпод ред. В. Г. Иванова|210   $aТашкент$cУниверситет$d2024|215   $a384 "
    "с.$cил.$d21 см|320   $aБиблиогр.: с. 380-383|606 1 $3RU-99$aБиблиотечное дело$yУзбекистон$2nlr_sh|675   "
    "$a021(575.1)$vтабл.|686   $a78.3$2rubbk|700  1$aКаримова$bА. Б.$gАнна Борисовна|702  1$aИванов$bВ. Г."
    "$4340|801  0$aUZ$bUzNKM$c202511{day}|801  1$aUZ$bAKM$c202511{day}|899   $aAKM$p{n}1|899   $aAKM$p{n}2"
)


def _build_marc(path: Path, record: str, encoding: str, leader: str, records: int = 50_000) -> None:
    """A catalogue in ISO 2709: records of twenty fields and 800 to 1,100 bytes."""
    with path.open("wb") as file:
        for number in range(1, records + 1):
            directory, body = b"", b""
            for field in record.format(n=100_000 + number, day=f"{1 + number % 28:02}").split("|"):
                data = field[4:].replace("$", "\x1f").encode(encoding) + b"\x1e"
                directory += f"{field[:3]}{len(data):04}{len(body):05}".encode()
                body += data
            base = 25 + len(directory)
            head = f"{base + len(body) + 1:05}{leader}22{base:05} i 4500".encode()
            file.write(head + directory + b"\x1e" + body + b"\x1d")


_VISITS = ("Sana", "Filial", "F.I.Sh.", "Soni", "Izoh", "Karta", "Raqam", "Tur", "Til", "Xona")
_VISITS_PROFILE = """nishon = "sonlar"
[ustunlar]
"Sana" = []
"Filial" = []
"Soni" = []
[filtr]
"Filial" = ["Shirin"]
[[son]]
band = "15.1"
oy = "Sana"
miqdor = "Soni"
[[son]]
band = "15.2"
oy = "Sana"
"""


def _visits(rows: int = 100_000) -> Iterator[tuple[object, ...]]:
    """Rows of an export as a system of readers has them, over a year, of three branches."""
    chance = random.Random(17)
    for number in range(rows):
        day = dt.date(2025, 1, 1) + dt.timedelta(days=number * 365 // rows)
        branch = chance.choice(("Shirin", "Guliston", "Yangiyer"))
        yield (
            day,
            branch,
            f"{number}-kitobxon",
            chance.randint(0, 9),
            "izoh",
            "x" * 10,
            str(number),
            "a",
            "b",
            "c",
        )


def _build_visits(path: Path) -> None:
    folder = path.parent / "import"
    (folder / "profillar").mkdir(parents=True, exist_ok=True)
    (folder / "profillar" / "qatnov.toml").write_text(_VISITS_PROFILE, encoding="utf-8")
    (folder / "reja.xlsx").unlink(missing_ok=True)
    _build_empty(folder / "reja.xlsx")
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(_VISITS)
            writer.writerows((f"{day:%d.%m.%Y}", *rest) for day, *rest in _visits())
        return
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Qatnov")
        for number, row in enumerate((_VISITS, *_visits())):
            sheet.write_row(number, 0, row)


def _build_forms(folder: Path) -> None:
    """What 190 centres sent of the first quarter: a folder for each, with twenty forms in it."""
    sys.path.append(str(_TESTS))
    from submission.returns.made_forms import centres, make_patterns, returns, write

    with tempfile.TemporaryDirectory() as patterns:
        made = make_patterns(Path(patterns))
        write(returns(made, centres(190)), folder)


def _build_consolidated(folder: Path) -> None:
    """The forms of 190 centres, what a first run left, and what comes then: the 20 forms of one more centre,
    or 20 corrections, of other centres and other reports each.
    """
    sys.path.append(str(_TESTS))
    import jobs
    from submission.returns.made_forms import centres, form_of, form_sha256, make_patterns, returns, write

    with tempfile.TemporaryDirectory() as patterns:
        made = make_patterns(Path(patterns))
        write(returns(made, centres(190)), folder / "forms")
        every = [made[key] for key in sorted(made)]
        for number, centre in enumerate(centres(190)[5:185:9]):
            one = every[number % len(every)]
            data = form_of(one, centre, version=2, supersedes=form_sha256(form_of(one, centre)))
            path = folder / "new" / centre.code / f"{number}.xlsx"
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
        write(returns(made, centres(191)[190:]), folder / "centre")
    (folder / "after").mkdir()
    time.sleep(_OLD)
    first = "import sys, jobs; jobs.first_akmxl(*sys.argv[1:])"
    command = [sys.executable, "-c", first, str(folder), str(folder / "after" / "natija.xlsx")]
    told = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_FORMS.parents[1]), str(Path(__file__).parent)])}
    ended = subprocess.run(command, env=told, stdout=subprocess.DEVNULL, check=False)
    assert ended.returncode in jobs.FOUND


_CORRECTED = 63  # of a year's 87 reports
_AT_ONCE = 10  # centres


def _build_nation(folder: Path) -> None:
    """What 190 centres sent of a year, and a correction of each of their longest reports: 28,500 forms."""
    sys.path.append(str(_TESTS))
    from concurrent.futures import ProcessPoolExecutor

    from submission.returns.made_forms import make_patterns

    with tempfile.TemporaryDirectory() as patterns, ProcessPoolExecutor() as pool:
        make_patterns(Path(patterns), 12)
        parts = [pool.submit(_year_of, folder, Path(patterns), first) for first in range(0, 190, _AT_ONCE)]
        assert sum(part.result() for part in parts) == 28_500


def _year_of(folder: Path, patterns: Path, first: int) -> int:
    """Write the forms of some of the centres; return how many they are."""
    sys.path.append(str(_TESTS))
    from submission.returns.made_forms import centres, open_patterns, returns, write

    made = open_patterns(patterns)
    longest = sorted(made, key=lambda key: (-len(made[key].submitted.values), key))[:_CORRECTED]
    corrected = {(place, *key): "corrected" for place in range(_AT_ONCE) for key in longest}
    return len(write(returns(made, centres(190)[first : first + _AT_ONCE], corrected), folder))


MAKERS: dict[str, Callable[[Path], None]] = {
    "5k": lambda path: _build_plan(path, 5_000),
    "100k": lambda path: _build_plan(path, 100_000),
    "form": _build_form,
    "forms": _build_forms,
    "consolidated": _build_consolidated,
    "nation": _build_nation,
    "empty": _build_empty,
    "plan": lambda path: _build_akmxl_plan(path, 5_000),
    "plan100k": lambda path: _build_akmxl_plan(path, 100_000),
    "quarter": _build_quarter,
    "foreign": lambda path: _build_foreign(path, KNOWN_KIND),
    "faulty100k": lambda path: _build_akmxl_plan(path, 100_000, faulty=True),
    "unknown": lambda path: _build_foreign(path, UNKNOWN_KIND),
    "office": _build_office,
    "marc21-50k": lambda path: _build_marc(path, _MARC21, "utf-8", "nam a"),
    "rusmarc-50k": lambda path: _build_marc(path, _RUSMARC, "cp1251", "nam0 "),
    "visits-csv": _build_visits,
    "visits-xlsx": _build_visits,
}


def _build(name: str, path: Path) -> None:
    unfinished = path.with_suffix(f".part{path.suffix}")
    if unfinished.is_dir():
        shutil.rmtree(unfinished)
    unfinished.unlink(missing_ok=True)
    kind, later, _ = name.partition("-later")
    MAKERS[kind](unfinished)
    if later:
        _check(unfinished, _LATER_DAY)
    unfinished.replace(path)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    if sys.argv[1] == "--check":
        _check(Path(sys.argv[2]), dt.date.fromisoformat(sys.argv[3]))
    else:
        _build(sys.argv[1], Path(sys.argv[2]))
