"""Make small MARC files as other systems write them, in ISO 2709 and MARCXML, and tables of them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from akmxl.importers.sources.marc.columns import HEADINGS
from akmxl.importers.sources.marc.marc_table import marc_table
from akmxl.importers.sources.table import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.importers.sources.table import SourceTable

# tag, then what stands in it: ``01$aTitle$bRest`` with two indicators, or the text of a control field.
Fields = list[tuple[str, str]]

BOOK: Fields = [
    ("001", "uz-1"),
    ("005", "20251116141356.0"),
    ("008", "251105s2024    uz a                uzb  "),
    ("040", "  $aUzNKM$bрус$cUzNKM$dShirinAKM"),
    ("080", "  $a821.512.133"),
    ("100", "1 $aҚодирий, Абдулла,$d1894-1938"),
    ("245", "10$aЎткан кунлар :$bроман /$cАбдулла Қодирий."),
    ("260", "  $aТошкент :$bШарқ,$c2024."),
    ("852", "  $aAKM$p1001"),
    ("852", "  $aAKM$p1002"),
    ("856", "4 $uhttp://kutubxona.uz/1"),
]
# As RUSMARC has it: an article, its journal embedded in 463 after $1.
ARTICLE: Fields = [
    ("001", "RU-2"),
    ("005", "20250302101010.0"),
    ("100", "  $a20250301d2024    u  y0rusy0189    ca"),
    ("101", "0 $arus"),
    ("200", "1 $aБиблиотека и читатель$eопыт работы$fА. Каримова"),
    ("463", " 0$1001RU-99$12001 $aБиблиотечное дело$1210  $d2024"),
    ("675", "  $a021.1$vтабл."),
    ("700", " 1$aКаримова$bА. Б."),
    ("801", " 0$aUZ$bUzNKM$c20250301"),
    ("801", " 1$aUZ$bShirinAKM$c20250302"),
    ("899", "  $aAKM$p77"),
]


def iso(fields: Fields, encoding: str = "utf-8", leader: str = "nam a") -> bytes:
    """Return a record as ISO 2709, ``leader`` its positions 05 to 09; what an encoding lacks becomes ?."""
    directory, body = b"", b""
    for tag, text in fields:
        data = text.replace("$", "\x1f").encode(encoding, "replace") + b"\x1e"
        directory += b"%s%04d%05d" % (tag.encode(), len(data), len(body))
        body += data
    base = 24 + len(directory) + 1
    head = f"{base + len(body) + 1:05}{leader}22{base:05} i 4500".encode()
    return head + directory + b"\x1e" + body + b"\x1d"


def xml(records: Sequence[Fields], prefix: str = "", encoding: str = "utf-8", kind: str = "nam a") -> bytes:
    """Return records as MARCXML."""
    p = prefix + ":" if prefix else ""
    space = f"xmlns{':' + prefix if prefix else ''}"
    made = [
        f'<?xml version="1.0" encoding="{encoding}"?><{p}collection {space}="http://www.loc.gov/MARC21/slim">'
    ]
    for fields in records:
        made.append(f"<{p}record><{p}leader>00000{kind}2200000 i 4500</{p}leader>")
        for tag, text in fields:
            if tag < "010":
                made.append(f'<{p}controlfield tag="{tag}">{escape(text)}</{p}controlfield>')
                continue
            ends, *parts = text.split("$")
            subfields = "".join(f'<{p}subfield code="{t[0]}">{escape(t[1:])}</{p}subfield>' for t in parts)
            made.append(
                f'<{p}datafield tag="{tag}" ind1="{ends[0]}" ind2="{ends[1]}">{subfields}</{p}datafield>'
            )
        made.append(f"</{p}record>\n")
    return "".join([*made, f"</{p}collection>"]).encode(encoding)


def changed(fields: Fields, **texts: str) -> Fields:
    """Return fields with other texts: ``t245="00$aTitle"``; an empty one takes the field out."""
    told = {tag[1:]: text for tag, text in texts.items()}
    made = [(tag, told.get(tag, text)) for tag, text in fields]
    made += [(tag, text) for tag, text in told.items() if tag not in dict(fields)]
    return sorted((tag, text) for tag, text in made if text)


def table_of(data: bytes, kind: str = "", encoding: str = "") -> SourceTable:
    return marc_table(lambda: BytesIO(data), "export.mrc", len(data), Reading(encoding=encoding), kind)


def rows_of(table: SourceTable) -> dict[int, Mapping[str, object]]:
    """Return the rows of a table by their numbers, each by its headings; the headings stand first."""
    (first, headings), *rows = table.read()
    assert (first, tuple(headings)) == (0, HEADINGS)
    return {number: dict(zip(HEADINGS, row, strict=True)) for number, row in rows}


def numbers(data: bytes, kind: str = "", encoding: str = "") -> tuple[list[int], list[int]]:
    """Return which records of a file were read, and which were rejected."""
    table = table_of(data, kind, encoding)
    return list(rows_of(table)), [fault.row for fault in table.faults]
