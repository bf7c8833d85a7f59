"""What stops a run: one clear sentence, exit code 2, every file as it was."""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from jsonschema import validate
from running import akmxl, akmxl_process, everything_in, put

from akmxl.core.errors import Reason
from akmxl.core.i18n import in_language
from akmxl.ooxml.read.workbook import Workbook
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ERROR = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["kind", "message"],
            "additionalProperties": False,
            "properties": {"kind": {"type": "string"}, "message": {"type": "string", "minLength": 10}},
        }
    },
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _ole(*streams: str) -> bytes:
    """A compound file's head and a directory of these streams: 128 bytes each, as Office writes them."""
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))


def _cut(plan: Path, target: Path) -> None:
    target.write_bytes(plan.read_bytes()[:-300])


def _flipped(plan: Path, target: Path) -> None:
    data = bytearray(plan.read_bytes())
    with zipfile.ZipFile(plan) as archive:
        info = archive.getinfo("xl/worksheets/sheet3.xml")
    data[info.header_offset + 30 + len(info.filename) + 100] ^= 0xFF
    target.write_bytes(data)


def _other_workbook(_plan: Path, target: Path) -> None:
    with xlsxwriter.Workbook(target) as file:
        file.add_worksheet("Reja").write("A1", "Kod")


def _renamed_sheet(plan: Path, target: Path) -> None:
    _with_part(plan, target, "xl/workbook.xml", b'<sheet name="Oylik"', b'<sheet name="Oyliklar"')


def _renamed_column(plan: Path, target: Path) -> None:
    book = Workbook.open(plan)
    mart = next(at for at, cell in book.cells("Oylik").items() if cell.value == "Mart")
    shutil.copyfile(plan, target)
    put(target, {("Oylik", *mart): "Xyz"})


def _newer_edition(plan: Path, target: Path) -> None:
    own = f'"akmxl_nashr">{layout.EDITION}<'.encode()
    _with_part(plan, target, "xl/workbook.xml", own, b'"akmxl_nashr">99<')


def _with_part(plan: Path, target: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(plan) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == part:
                assert old in content
                content = content.replace(old, new)
            made.writestr(info, content)


def _bytes(content: bytes) -> Callable[[Path, Path], None]:
    return lambda _plan, target: target.write_bytes(content) and None


# What stands under the workbook's name -> what makes it, and the error's kind.
FILES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "missing": (lambda _plan, _target: None, "file"),
    "folder": (lambda _plan, target: target.mkdir(), "file"),
    "empty": (_bytes(b""), "unreadable"),
    "text": (_bytes(b"Kod;Nomi\n11;Kitob\n"), "unreadable"),
    "xls": (_bytes(_ole("Workbook")), "unreadable"),
    "encrypted": (_bytes(_ole("EncryptionInfo", "EncryptedPackage")), "unreadable"),
    "cut": (_cut, "unreadable"),
    "flipped byte": (_flipped, "unreadable"),
    "no plan": (_other_workbook, "not_a_plan"),
    "no sheet": (_renamed_sheet, "not_a_plan"),
    "no column": (_renamed_column, "not_a_plan"),
    "newer edition": (_newer_edition, "not_a_plan"),
}
COMMANDS = (("check",), ("rollup",), ("submit",), ("due",), ("repair",))


def _stops(folder: Path, *arguments: object, kind: str | None) -> str:
    """The sentence with which a run stops, in both forms; nothing in the folder changes."""
    before = everything_in(folder)
    told, asked = akmxl(*arguments), akmxl(*arguments, "--json")
    assert (told.code, asked.code) == (2, 2)
    assert told.out == ""
    sentence = told.err.strip()
    assert len(sentence) > 10
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    validate(asked.json, ERROR)
    error = asked.json["error"]
    assert asked.err == ""
    assert error["message"].strip() == sentence
    if kind:
        assert error["kind"] == kind
    assert everything_in(folder) == before
    return sentence


MENDED = {("no sheet", ("repair",))}  # a renamed sheet gets its name back
STOPPED = [
    pytest.param(case, command, id=f"{case}-{command[0]}")
    for case in FILES
    for command in COMMANDS
    if (case, command) not in MENDED
]


@pytest.mark.parametrize(("case", "command"), STOPPED)
def test_a_file_that_is_no_plan_stops_every_command(
    case: str, command: tuple[str, ...], shipped: Path, tmp_path: Path
) -> None:
    make, kind = FILES[case]
    make(shipped, tmp_path / "reja.xlsx")
    assert (
        "reja.xlsx" in _stops(tmp_path, *command, tmp_path / "reja.xlsx", kind=kind) or kind == "not_a_plan"
    )


def test_sent_refuses_such_a_file_too(shipped: Path, tmp_path: Path) -> None:
    for number, (make, _kind) in enumerate(FILES.values()):
        target = tmp_path / f"reja-{number}.xlsx"
        make(shipped, target)
        run = akmxl("sent", target, "MK-10", "2025-Q1", "--number", "1", "--date", "2025-04-05", "--json")
        assert run.code == 2
        validate(run.json, ERROR)


def test_the_missing_sheet_and_its_like_are_named(shipped: Path, tmp_path: Path) -> None:
    _renamed_sheet(shipped, tmp_path / "reja.xlsx")
    sentence = _stops(tmp_path, "check", tmp_path / "reja.xlsx", kind="not_a_plan")
    assert "“Oylik”" in sentence
    assert "“Oyliklar”" in sentence


def test_the_missing_column_is_named(shipped: Path, tmp_path: Path) -> None:
    _renamed_column(shipped, tmp_path / "reja.xlsx")
    sentence = _stops(tmp_path, "check", tmp_path / "reja.xlsx", kind="not_a_plan")
    assert "“Mart”" in sentence
    assert "“Oylik”" in sentence


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--period", "2025-13"),
        ("check", "--period", "mart"),
        ("check", "--period", ""),
        ("archive", "--period", ""),
        ("check", "--period", "2024-Q1"),
        ("check", "--severity", "bad"),
        ("check", "--today", "2025-02-30"),
        ("submit", "--period", "2025-Q5"),
        ("submit", "--period", "2026"),
        ("submit", "--only", "ZZ-01"),
        ("submit", "--to", "yo‘q idora"),
        ("check", "--service", "yo‘q xizmat"),
        ("submit", "--correction"),
        ("submit", "--correction", "--reason", "  "),
        ("due", "--until", "ertaga"),
        ("due", "--today", "9999-12-31"),
        ("check", "--today", "0001-01-01"),
        ("due", "--until", "99999999999999999999-01-01"),
        ("rollup", "--frob"),
        ("rollup", "ortiqcha"),
    ],
    ids=" ".join,
)
def test_an_argument_that_is_not_understood_stops_the_run(
    arguments: tuple[str, ...], plan_path: Path
) -> None:
    command, *options = arguments
    _stops(plan_path.parent, command, plan_path, *options, kind="bad_argument")


@pytest.mark.parametrize(
    "arguments", [("frob",), ("--frob",), ("rules", "ZZZ99"), ("check", "--frob")], ids=" ".join
)
def test_an_unknown_command_option_or_rule_stops_the_run(arguments: tuple[str, ...], tmp_path: Path) -> None:
    _stops(tmp_path, *arguments, kind="bad_argument")


# Click speaks by gettext, which asks the environment once a process: so each of these has its own.
@pytest.mark.parametrize(
    ("arguments", "uzbek", "english"),
    [
        (("rules", "ARI1"), "Eng yaqini: ARI1", "The nearest: ARI1"),
        (("chek",), "Balki, 'check'?", "Did you mean 'check'?"),
        (("check", "--no-writ"), "Balki, '--no-write'?", "Did you mean '--no-write'?"),
        (("check", "--sever", "x"), "bulardan biri: '--service', '--severity'?", "one of: '--service', "),
        (("check", "--severity", "bad"), "«bad» degan daraja yo‘q", "“bad” is not a severity"),
        (("check", "a", "b"), "Ortiqcha yozuv bor: b.", "unexpected extra argument"),
        (("check", "--period"), "qiymat yozing", "requires an argument"),
        (("sent", "--number", "1"), "«--date» yozilmagan.", "“--date” is not written."),
        (("init",), "«FAYL» yozilmagan.", "“FILE” is not written."),
        (("sent", "--number", "1", "--date", "2025-04-05"), "Hisobot kodi va davrini", "report's code and"),
        (
            ("check", "https://akm.uz/reja.xlsx"),
            "Bu veb-manzil: «https://akm.uz/reja.xlsx».",
            "is a web address",
        ),
        (("diff",), "Ikkita fayl yoki", "Name two files"),
        (("new-year", "--year", "99", "--out", "x.xlsx"), "Yilni tushunib bo‘lmadi: «99».", "“99” is not"),
        (("new-year", "--year", "2027", "--out", "x.xlsx"), "2026-yil ish reja fayli yo‘q", "of 2026 in"),
        (("init", "x.xlsx", "--year", "abc"), "Yilni tushunib bo‘lmadi: «abc».", "“abc” is not understood"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
def test_what_is_not_understood_is_told_in_one_language(
    arguments: tuple[str, ...], uzbek: str, english: str, tmp_path: Path
) -> None:
    for lang, sentence in (("uz", uzbek), ("en", english)):
        run = akmxl_process("--lang", lang, *arguments, folder=tmp_path)
        assert run.code == 2
        assert sentence in run.err
        assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("number", "uzbek", "english"),
    [
        (errno.EACCES, "ruxsat yo‘q", "permission is denied"),
        (errno.ENOSPC, "diskda joy qolmagan", "the disk is full"),
        (9999, "tizim xatosi: 9999", "system error 9999"),
    ],
)
def test_the_systems_own_words_are_told_in_the_runs_language(number: int, uzbek: str, english: str) -> None:
    reason = Reason(OSError(number, os.strerror(number)))
    for lang, sentence in (("uz", uzbek), ("en", english)):
        with in_language(lang):
            assert str(reason) == sentence


def test_why_a_file_cannot_be_read_is_told_in_the_runs_language(plan_path: Path) -> None:
    inside = plan_path / "reja.xlsx"
    assert "yo‘lning bir qismi papka emas, fayl" in akmxl("check", inside, lang="uz").err
    assert "a part of the path is a file" in akmxl("check", inside, lang="en").err


@pytest.mark.parametrize(
    "arguments",
    [
        ("MK-99", "2025-Q1", "--number", "1", "--date", "2025-04-05"),
        ("MK-10", "2025-02", "--number", "1", "--date", "2025-04-05"),
        ("MK-10", "2024-Q1", "--number", "1", "--date", "2025-04-05"),
        ("MK-10", "chorak", "--number", "1", "--date", "2025-04-05"),
        ("MK-10", "2025-Q1", "--number", "1", "--date", "05/04"),
        ("MK-10", "2025-Q1", "--number", "1"),
        ("MK-10", "2025-Q1", "--number", " ", "--date", "2025-04-05"),
        ("2025-Q1", "MK-10", "--number", "1", "--date", "2025-04-05"),
        ("--number", "1", "--date", "2025-04-05"),
    ],
    ids=" ".join,
)
def test_sent_wants_a_report_that_is_owed_a_number_and_a_date(
    arguments: tuple[str, ...], plan_path: Path
) -> None:
    _stops(plan_path.parent, "sent", plan_path, *arguments, kind="bad_argument")


def test_init_never_writes_over_a_file(plan_path: Path) -> None:
    before = everything_in(plan_path.parent)
    run = akmxl("init", plan_path)
    assert (run.code, run.out) == (2, "")
    assert plan_path.name in run.err
    assert everything_in(plan_path.parent) == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, "no file"),
        ("", "empty"),
        ("bu reja emas\n", "a text"),
        ("a,b,c\n1,2,3\n", "other columns"),
        ("code,section,kind,name,unit,mechanism,due,responsible,plan_2025\n", "no rows"),
        ("\x00\xff\xfe", "no text"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isprintable() else "",
)
def test_init_refuses_a_csv_that_is_no_plan(content: str | None, kind: str, tmp_path: Path) -> None:
    csv = tmp_path / "reja.csv"
    if content is not None:
        csv.write_bytes(content.encode("latin-1"))
    before = everything_in(tmp_path)
    run = akmxl("init", tmp_path / "yangi.xlsx", "--plan", csv)
    assert run.code == 2, kind
    assert run.out == ""
    assert "reja.csv" in run.err
    assert "\n" not in run.err.strip()
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize("name", ["yoq/reja.xlsx", "reja", "reja.xls"])
def test_init_wants_a_place_and_a_name_that_excel_opens(name: str, tmp_path: Path) -> None:
    run = akmxl("init", tmp_path / name)
    assert run.code == 2
    assert run.err.strip()
    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize("place", ["yoq/jamlanma.csv", ""])
def test_a_csv_that_cannot_be_written_leaves_the_workbook_alone(place: str, plan_path: Path) -> None:
    _stops(plan_path.parent, "rollup", plan_path, "--csv", plan_path.parent / place, kind="file")


def test_the_demo_refuses_a_file_and_a_place_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "band.txt").write_text("band", encoding="utf-8")
    for place in ("band.txt", "band.txt/demo"):
        run = akmxl("demo", tmp_path / place)
        assert run.code == 2
        assert len(run.err.strip().splitlines()) == 1
    assert list(everything_in(tmp_path)) == ["band.txt"]


@pytest.fixture(scope="module")
def two_years(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which this year's and next year's plan lie side by side."""
    folder = tmp_path_factory.mktemp("ikki-yil")
    shutil.copyfile(shipped, folder / "reja.xlsx")
    akmxl("init", folder / "reja-2026.xlsx", "--year", "2026")
    return folder


def test_without_a_name_the_one_plan_in_the_folder_is_meant(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plan_path.parent)
    monkeypatch.delenv("AKMXL_WORKBOOK", raising=False)
    assert akmxl("check", "--no-write", "--json").json["workbook"].endswith("reja.xlsx")
    shutil.copyfile(plan_path, "reja-2.xlsx")
    assert "reja-2.xlsx" in _stops(plan_path.parent, "check", kind="file")
    monkeypatch.setenv("AKMXL_WORKBOOK", "reja-2.xlsx")
    assert akmxl("check", "--no-write", "--json").json["workbook"].endswith("reja-2.xlsx")


@pytest.mark.parametrize(
    ("command", "day", "taken"),
    [
        (("check", "--no-write"), "2026-01-08", "reja.xlsx"),  # what is owed in January is of last year
        (("check", "--no-write"), "2025-12-30", "reja.xlsx"),
        (("check", "--no-write"), "2026-02-01", "reja-2026.xlsx"),
        (("check", "--no-write", "--period", "2025-12"), "2026-02-08", "reja.xlsx"),
        (("rollup",), "2026-02-08", "reja-2026.xlsx"),
        (("template", "list"), "2026-01-08", "reja.xlsx"),
        (("doctor",), "2026-02-08", "reja-2026.xlsx"),
        (("repair", "--dry-run"), "2026-01-08", "reja.xlsx"),
        (("due",), "2026-01-08", "reja.xlsx"),
        (("submit", "--dry-run"), "2026-01-08", "reja.xlsx"),
        (("close-month",), "2026-01-08", "reja.xlsx"),
        (("due",), "2026-02-01", "reja-2026.xlsx"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_of_two_plans_in_a_folder_the_day_and_the_period_choose(
    command: tuple[str, ...], day: str, taken: str, two_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(two_years)
    monkeypatch.delenv("AKMXL_WORKBOOK", raising=False)
    run = akmxl("--today", day, *command)
    assert run.code in (0, 1)
    if "--period" in command:
        assert run.err == ""
    else:
        told, *more = run.err.splitlines()
        assert told == f"Of the plans in this folder “{taken}” was taken; for another one write its name."
        assert [line.partition(":")[0] for line in more] == ["reja.xlsx"] * (
            command == ("due",) and taken != "reja.xlsx"
        )


def test_a_folder_without_a_plan_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AKMXL_WORKBOOK", raising=False)
    _stops(tmp_path, "check", kind="file")


def test_a_process_ends_the_same_way_in_uzbek(tmp_path: Path) -> None:
    (tmp_path / "reja.xlsx").write_text("bu matn", encoding="utf-8")
    run = akmxl_process("check", "reja.xlsx", folder=tmp_path)
    assert run.code == 2
    assert run.out == ""
    assert "reja.xlsx" in run.err
    assert "Traceback" not in run.err
    asked = akmxl_process("check", "reja.xlsx", "--json", folder=tmp_path)
    assert asked.code == 2
    validate(asked.json, ERROR)
    assert asked.json["error"]["message"] == run.err.strip()
