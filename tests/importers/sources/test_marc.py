"""A MARC file is a table of one row a record, whatever system, standard and encoding it came from."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from akmxl.core.errors import BadArgument, Unreadable
from akmxl.importers.sources.marc.columns import COLUMNS
from akmxl.importers.sources.marc.marc_table import marc_table
from akmxl.importers.sources.table import Reading
from tests.importers.sources.marc_making import ARTICLE, BOOK, changed, iso, numbers, rows_of, table_of, xml

_BOOK = {
    "Nazorat raqami": "uz-1",
    "Yaratilgan sana": date(2025, 11, 5),
    "Tahrirlangan sana": date(2025, 11, 16),
    "Agentlik": "UzNKM; ShirinAKM",
    "Yaratgan agentlik": "UzNKM",
    "Muallif": "Қодирий, Абдулла",
    "Sarlavha": "Ўткан кунлар : роман",
    "Nashr": "Шарқ",
    "Nashr yili": 2024,
    "UDK": "821.512.133",
    "To‘liq matn": "http://kutubxona.uz/1",
    "Nusxalar": 2,
    "Turi": "kitob",
    "Til": "uzb",
}
_ARTICLE = {
    "Nazorat raqami": "RU-2",
    "Yaratilgan sana": date(2025, 3, 1),
    "Tahrirlangan sana": date(2025, 3, 2),
    "Agentlik": "UzNKM; ShirinAKM",
    "Yaratgan agentlik": "UzNKM",
    "Muallif": "Каримова, А. Б.",
    "Sarlavha": "Библиотека и читатель : опыт работы",
    "Nashr": "Библиотечное дело",
    "Nashr yili": 2024,
    "UDK": "021.1",
    "To‘liq matn": None,
    "Nusxalar": 1,
    "Turi": "maqola",
    "Til": "rus",
}


def value(fields: list[tuple[str, str]], heading: str, leader: str = "nam a") -> object:
    """Return one value of the row of one record."""
    (row,) = rows_of(table_of(iso(fields, leader=leader))).values()
    return row[heading]


def test_a_book_in_marc21_and_an_article_in_rusmarc_fill_every_column() -> None:
    assert rows_of(table_of(iso(BOOK))) == {1: _BOOK}
    article = table_of(iso(ARTICLE, "cp1251", "naa  "))
    assert rows_of(article) == {1: _ARTICLE}
    assert (article.kind, article.encoding, article.faults, article.texts) == ("unimarc", "cp1251", [], False)
    assert [column.heading for column in COLUMNS] == list(_BOOK)
    assert all(column.means for column in COLUMNS)


@pytest.mark.parametrize("prefix", ["", "marc"])
def test_xml_says_the_same_with_and_without_a_prefix(prefix: str) -> None:
    table = table_of(xml([BOOK, BOOK], prefix))
    assert rows_of(table) == {1: _BOOK, 2: _BOOK}
    assert (table.kind, table.encoding, table.faults) == ("marc21", "utf-8", [])
    assert rows_of(table_of(xml([ARTICLE], prefix, "windows-1251", "naa  "))) == {1: _ARTICLE}


def test_xml_within_the_envelope_of_a_protocol_counts_the_catalogue_s_records() -> None:
    record = xml([BOOK], "marc").split(b"?>")[1]
    harvest = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>%s</ListRecords></OAI-PMH>'
    deleted = b'<record><header status="deleted"/></record>'
    one = b"<record><header/><metadata>" + record + b"</metadata></record>"
    assert numbers(harvest % (one + deleted + one)) == ([1, 2], [])


@pytest.mark.parametrize(
    ("day", "read"),
    [
        ("680101", date(1968, 1, 1)),
        ("991231", date(1999, 12, 31)),
        ("000229", date(2000, 2, 29)),
        ("670101", date(2067, 1, 1)),
        ("      ", None),
        ("||||||", None),
        ("251332", "251332"),
        ("000000", "000000"),
        ("05.11.", "05.11."),
    ],
)
def test_the_day_of_making_has_its_century_by_rule_and_stays_a_text_where_it_is_none(
    day: str, read: object
) -> None:
    assert value(changed(BOOK, t008=day + "s2024    uz"), "Yaratilgan sana") == read


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("10$aSarlavha /$cMuallif.", "Sarlavha"),
        ("10$aSarlavha :$bikkinchi qismi ;", "Sarlavha : ikkinchi qismi"),
        ("10$aSarlavha.$cX", "Sarlavha"),
        ("10$aMaqolalar to‘pl.", "Maqolalar to‘pl"),
        ("10$aHikoyalar / A.", "Hikoyalar / A."),
        ("10$aVa boshqalar ...", "Va boshqalar ..."),
        ("10$a\x88The \x89book\t of\xa0days", "The book of days"),
        ("10$aMuse\u0301e", "Musée"),
    ],
)
def test_a_title_is_without_the_signs_at_its_ends(title: str, read: str) -> None:
    assert value(changed(BOOK, t245=title), "Sarlavha") == read


def test_copies_that_two_fields_describe_are_counted_once_and_no_copy_is_not_0() -> None:
    assert value([*BOOK, ("952", "  $p1001"), ("952", "  $p1002"), ("952", "  $p1003")], "Nusxalar") == 3
    assert value([*changed(BOOK, t852=""), ("899", "  $aAKM$p1$p2")], "Nusxalar") == 2
    assert value(changed(BOOK, t852=""), "Nusxalar") is None


def test_an_article_names_its_journal_and_a_year_is_the_first_that_is_said() -> None:
    fields = [*changed(BOOK, t260=""), ("773", "0 $tKutubxona.uz$g2023. – № 4")]
    article = "naa a"
    assert value(fields, "Nashr", article) == "Kutubxona.uz"
    assert value(fields, "Nashr yili", article) == 2023
    assert value(changed(BOOK, t260="  $bS$c[19--?]"), "Nashr yili") == 2024, "of the coded data"
    assert value(changed(BOOK, t260="  $bS$ccop. 1998-2001"), "Nashr yili") == 1998


@pytest.mark.parametrize(
    ("leader", "kind"),
    [("nam", "kitob"), ("nas", "jurnal/gazeta"), ("nab", "maqola"), ("nem", "xarita"),
     ("nmm", "elektron resurs"), ("n?m", None)],
)  # fmt: skip
def test_the_leader_says_the_kind_of_publication(leader: str, kind: str | None) -> None:
    assert value(BOOK, "Turi", leader + " a") == kind


# What stands in real files that others published, on files of our own.


def test_six_records_of_marc21_in_cp1251_that_pymarc_alone_makes_garbage_of() -> None:
    fields = changed(BOOK, t008="151116s2005    ru a                rus  ", t245="10$aМио, мой Мио!", t100="")
    table = table_of(iso(fields, "cp1251", "nam  ") * 6)
    rows = rows_of(table)
    assert (len(rows), table.encoding, table.faults) == (6, "cp1251", [])
    assert {row["Yaratilgan sana"] for row in rows.values()} == {date(2015, 11, 16)}
    assert {row["Sarlavha"] for row in rows.values()} == {"Мио, мой Мио!"}


def test_two_good_records_between_seven_bad_ones() -> None:
    good = iso([("245", "01$aThe pragmatic programmer :$bfrom journeyman to master")])
    base, directory = good[12:17], good[24:36]
    bad = [
        good.replace(base, b"99937"),
        good.replace(base, b"00000"),
        iso([("245", "01$aOne letter more")])
        .replace(b"00019", b"00020", 1)
        .replace(b"0000\x1e", b"00001\x1e"),
        good.replace(directory, b"245\xc3\xb9" + directory[5:]),
        good.replace(base, b"f0037"),
        b"00026     2200025   4500\x1e\x1d",
    ]
    table = table_of(b"".join([good, *bad, good, good[:-20]]))
    assert list(rows_of(table)) == [1, 8]
    assert [fault.row for fault in table.faults] == [2, 3, 4, 5, 6, 7, 9]
    places = [fault.params["offset"] for fault in table.faults]
    assert places == sorted(places)
    assert places[:2] == [len(good), 2 * len(good)]


def test_a_faulty_record_is_named_with_its_number_and_place() -> None:
    good = iso(BOOK)
    table = table_of(good + b"99999" + good[5:] + good)
    assert list(rows_of(table)) == [1, 3]
    (fault,) = table.faults
    assert fault.params == {"record": 2, "offset": len(good), "said": 99999, "length": len(good)}
    assert f"{len(good)}" in fault.reason
    rows_of(table)
    assert len(table.faults) == 1, "they are of the last reading"


def test_after_a_missing_terminator_the_next_record_is_read() -> None:
    good = iso(BOOK)
    assert numbers(good[:-1] + good + good) == ([2, 3], [1]), "it is missing"
    assert numbers(good[:-1] + b"\x1e" + good + good) == ([2, 3], [1]), "another sign stands there"
    assert numbers(good[:300] + good + good) == ([2, 3], [1]), "the record breaks off"
    assert numbers(good[:-1] + good[:-1] + good) == ([3], [1, 2])
    assert numbers(b"x" * 3_000_000 + b"\x1d" + good) == ([2], [1]), "what is no record is not kept"


def test_what_stands_between_records_and_lines_of_80_signs_are_no_faults() -> None:
    good = iso(BOOK)
    assert numbers(b"\xef\xbb\xbf" + good + b"\r\n" + good + b"\x1d\n" + good + b"\r\n\x1a") == (
        [1, 2, 3],
        [],
    )
    lines = b"\r\n".join(good[at : at + 80] for at in range(0, len(good), 80))
    assert numbers(lines + b"\r\n" + good) == ([1, 2], [])


def test_a_record_of_more_than_99999_bytes_is_a_fault() -> None:
    long = iso([*BOOK, *[("500", "  $a" + "x" * 9000)] * 10])
    longer = iso([*BOOK, *[("500", "  $a" + "x" * 9000)] * 12])
    assert numbers(long + longer + long) == ([1, 3], [2])


@pytest.mark.parametrize(
    ("fields", "leader"),
    [
        (changed(BOOK, t245="10$a???? ???????"), "nam a"),
        (changed(BOOK, t245=""), "nam a"),
        (BOOK, "dam a"),
        (BOOK, "nz  a"),
        (ARTICLE, "naa a"),
    ],
)
def test_no_letter_in_the_title_a_deleted_record_and_one_of_another_kind_are_faults(
    fields: list[tuple[str, str]], leader: str
) -> None:
    assert numbers(iso(fields, leader=leader), "marc21") == ([], [1])
    assert numbers(xml([fields], kind=leader), "marc21") == ([], [1])


def test_a_title_that_is_a_number_is_one_where_the_record_has_letters() -> None:
    assert value(changed(BOOK, t245="10$a1984 /"), "Sarlavha") == "1984"
    assert numbers(iso([("245", "10$a1984")])) == ([], [1])


@pytest.mark.parametrize("data", [b"", b"\n", b"<a/>", b"<collection></collection>"])
def test_a_file_without_a_record_says_so(data: bytes) -> None:
    assert numbers(data) == ([], [0])


def test_xml_that_breaks_off_gives_what_stood_before_it() -> None:
    whole = xml([BOOK, BOOK, BOOK])
    assert numbers(whole[: whole.rindex(b"856")]) == ([1, 2], [3])
    assert numbers(whole.replace(b"utf-8", b"utf-9")) == ([], [1])
    assert numbers(b"<a>" + b"<x/>" * 1_500_000 + b"</a>") == ([], [1]), "it is not kept until its end"


def test_a_document_type_is_refused() -> None:
    bomb = b'<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    head, rest = xml([BOOK]).split(b"?>")
    with pytest.raises(Unreadable):
        table_of(head + b"?>" + bomb + rest)


def test_progress_tells_how_much_was_read() -> None:
    for data in (iso(BOOK) * 2000, xml([BOOK] * 500)):
        told: list[tuple[int, int]] = []
        reading = Reading(progress=lambda read, size, told=told: told.append((read, size)))  # type: ignore[misc]
        table = marc_table(lambda data=data: BytesIO(data), "x", len(data), reading, "")  # type: ignore[misc]
        assert not told, "looking at the first records is no progress"
        list(table.read())
        assert told[-1] == (len(data), len(data))
        assert len(told) > 2


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(BadArgument):
        table_of(iso(BOOK), encoding="cp9999")
