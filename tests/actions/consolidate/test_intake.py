"""What comes out of folders, zips and messages: each file once, whatever lies beside it."""

from __future__ import annotations

import base64
import io
import os
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from akmxl.actions.consolidate.intake import Aside, Form, take
from akmxl.actions.consolidate.on_disk import files_in
from akmxl.core.errors import FileProblem
from akmxl.plan.returns.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Taken = Form | Refused | Aside


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def workbook(text: str) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": text.encode()})


def message(files: Mapping[str, bytes], date: str = "Tue, 08 Apr 2025 20:30:00 +0000") -> EmailMessage:
    found = EmailMessage()
    found["Subject"], found["Date"] = "Hisobot", date
    found.set_content("Hisobotni yuboramiz.")
    for name, data in files.items():
        found.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return found


def taken(path: Path, received: str = "") -> list[Taken]:
    return list(take(files_in([path]), received))


def names(found: list[Taken]) -> list[tuple[str, str]]:
    return [(type(one).__name__, one.file if isinstance(one, Aside) else one.came.file) for one in found]


FORM = workbook("a")


def test_a_message_is_believed_within_reason_and_the_outer_one_first(tmp_path: Path) -> None:
    def days(mail: EmailMessage) -> set[str]:
        (tmp_path / "xat.eml").write_bytes(mail.as_bytes())
        return {
            one.came.received
            for one in take(files_in([tmp_path]), latest="2025-05-01")
            if isinstance(one, Form)
        }

    assert days(message({"a.xlsx": FORM}, "Tue, 08 Apr 1985 20:30:00 +0000")) == {""}
    assert days(message({"a.xlsx": FORM}, "Fri, 02 May 2025 20:30:00 +0000")) == {""}
    inner, outer = message({"a.xlsx": FORM}, "Tue, 01 Apr 2025 09:00:00 +0000"), message({})
    outer.add_attachment(inner)
    assert days(outer) == {"2025-04-09"}


def test_a_zip_with_a_folder_of_a_document_is_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"word/a.xlsx": FORM, "x/.akmxl-zaxira/b.xlsx": FORM}))
    (tmp_path / "b.zip").write_bytes(zipped({"xl/a.xlsx": FORM}))
    assert names(taken(tmp_path))[0][1].endswith("a.zip/word/a.xlsx")
    assert names(taken(tmp_path))[1][1].endswith("b.zip/xl/a.xlsx")
    assert len(taken(tmp_path)) == 2
    broken = zipped({"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<Types/>"})
    (tmp_path / "b.zip").write_bytes(broken)
    assert [kind for kind, _name in names(taken(tmp_path / "b.zip"))] == ["Form"]
    (tmp_path / "b.zip").write_bytes(broken[:-30])
    assert [kind for kind, _name in names(taken(tmp_path / "b.zip"))] == ["Form"]


@pytest.fixture
def _little_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akmxl.actions.consolidate.limits._ALWAYS", 1_000_000)


def test_a_folder_gives_its_files_by_name_and_no_locks(tmp_path: Path) -> None:
    kept = ("b.xlsx", "ichki/a.xlsx", "xat.docx")
    left = ("~$b.xlsx", ".~lock.b.xlsx#", "__MACOSX/b.xlsx", "._b.xlsx", "Thumbs.db")
    for name in (*kept, *left):
        path = tmp_path / "kelgan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FORM if name.endswith("xlsx") else b"xat")
    assert names(taken(tmp_path / "kelgan")) == [
        ("Form", "kelgan/b.xlsx"), ("Form", "kelgan/ichki/a.xlsx"), ("Aside", "kelgan/xat.docx")
    ]  # fmt: skip


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem):
        files_in([tmp_path / "yoq"])


def test_a_path_named_twice_and_a_folder_around_it_give_a_file_once(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(FORM)
    assert len(files_in([tmp_path, tmp_path / "a.xlsx", tmp_path])) == 1


def test_own_results_are_left_out(tmp_path: Path) -> None:
    for name in ("natija.xlsx", "javoblar/a.xlsx", "a.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(FORM)
    found = files_in([tmp_path], [tmp_path / "natija.xlsx", tmp_path / "javoblar"])
    assert [one.name for one in found if not isinstance(one, Refused)] == [f"{tmp_path.name}/a.xlsx"]


def test_names_of_a_zip_in_cp866_and_in_utf8(tmp_path: Path) -> None:
    left = ("ignore/~$a.xlsx", "__MACOSX/._a.xlsx", ".akmxl-zaxira/a.xlsx")
    data = zipped({"Отчёт/a.xlsx": FORM, **dict.fromkeys(left, FORM)})
    raw = "Отчёт".encode()
    assert len(raw) == 2 * len("Отчёт".encode("cp866"))
    old = data.replace(raw + b"/a.xlsx", "Отчёт".encode("cp866") + b"/a.xlsx" + b"     ")
    (tmp_path / "utf8.zip").write_bytes(data)
    (tmp_path / "cp866.zip").write_bytes(_without_flag(old))
    assert names(taken(tmp_path / "utf8.zip")) == [("Form", "utf8.zip/Отчёт/a.xlsx")]
    assert [one[1].rstrip() for one in names(taken(tmp_path / "cp866.zip"))] == ["cp866.zip/Отчёт/a.xlsx"]


def _without_flag(data: bytes) -> bytes:
    """Take the mark of UTF-8 names out of a zip."""
    found = bytearray(data)
    for sign, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = found.find(sign)
        while at >= 0:
            found[at + place] &= 0xF7
            at = found.find(sign, at + 4)
    return bytes(found)


def test_a_message_gives_its_attachments_on_the_day_that_it_claims_here(tmp_path: Path) -> None:
    inner = zipped({"b.xlsx": workbook("b")})
    mail = message({"a.xlsx": FORM, "Ҳисобот.zip": inner, "rasm.png": b"\x89PNG"})
    (tmp_path / "xat.eml").write_bytes(mail.as_bytes())
    found = taken(tmp_path / "xat.eml")
    assert names(found) == [
        ("Form", "xat.eml/a.xlsx"), ("Form", "xat.eml/Ҳисобот.zip/b.xlsx"), ("Aside", "xat.eml/rasm.png")
    ]  # fmt: skip
    cames = [one.came for one in found if isinstance(one, Form)]
    assert {(one.received, one.claimed) for one in cames} == {("2025-04-09", True)}  # in Tashkent


def test_a_message_that_begins_with_a_mark_of_utf8_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "xat.eml").write_bytes(b"\xef\xbb\xbf" + message({"a.xlsx": FORM}).as_bytes())
    assert names(taken(tmp_path / "xat.eml")) == [("Form", "xat.eml/a.xlsx")]


def test_a_message_or_an_archive_with_nothing_in_it_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "xat.eml").write_bytes(message({}).as_bytes())
    (tmp_path / "bosh.zip").write_bytes(zipped({}))
    (tmp_path / "qulf.zip").write_bytes(zipped({"~$a.xlsx": b"x"}))
    assert names(taken(tmp_path)) == [
        ("Aside", f"{tmp_path.name}/{name}") for name in ("bosh.zip", "qulf.zip", "xat.eml")
    ]  # fmt: skip


def test_a_forwarded_message_came_when_it_was_forwarded(tmp_path: Path) -> None:
    outer = message({}, "Thu, 10 Apr 2025 09:00:00 +0500")
    outer.add_attachment(message({"a.xlsx": FORM}, "Mon, 07 Apr 2025 09:00:00 +0500"))
    (tmp_path / "xat.eml").write_bytes(outer.as_bytes())
    (found,) = taken(tmp_path / "xat.eml")
    assert isinstance(found, Form)
    assert found.came[2:] == ("2025-04-10", True)


def test_a_forwarded_message_that_is_encoded_is_told(tmp_path: Path) -> None:
    inner = base64.encodebytes(message({"a.xlsx": FORM}).as_bytes())
    head = b"MIME-Version: 1.0\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    (tmp_path / "xat.eml").write_bytes(
        b"From: a@b.uz\nDate: Mon, 07 Apr 2025 09:00:00 +0500\n" + head + inner
    )
    assert ("Refused", "xat.eml") in names(taken(tmp_path / "xat.eml"))


def test_a_dated_folder_counts_more_than_a_message_and_what_is_said_more_than_both(tmp_path: Path) -> None:
    folder = tmp_path / "2025-04-11" / "viloyat"
    folder.mkdir(parents=True)
    (folder / "xat.eml").write_bytes(message({"a.xlsx": FORM}).as_bytes())
    (dated,), (said,) = taken(folder), taken(folder, "2025-04-14")
    assert isinstance(dated, Form)
    assert dated.came[2:] == ("2025-04-11", False)
    assert isinstance(said, Form)
    assert said.came[2:] == ("2025-04-14", False)


def test_nobody_says_when_a_file_came_so_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "2025-13-45").mkdir()
    (tmp_path / "2025-13-45" / "a.xlsx").write_bytes(FORM)
    (found,) = taken(tmp_path)
    assert isinstance(found, Form)
    assert found.came.received == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("kesik.zip", zipped({"a.xlsx": FORM})[:60]),
        ("rar.rar", b"Rar!\x1a\x07\x00xx"),
        ("7z.7z", b"7z\xbc\xaf\x27\x1cxx"),
        ("winmail.dat", b"\x78\x9f\x3e\x22xx"),
        ("bomba.zip", zipped({"a.xlsx": bytes(3_000_000)})),
        ("chuqur.zip", zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({"a.xlsx": FORM})})})})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.usefixtures("_little_is_a_bomb")
def test_a_bad_file_is_refused_and_the_next_is_taken(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.xlsx").write_bytes(FORM)
    bad, good = taken(tmp_path)
    assert isinstance(bad, Refused)
    assert bad.reason
    assert isinstance(good, Form)


def test_a_damaged_file_of_a_zip_costs_the_zip_nothing_else(tmp_path: Path) -> None:
    data = zipped({"a.xlsx": FORM, "b.xlsx": workbook("b" * 5000)})
    at = data.find(b"b.xlsx") + 10
    (tmp_path / "a.zip").write_bytes(data[:at] + b"\xff\xff\xff" + data[at + 3 :])
    assert [kind for kind, _name in names(taken(tmp_path / "a.zip"))] == ["Form", "Refused"]


@pytest.mark.usefixtures("_little_is_a_bomb")
def test_a_bomb_in_a_message_costs_that_message_nothing_else(tmp_path: Path) -> None:
    bomb = zipped({f"{n}.bin": bytes(100_000) for n in range(16)})
    (tmp_path / "xat.eml").write_bytes(
        message({"a.xlsx": FORM, "b.zip": bomb, "c.xlsx": workbook("c")}).as_bytes()
    )
    assert [kind for kind, _name in names(taken(tmp_path / "xat.eml"))] == ["Form", "Refused", "Form"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os = pytest.importorskip("os")
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes on this system")
    os.mkfifo(tmp_path / "a.xlsx")
    (found,) = taken(tmp_path)
    assert isinstance(found, Refused)


def test_a_large_zip_is_read_from_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akmxl.actions.consolidate.intake.MOST_OF_A_FORM", 10)
    (tmp_path / "a.zip").write_bytes(zipped({"xat.pdf": b"1", "b/rasm.png": b"2"}))
    (tmp_path / "b.xlsx").write_bytes(FORM)
    assert [kind for kind, _name in names(taken(tmp_path))] == ["Aside", "Aside", "Refused"]


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on this system")
def test_a_link_to_a_folder_is_told_and_not_followed(tmp_path: Path) -> None:
    inbox, other = tmp_path / "kelgan", tmp_path / "boshqa"
    for folder in (inbox, other):
        folder.mkdir()
        (folder / "a.xlsx").write_bytes(FORM)
    (inbox / "bkm").symlink_to(other)
    (inbox / "halqa").symlink_to(inbox)
    (inbox / "natija-javoblar").symlink_to(tmp_path / "javoblar")
    (tmp_path / "javoblar").mkdir()
    (inbox / "fayl.xlsx").symlink_to(other / "a.xlsx")
    assert names(list(take(files_in([inbox], [tmp_path / "javoblar"])))) == [
        ("Form", "kelgan/a.xlsx"), ("Refused", "kelgan/bkm"), ("Form", "kelgan/fayl.xlsx"),
        ("Refused", "kelgan/halqa"),
    ]  # fmt: skip
    assert names(taken(inbox / "bkm")) == [("Form", "boshqa/a.xlsx")]  # who names it means it


def test_what_a_killed_run_left_is_no_form(tmp_path: Path) -> None:
    (tmp_path / ".akmxl-pc-1-0123456789ab.tmp").write_bytes(FORM[:99])
    assert taken(tmp_path) == []


@pytest.mark.parametrize("first", ["zip", "form"])
@pytest.mark.parametrize("second", ["zip", "form", "empty zip", "piece of a zip"])
def test_several_files_joined_to_one_are_refused(first: str, second: str, tmp_path: Path) -> None:
    """Who reads them sees the last one, or the first."""
    data = {
        "zip": zipped({"a.xlsx": FORM}), "form": FORM, "empty zip": zipped({}),
        "piece of a zip": zipped({"b.xlsx": FORM})[:60],
    }  # fmt: skip
    (tmp_path / "a.zip").write_bytes(data[first] + data[second])
    assert names(taken(tmp_path / "a.zip")) == [("Refused", "a.zip")]
    (tmp_path / "a.zip").write_bytes(data[first] + b"\r\n")  # as mail programs add it
    assert [kind for kind, _name in names(taken(tmp_path / "a.zip"))] == ["Form"]


def test_a_message_that_is_not_all_there_is_told(tmp_path: Path) -> None:
    whole = message({"a.xlsx": FORM, "b.xlsx": workbook("b")}).as_bytes()
    last, outer = whole.rindex(b"Content-Type"), message({})
    outer.add_attachment(message({"a.xlsx": FORM}))
    forwarded = outer.as_bytes()
    for data, found in {
        whole: ["Form", "Form"],
        whole[:-9]: ["Form", "Form", "Refused"],  # within its last line
        whole[:last]: ["Form", "Refused"],
        whole[: whole.index(b"--===")]: ["Refused"],
        whole[: whole.index(b"Content-Type") - 1]: ["Refused"],
        whole + b"\n" + whole: ["Form", "Form", "Refused"],
        forwarded: ["Form"],
        forwarded[:-60]: ["Form", "Refused"],
        whole.replace(b"boundary=", b"x="): ["Refused"],
        b"MIME-Version: 1.0\nContent-Type: message/external-body; access-type=URL\n\nContent-Type: a/b\n\n": [
            "Refused"
        ],
    }.items():
        (tmp_path / "xat.eml").write_bytes(data)
        assert [kind for kind, _name in names(taken(tmp_path / "xat.eml"))] == found


@pytest.mark.parametrize("kind", ["text/plain", "image/png", "application/octet-stream"])
def test_a_form_that_is_attached_without_a_name_is_one(kind: str, tmp_path: Path) -> None:
    mail = message({})
    main, _, sub = kind.partition("/")
    part = EmailMessage()
    part.set_content(FORM, maintype="application", subtype="x")
    part.replace_header("Content-Type", f"{main}/{sub}")
    mail.make_mixed()
    mail.attach(part)
    (tmp_path / "xat.eml").write_bytes(mail.as_bytes())
    assert names(taken(tmp_path / "xat.eml")) == [("Form", "xat.eml/?")]
