"""Styles that are added never become the looks of cells that named a number beyond the end of a list."""

from __future__ import annotations

from akmxl.ooxml.look.styles import StyleSheet

_RED = b'<fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill>'
_OTHER = StyleSheet(
    b'<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.000"/></numFmts>'
    b"<fonts><font><b/></font></fonts>"
    b"<fills>" + _RED + b"</fills><borders><border/></borders>"
    b'<cellXfs><xf numFmtId="170" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


def test_a_number_that_cells_name_beyond_the_list_stays_plain() -> None:
    own = StyleSheet(b'<styleSheet><cellXfs count="0"/></styleSheet>')
    seen = {style: own.look(style) for style in (0, 1, 3)}
    new = own.adopt(_OTHER, 0)
    again = StyleSheet(own.xml)
    assert {style: again.look(style) for style in seen} == seen
    assert again.look(new) == own.look(new) == _OTHER.look(0)
    assert new == 2


def test_what_styles_name_and_their_lists_lack_stays_plain() -> None:
    xf = b'<xf numFmtId="164" fontId="0" fillId="2" borderId="0" xfId="0"/>'
    own = StyleSheet(b"<styleSheet><fills/><cellXfs>" + xf + b"</cellXfs></styleSheet>")
    before = own.look(0)
    new = own.adopt(_OTHER, 0)
    again = StyleSheet(own.xml)
    assert again.look(0) == before
    assert again.look(new) == _OTHER.look(0)
    assert again.look(new).format == "0.000"


def test_the_first_two_fills_are_no_colours() -> None:
    own = StyleSheet(b"<styleSheet/>")
    own.adopt(_OTHER, 0)
    assert own.xml.count(b'patternType="none"') == 2  # Excel paints nothing with these
    assert b'fillId="2"' in own.xml
