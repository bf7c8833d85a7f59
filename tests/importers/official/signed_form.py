"""The plan of 2025 as the office has it: made of the shipped rows, with all that its form is known for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.workbook.create import shipped
from importers.official.word import docx, heading, listed, p, run, section, tbl, tc, tr

if TYPE_CHECKING:
    from akmxl.workbook.create.plan_rows import PlanRow

NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""
_TYPED = {"13", "14", "15", "16", "17"}  # where the office typed the numbers, and so came to have two twice
_AS_LINES = {"9.4", "15", "21"}  # parts as lines of the cells of their row
_AS_ROWS = {"13", "14"}  # parts as lower halves of a merged row
_IN_ONE_CELL = {"19"}  # parts with a slash


def signed_form(*, tracked: bool = True) -> bytes:
    """The whole document."""
    return docx(
        _approval(),
        p("Shirin shahar axborot-kutubxona markazining"),
        p("2025-yil uchun mo‘ljallangan"),
        p("ISH REJA"),
        tbl(*_rows(tracked=tracked)),
        p(),
        p("Direktor ______________ F.I.Sh."),
        numbering=NUMBERING,
    )


def _approval() -> str:
    words = "TASDIQLAYMAN\nViloyat AKM direktori\n_________ F.I.Sh.\n“___” yanvar 2025-yil"
    return tbl(tr(tc(""), tc(words)), widths=(8000, 6000))


def _rows(*, tracked: bool) -> list[str]:
    plan = shipped.plan()
    names = {one.name: one.beside for one in shipped.sections()}
    rows, at = [heading()], ""
    for row in plan:
        if row.section != at:
            at = row.section
            rows.append(tr(tc(p(names[at].upper(), listed(3)), across=8)))
        if any(row.code.startswith(f"{code}.") for code in _AS_LINES | _AS_ROWS | _IN_ONE_CELL):
            continue
        parts = [part for part in plan if part.parent == row.code]
        if row.code in _AS_LINES:
            rows.append(_lines(row, parts))
        elif row.code in _AS_ROWS:
            rows += _halves(row, parts)
        elif row.code == "11" and tracked:
            rows += [_deleted(row), _tracked(row)]
        elif row.code == "26":
            rows += _over_a_page(row)
        else:
            rows.append(_work(row))
        if row.code == "9":
            rows.append(tr("", "Shundan,", "", "", "", "", "", ""))
    return rows


def _number(row: PlanRow) -> str:
    if not row.printed_no or row.code in _TYPED:
        return tc(f"{row.printed_no}." if row.printed_no else "")
    level = row.code.removeprefix("I.").count(".")
    if row.code in ("18", "31.1"):  # after typed numbers the office began the list anew by hand
        return tc(f"{row.printed_no}.")
    if level or (row.code.isdecimal() and int(row.code) > 18):
        return tc(f"{row.printed_no}")
    return tc(p("", listed(1 if row.section == "I" else 2)))


def _responsible(row: PlanRow) -> str:
    return "\n".join(row.responsible).replace("Axborot-k", "Axborot-\nk").replace(" va ", "\nva ")


def _mechanism(row: PlanRow) -> str:
    return row.mechanism.replace("; 2.", ";\n2.").replace("; 3.", ";\n3.")


def _due(row: PlanRow) -> str:
    return row.due.replace("-yil ", "-yil\n")


def _work(row: PlanRow, name: str = "") -> str:
    unit = row.unit.replace("Biblio", "Biblio-\n").replace(" yozuv", "\nyozuv")
    return tr(_number(row), tc(name or row.name), unit,
              _figure(row.previous), _figure(row.planned), tc(_mechanism(row)), tc(_due(row)),
              tc(_responsible(row)))  # fmt: skip


def _figure(text: str) -> str:
    """A figure with a blank between thousands, and a long dash, as it is typed."""
    return f"{text[:-3]} {text[-3:]}" if len(text) > 4 else text.replace("-", "–")


def _lines(row: PlanRow, parts: list[PlanRow]) -> str:
    """15: the title and each of its measures in a line, the figures beside them."""
    marked = p(f"{row.name}:") + "".join(p(f"{part.name};", listed(4)) for part in parts)
    figures = [
        "\n".join(_figure(getattr(one, field)) for one in (row, *parts)) for field in ("previous", "planned")
    ]
    blank = not any(figure.strip() for figure in figures)
    return tr(_number(row), tc(marked), row.unit, *("" if blank else figure for figure in figures),
              tc(_mechanism(row)), tc(_due(row)), tc(_responsible(row)))  # fmt: skip


def _halves(row: PlanRow, parts: list[PlanRow]) -> list[str]:
    """13: one number and title, two rows of figures, each with its own work."""
    rows = []
    for at, part in enumerate(parts):
        down = "continue" if at else "restart"
        rows.append(tr(
            tc("" if at else f"{row.printed_no}.", down=down), tc("" if at else row.name, down=down),
            tc("" if at else row.unit, down=down), _figure(part.previous), _figure(part.planned),
            tc(part.name), tc("" if at else _due(row), down=down),
            tc("" if at else _responsible(row), down=down),
        ))  # fmt: skip
    return rows


def _deleted(row: PlanRow) -> str:
    texts = ("99.", "O‘chirilgan qator", row.unit, "7", "7", "-", row.due, "Direktor")
    gone = '<w:del w:id="1" w:author="A">'
    cells = (tc(p(f"{gone}<w:r><w:delText>{text}</w:delText></w:r></w:del>")) for text in texts)
    return tr(*cells, about=f"{gone}</w:del>")


def _tracked(row: PlanRow) -> str:
    """11: the plan's figure was changed, and the change not accepted yet."""
    gone = '<w:del w:id="2" w:author="A"><w:r><w:delText>100</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="3" w:author="A">{run(row.planned)}</w:ins>'
    return tr(_number(row), tc(row.name), row.unit, _figure(row.previous), tc(p(gone + new)),
              tc(_mechanism(row)), tc(_due(row)), tc(_responsible(row)))  # fmt: skip


def _over_a_page(row: PlanRow) -> list[str]:
    """26: a row that was parted by hand at the end of a page, the heading again between its halves."""
    first, rest = row.mechanism.split("; 2. ")
    return [
        tr(_number(row), tc(row.name), row.unit, _figure(row.previous), _figure(row.planned), tc(f"{first};"),
           tc(_due(row)), tc(_responsible(row))),
        heading(),
        tr("", "", "", "", "", tc(f"2. {rest}".replace("; 3.", ";\n3.")), "", ""),
    ]  # fmt: skip


__all__ = ["section", "signed_form"]
