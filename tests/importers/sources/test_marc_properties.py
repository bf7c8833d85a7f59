"""Whatever a record holds it is read as it was written, and no damage of its bytes is more than a fault."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from akmxl.core.errors import Unreadable
from tests.importers.sources.marc_making import ARTICLE, BOOK, changed, iso, rows_of, table_of, xml

_WORDS = {
    "utf-8": "Ўзбекистон ғазал китоб o‘quv Musée library 東京 كتاب",
    "cp1251": "Война мир библиотека Каримова чтение Ўткан",
    "cp866": "Война мир библиотека Каримова чтение читатель",
}
_CODE_PAGES = {"utf-8": "utf-8", "cp1251": "windows-1251", "cp866": "cp866"}


@st.composite
def _record(draw: st.DrawFn) -> tuple[str, str, bool]:
    """An encoding, a title of its words, and whether the record is UNIMARC."""
    encoding = draw(st.sampled_from(sorted(_WORDS)))
    words = draw(st.lists(st.sampled_from(_WORDS[encoding].split()), min_size=1, max_size=6))
    return encoding, " ".join(words), draw(st.booleans())


@settings(max_examples=60)
@given(_record(), st.booleans(), st.integers(1, 4))
def test_made_records_come_back(record: tuple[str, str, bool], in_xml: bool, times: int) -> None:
    encoding, title, unimarc = record
    if unimarc:
        fields = changed(
            ARTICLE, t200=f"1 $a{title}", t463="", t700="", t100="  $a20250301d2024    u  y0rusy50    "
        )
    else:
        fields = changed(BOOK, t245=f"10$a{title}", t100="", t260="", t040="  $aA")
    data = xml([fields] * times, encoding=_CODE_PAGES[encoding]) if in_xml else iso(fields, encoding) * times
    table = table_of(data)
    rows = rows_of(table)
    assert list(rows) == list(range(1, times + 1))
    assert not table.faults
    assert table.kind == ("unimarc" if unimarc else "marc21")
    assert {row["Sarlavha"] for row in rows.values()} == {title}


_SOUND = (
    iso(BOOK) + iso(ARTICLE) + iso(BOOK),
    iso(changed(BOOK, t100="", t260="  $bПитер", t245="10$aПитер"), "cp1251", "nam  ") * 2,
    xml([BOOK, ARTICLE]),
)
_DAMAGE = st.lists(
    st.tuples(st.integers(0, 1500), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4
)


@settings(max_examples=150)
@given(st.sampled_from(_SOUND), _DAMAGE, st.sampled_from(["", "marc21", "unimarc"]))
def test_damaged_bytes_raise_nothing_and_are_never_silent(
    data: bytes, damage: list[tuple[int, int, bytes]], kind: str
) -> None:
    for at, length, put in damage:
        data = data[:at] + put + data[at + length :]
    try:
        table = table_of(data, kind)
    except Unreadable:
        assert b"<!" in data
        return
    rows = rows_of(table)
    assert rows or table.faults
    assert not set(rows) & {fault.row for fault in table.faults}
    first = [fault.reason for fault in table.faults]
    assert (rows_of(table), [fault.reason for fault in table.faults]) == (rows, first)
