"""The quick way takes nothing that the long way would not take, whatever somebody does to a form."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from akmxl.core.errors import AkmxlError
from akmxl.ooxml.package import zipraw
from akmxl.ooxml.package.package import Package
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.receipts import values_sha256
from akmxl.submission.proof.look import parts_sha256
from akmxl.submission.proof.proof import FormFault, list_of, opened, verify
from akmxl.submission.returns.quick import verified_quickly

from .made_forms import QUARTER, Patterns, centres, form_of, returns, saved_elsewhere

if TYPE_CHECKING:
    from akmxl.plan.receipts import Values

CENTRE = centres(1)[0]
LIST, SHEET = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet1.xml"
OTHERS = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels")


def quickly(data: bytes) -> Values | None:
    try:
        found = verified_quickly(Package.of("shakl.xlsx", data))
    except AkmxlError:
        return None
    return found and found[1]


def at_length(data: bytes) -> Values | None:
    """The values, where the long way has nothing at all to say against them."""
    try:
        found = verify(opened(data))
    except AkmxlError:
        return None
    sound = not found.altered and not found.added and not found.moved and found.look.state == "kept"
    return found.submitted.values if sound else None


def with_parts(data: bytes, changed: dict[str, bytes]) -> bytes:
    package = Package.of("shakl.xlsx", data)
    return zipraw.rebuild(data, package.entries, package.directory_start, changed, frozenset())


def sealed_again(data: bytes, parts: dict[str, bytes]) -> bytes:
    """A form with other parts whose hashes somebody has made anew, who knows how; as far as it is a form."""
    package = Package.of("shakl.xlsx", data)
    whole = {entry.name: package.read(entry.name) for entry in package.entries} | parts
    hashes = iter(re.findall(rb"[0-9a-f]{64}", package.read(LIST)))
    values, own, look = next(hashes), next(hashes), next(hashes)
    listed = whole[LIST].replace(look, parts_sha256(whole, LIST).encode())
    try:
        told = list_of(Workbook.of("shakl.xlsx", with_parts(data, parts | {LIST: listed})))
    except (FormFault, AkmxlError):
        return with_parts(data, parts | {LIST: listed})
    listed = listed.replace(values, values_sha256(told.values).encode())
    try:
        told = list_of(Workbook.of("shakl.xlsx", with_parts(data, parts | {LIST: listed})))
    except (FormFault, AkmxlError):
        return with_parts(data, parts | {LIST: listed})
    listed = listed.replace(own, told.sealed().form_sha256.encode())
    return with_parts(data, parts | {LIST: listed})


def test_every_form_as_akmxl_made_it_is_taken_quickly(patterns: Patterns) -> None:
    for sent in returns(patterns, [CENTRE]):
        assert quickly(sent.data) == at_length(sent.data) is not None, sent.name


def test_a_form_that_was_saved_since_is_left_to_the_long_way(patterns: Patterns) -> None:
    assert quickly(saved_elsewhere(form_of(patterns["MK-10", QUARTER], CENTRE))) is None


SNIPPETS = (
    b" ", b"\r", b"\n", b"'", b"<!-- -->", b"<![CDATA[1]]>", b"<?a?>", b"<v>7</v>", b"<c/>", b"</row>",
    b"<row>", b'<c r="A1"><v>7</v></c>', b'<c r="K9"><v>7</v></c>', b'<c r="ZZZ1"/>', b'<c r="A1048577"/>',
    b"&amp;", b"&#50;", b"_x0037_", b"0", b"7", b"-", b"1e3", b'"', b"null", b"true", b"[1]", b"\\u0037",
    b"\\",
    b"A1", b"a1", b"$A$1", b"\xe2\x80\x8b", b"\xc2\xa0", b"\xff", b'<row r="3"><c r="A3"/></row>',
    b"<f>1+1</f>", b"<is><t>x</t></is>", b' t="s"', b' t="b"', b' s="4"', b"word", b"item:15.1/fact",
    b"array",
    b"<!DOCTYPE a>", b"",
)  # fmt: skip
PLACES = (
    rb">",
    rb"</t>",
    rb"</v>",
    rb'r="',
    rb"<c ",
    rb"<row ",
    rb"</row>",
    rb"<v>",
    rb"<t>",
    rb'"',
    rb"[0-9]",
)


def scratched(part: bytes, chance: random.Random) -> bytes:
    """A part in which something was written, or written over, where it may mean something."""
    for _ in range(chance.choice((1, 1, 2))):
        places = [found.span() for found in re.finditer(chance.choice(PLACES), part)]
        start, end = chance.choice(places) if places else (0, 0)
        snippet = chance.choice(SNIPPETS)
        match chance.randrange(4):
            case 0:
                part = part[:start] + snippet + part[start:]
            case 1:
                part = part[:end] + snippet + part[end:]
            case 2:
                part = part[:start] + snippet + part[end:]
            case 3:  # what stands here stands there too
                other = chance.choice(places)[0] if places else 0
                first, last = sorted((start, other))
                part = part[:last] + part[first : min(last, first + 300)] + part[last:]
    return part


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("report", [("MK-10", QUARTER), ("MK-02", "2025-02")])
def test_nothing_is_taken_quickly_that_is_not_taken_at_length(
    report: tuple[str, str], seed: int, patterns: Patterns
) -> None:
    form = form_of(patterns[report], CENTRE)
    package, chance = Package.of("shakl.xlsx", form), random.Random(seed)
    taken = 0
    for _ in range(60):
        names = chance.choice(([LIST], [SHEET], [LIST, SHEET], [chance.choice(OTHERS)]))
        parts = {name: scratched(package.read(name), chance) for name in names}
        data = sealed_again(form, parts) if chance.randrange(5) else with_parts(form, parts)
        values = quickly(data)
        if values is not None:
            taken += 1
            assert values == at_length(data), parts
    assert taken, "nothing was to be compared"
