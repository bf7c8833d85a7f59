"""The encoding of a MARC file is known before its records are read: garbage is never taken for letters."""

from __future__ import annotations

import pytest

from akmxl.importers.sources.marc.encoding import encoding_of_record
from tests.importers.sources.marc_making import ARTICLE, BOOK, changed, iso, numbers, rows_of, table_of

_RUSSIAN = changed(BOOK, t100="1 $aТолстой, Лев Николаевич", t245="10$aВойна и мир :$bроман")
_TITLE = "Война и мир : роман"
_FRENCH = changed(
    BOOK,
    t040="  $aBNF",
    t100="1 $aSaint-Exupéry",
    t245="10$aLa liberté dévoilée :$bétude sur les évènements d'été",
    t260="  $aParis :$bÉditions générales",
)


def titles(data: bytes, kind: str = "", encoding: str = "") -> tuple[str, set[object]]:
    table = table_of(data, kind, encoding)
    return table.encoding, {row["Sarlavha"] for row in rows_of(table).values()}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "cp866"])
@pytest.mark.parametrize("leader", ["nam a", "nam  "])
def test_the_letters_tell_the_encoding_even_where_the_leader_says_another(encoding: str, leader: str) -> None:
    assert titles(iso(_RUSSIAN, encoding, leader)) == (encoding, {_TITLE})


def test_latin_letters_with_accents_are_told_too() -> None:
    title = "La liberté dévoilée : étude sur les évènements d'été"
    assert titles(iso(_FRENCH, "cp1252", "nam  ")) == ("cp1252", {title})


@pytest.mark.parametrize(("number", "encoding"), [("79", "cp866"), ("89", "cp1251"), ("99", "koi8-r")])
def test_rusmarc_names_its_encoding_in_100(number: str, encoding: str) -> None:
    fields = changed(ARTICLE, t100=f"  $a20250301d2024    u  y0rusy01{number}    ca")
    assert titles(iso(fields, encoding))[0] == encoding
    assert titles(iso(changed(fields, t675=""), "utf-8"))[0] == "utf-8", "the bytes are asked first"
    assert titles(iso(changed(fields, t100=fields[2][1].replace(number, "99")), "cp1251"))[0] == "cp1251"


def test_marc8_has_accents_before_their_letters_and_other_alphabets_behind_escapes() -> None:
    accents = iso(changed(BOOK, t100="", t245="10$aLa libert@e", t260="  $bA"), "ascii", "nam  ")
    assert titles(accents.replace(b"t@e", b"t\xe2e").replace(b"?", b"x")) == ("marc-8", {"La liberté"})
    cyrillic = iso(changed(BOOK, t040="", t100="", t245="10$a@(Nwojna@(B", t260="  $bA"), "ascii", "nam  ")
    assert titles(cyrillic.replace(b"@", b"\x1b")) == ("marc-8", {"ВОЙНА"})


def test_a_record_that_is_valid_utf8_is_that_in_a_file_of_another_encoding() -> None:
    mixed = iso(_RUSSIAN, "cp1251", "nam  ") * 3 + iso(_RUSSIAN, "utf-8")
    assert titles(mixed) == ("cp1251", {_TITLE})


def test_a_record_that_is_no_utf8_in_a_file_of_utf8_is_a_fault() -> None:
    assert numbers(iso(_RUSSIAN) * 3 + iso(_RUSSIAN, "cp1251") + iso(_RUSSIAN)) == ([1, 2, 3, 5], [4])
    cut = iso(_RUSSIAN).replace("роман".encode(), "роман".encode()[:-1] + b"-")
    assert numbers(iso(BOOK) + cut) == ([1], [2]), "a letter is cut in two"


@pytest.mark.parametrize("encoding", ["koi8-r", "iso8859-5"])
def test_where_letters_are_of_no_known_encoding_the_person_is_asked(encoding: str) -> None:
    data = iso([*BOOK[:5], ("245", "10$aPlain letters")], "ascii") + iso(_RUSSIAN, encoding, "nam  ")
    table = table_of(data)
    assert (list(rows_of(table)), [fault.row for fault in table.faults]) == ([1], [2])
    assert table.encoding == ""
    assert "--encoding" in table.faults[0].reason


def test_what_the_person_says_wins() -> None:
    data = iso(_RUSSIAN, "koi8-r", "nam a")
    assert titles(data, encoding="koi8-r") == ("koi8-r", {_TITLE})
    assert numbers(data, encoding="utf-8") == ([], [1])


def test_plain_records_say_nothing_of_the_encoding() -> None:
    plain = changed(BOOK, t040="  $aA", t100="", t245="10$aPlain", t260="")
    assert titles(iso(plain) * 5 + iso(_RUSSIAN, "cp1251")) == ("cp1251", {"Plain", _TITLE})
    assert encoding_of_record(iso(plain), "marc21", "cp1251") == "utf-8"
