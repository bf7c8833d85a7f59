"""CSV and TSV: separators, encodings, quotes, what stands above the rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from akmxl.core.errors import BadArgument, Unreadable
from tests.importers.sources.reading import cells, rows, source

_UZBEK = ["Sana", "Бўлим", "Qatnov, soni", "O‘quv zali; bolalar"]
_RUSSIAN = ["Дата", "Отдел", "Посещения, всего", "Читальный зал; дети"]
_ANY = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
_WORDS = {
    "Uzbek": (_UZBEK, _ANY),
    "Russian": (_RUSSIAN, (*_ANY, "cp1251", "cp866")),
    "with accents": (["Sana", "Müller", "Café “A”", "zal"], ("utf-8", "cp1252")),
}
_CELL = st.sampled_from(
    ["12,5", "1 413", "01.03.2025", "=1+1", "-5", "@a", "", "a\nb", 'klubi "Nur"', "x|y", "a;b"]
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    words=st.sampled_from([(words, one) for words, names in _WORDS.values() for one in names]),
    separator=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line=st.sampled_from(["\r\n", "\n"]),
    above=st.sampled_from(["", "sep", "Hisobot\n\n"]),
    body=st.lists(st.lists(_CELL, min_size=4, max_size=4), min_size=3, max_size=6),
)
def test_what_was_written_is_read_in_every_encoding_and_with_every_separator(
    tmp_path, words, separator, quoting, line, above, body
):
    heading, encoding = words
    text = io.StringIO()
    said = above == "sep"
    text.write(f"sep={separator}\n" if said else above)
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator=line).writerows([heading, *body])
    opened = source(tmp_path, text.getvalue().encode(encoding))
    assert [row for _, row in rows(opened)] == [
        *([["Hisobot"], []] if above and not said else []),
        heading,
        *body,
    ]
    assert opened.tables[0].texts
    assert not opened.tables[0].faults


def test_rows_are_numbered_as_excel_shows_them(tmp_path):
    opened = source(tmp_path, b'sep=;\r\nHisobot\r\n\r\na;b\r\n"1\r\n2";3\r\n4;5\r\n')
    assert rows(opened) == [(1, ["Hisobot"]), (2, []), (3, ["a", "b"]), (4, ["1\r\n2", "3"]), (5, ["4", "5"])]
    assert rows(opened) == rows(opened)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
def test_letters_that_fit_several_encodings_are_asked_about(tmp_path, encoding):
    data = "a;ту\n1;2\n".encode("cp866")
    with pytest.raises(BadArgument, match="--encoding") as caught:
        source(tmp_path, data)
    assert "cp866 — «a;ту»" in str(caught.value)
    assert "cp1251 — «a;вг»" in str(caught.value)
    assert cells(tmp_path, data, encoding=encoding)[0][1] == data.decode(encoding)[2:4]


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
def test_few_words_are_enough_where_the_other_encodings_give_no_letters(tmp_path, encoding):
    opened = source(tmp_path, "Шарт;№\n1;2\n".encode(encoding))
    assert rows(opened)[0] == (1, ["Шарт", "№"])
    assert opened.tables[0].encoding == encoding


def test_the_person_decides_over_what_is_found_out(tmp_path):
    data = "Привет;a,b\nмир;1,2\n".encode("koi8-r")
    assert cells(tmp_path, data, encoding="koi8-r", separator=",") == [["Привет;a", "b"], ["мир;1", "2"]]
    assert cells(tmp_path, b"a\tb;c\n", separator="tab") == [["a", "b;c"]]
    assert cells(tmp_path, "Иш;1\n".encode("cp1251"), encoding="win1251") == [["Иш", "1"]]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"encoding": "zzz"}, "encoding is not known"),
        ({"encoding": "utf-8"}, "not in the encoding utf-8"),
        ({"separator": ";;"}, "one sign"),
    ],
)
def test_what_the_person_says_has_to_fit(tmp_path, how, sentence):
    with pytest.raises(BadArgument, match=sentence):
        source(tmp_path, "Привет;1\nмир;2\n".encode("cp1251"), **how)


def test_a_row_with_broken_letters_is_a_fault_and_the_others_are_read(tmp_path):
    opened = source(tmp_path, "Qatnov;сон\n".encode() * 40 + b"x;\xd0y\n" + b"5;6\n")
    assert [number for number, _ in rows(opened)] == [*range(1, 41), 42]
    assert [fault.row for fault in opened.tables[0].faults] == [41]
    assert "utf-8" in opened.tables[0].faults[0].reason
    rows(opened)
    assert len(opened.tables[0].faults) == 1  # of the last reading


def test_a_stray_quote_is_a_fault_and_one_without_end_ends_the_reading(tmp_path):
    opened = source(tmp_path, b'a;b\n"x"y;2\n"3";4\n')
    assert rows(opened) == [(1, ["a", "b"]), (3, ["3", "4"])]
    assert [fault.row for fault in opened.tables[0].faults] == [2]
    with pytest.raises(Unreadable, match="the row 2"):
        rows(source(tmp_path, b'a;b\n"xy;2\n3;4\n'))
    with pytest.raises(Unreadable, match="the row 2"):
        rows(source(tmp_path, b'a;b\n"xy;2\n' + b"3;4\n" * 50_000))


def test_quotes_are_mere_signs_where_no_cell_stands_in_them(tmp_path):
    assert cells(tmp_path, b'a\tb\n"Nur" klubi\t5\n6\t7\n') == [["a", "b"], ['"Nur" klubi', "5"], ["6", "7"]]


def test_old_line_ends_and_the_end_mark_of_dos_are_no_cells(tmp_path):
    assert cells(tmp_path, b"a;b\r1;2\r3;4\x1a") == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert cells(tmp_path, b"a;b\n1;2\n\x1a") == [["a", "b"], ["1", "2"]]


def test_a_comma_in_numbers_is_no_separator(tmp_path):
    assert cells(tmp_path, b"Sana, kun;Soni, dona\n1,5;2,5\n3,5;4,5\n")[1] == ["1,5", "2,5"]


@pytest.mark.parametrize(
    "data",
    [
        b"just a text\n",
        b"Salom, dunyo\nbir, ikki, uch, besh\nxat\nyana xat\nva, yana\nbir xat\n",
        b"\n\n",
        b" ",
    ],
)
def test_prose_is_no_table(tmp_path, data):
    with pytest.raises(Unreadable, match="no table"):
        source(tmp_path, data)


def test_a_line_without_end_and_bytes_that_are_no_text_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="a line of more than"):
        source(tmp_path, b"a;b" * 1_000_000)
    with pytest.raises(Unreadable, match="no table and no text"):
        source(tmp_path, bytes(range(1, 9)) * 100)


def test_progress_is_told_to_the_end(tmp_path):
    from akmxl.importers.sources.open_source import open_source
    from akmxl.importers.sources.table import Reading

    told: list[tuple[int, int]] = []
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" * 200_000)
    opened = open_source(path, Reading(progress=lambda read, whole: told.append((read, whole))))
    assert sum(1 for _ in opened.tables[0].read()) == 200_000
    assert told[-1] == (800_000, 800_000)
    assert told == sorted(told)
