"""Write the page of an archive for people: one HTML file that any browser opens and prints, without a net."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from akmxl.actions.archive.lists import LIST, RECEIPTS, RECEIPTS_TABLE, SUMS
from akmxl.actions.archive.sent_reports import key_of
from akmxl.actions.archive.wording import KINDS, NOTES, PROBLEMS, STATES
from akmxl.core.digest import sha256
from akmxl.core.i18n import N_, in_language, translate
from akmxl.core.value_text import day_text, number_text
from akmxl.plan.receipts import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.actions.archive.records import Carried, Told
    from akmxl.plan.model import Plan
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt

_ABSENT, _VERSION = N_("not in the archive"), N_("version {version}")
_STYLE = """
body { font: 14px/1.4 "Segoe UI", "DejaVu Sans", Arial, sans-serif; color: #1b1b1b; margin: 24px auto; max-width: 1180px; padding: 0 16px }
h1 { font-size: 22px; margin: 0 0 4px } h2 { font-size: 17px; margin: 28px 0 8px } p { margin: 4px 0 }
table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #bbb; padding: 4px 7px; text-align: left; vertical-align: top; overflow-wrap: break-word }
th { background: #e8f0ea; overflow-wrap: normal } code { font: 11px Consolas, "DejaVu Sans Mono", monospace } .hash { word-break: break-all } a { overflow-wrap: anywhere } .whole { white-space: nowrap } .problem { color: #a31515; font-weight: 600 }
@page { size: A4 landscape; margin: 12mm } @media print { body { margin: 0; max-width: none; font-size: 11px } thead { display: table-header-group } tr { break-inside: avoid } a { color: inherit; text-decoration: none } }
"""  # noqa: E501 - a style sheet reads best a rule a line


def page_of(
    plan: Plan,
    period: Period,
    receipts: Sequence[Receipt],
    carried: Sequence[Carried],
    problems: Sequence[Told],
    notes: Sequence[Told],
) -> bytes:
    """Return the page, in Uzbek."""
    with in_language("uz"):
        title = translate(N_("Archive of what was sent: {period}"), period=period.words)
        parts = [
            f"<h1>{escape(title)}</h1>",
            f"<p>{escape(plan.organisation.get('organisation', ''))}</p>",
            *_what_is_told(problems, PROBLEMS, N_("What is missing"), "problem"),
            _reports(plan, receipts, carried),
            *_what_is_told(notes, NOTES, N_("What is to be known"), ""),
            _files(carried),
            _how_to_verify(),
        ]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="uz"><head>{head}</head><body>\n{body}\n</body></html>\n'.encode()


def _reports(plan: Plan, receipts: Sequence[Receipt], carried: Sequence[Carried]) -> str:
    headings = (
        N_("Report"), N_("Period"), N_("Title"), N_("Recipient"), N_("Outgoing number"), N_("Outgoing date"),
        N_("Short code"), N_("Form"), N_("Signature"),
    )  # fmt: skip
    journal = {(row.report, row.period_text, row.version): row.values for row in plan.journal}
    forms = {one.of: one.path for one in reversed(carried) if one.kind == "form"}
    signed = {one.of: _said(STATES[one.state]) for one in carried if one.kind == "signature"}
    absent, rows = f'<span class="problem">{_said(_ABSENT)}</span>', []
    for one in receipts:
        key = key_of(one)
        row = journal.get(key, {})
        said = (str(row.get("title") or ""), str(row.get("recipient") or ""))
        version = "" if one.version < 2 else ", " + translate(_VERSION, version=one.version)
        form = f"<span class=whole>{_link(forms[key], one.file)}</span>" if key in forms else absent
        code = f"<code class=whole>{code_of(one)}</code>"
        name = map(_whole, (one.report, one.period + version))
        sent = map(_whole, (one.number, _day(one.sent)))
        rows.append([*name, *map(escape, said), *sent, code, form, signed.get(key, "–")])
    return _titled(N_("Reports that were sent"), headings, rows)


def _files(carried: Sequence[Carried]) -> str:
    headings = (N_("File"), N_("What it is"), N_("Bytes"), "SHA-256")
    rows = []
    for one in carried:
        words = [STATES[one.state]] if one.kind == "signature" else [KINDS[one.kind], STATES[one.state]]
        what, digest = (
            "; ".join(map(_said, filter(None, words))),
            f"<code class=hash>{sha256(one.data)}</code>",
        )
        rows.append([_link(one.path, one.path), what, _whole(number_text(len(one.data))), digest])
    return _titled(N_("Files"), headings, rows)


def _what_is_told(told: Iterable[Told], words: Mapping[str, str], title: str, mark: str) -> Iterator[str]:
    lines = [_said(words[one.what], name=one.name, file=one.file, why=one.why) for one in told]
    if lines:
        yield f"<h2>{_said(title)}: {len(lines)}</h2>"
        yield "\n".join(f'<p class="{mark}">{line}</p>' if mark else f"<p>{line}</p>" for line in lines)


def _how_to_verify() -> str:
    lines = (
        N_("All files are as they were, byte for byte. {list} and {sums} have their hashes, "
           "{table} and {receipts} the receipts with every value that was sent."),
        N_("The plan is as it was when the archive was made; what it said on the day of sending "
           "stands in the receipts and the forms."),
        N_("With akmxl: akmxl verify FILE.zip. Without it, in the unpacked folder: sha256sum -c {sums}"),
        N_("A hash proves that nothing was changed since, not by whom it was made. Signatures (.p7s) are "
           "carried along as they are; the program that made them verifies them."),
    )  # fmt: skip
    names = {"list": LIST, "sums": SUMS, "table": RECEIPTS_TABLE, "receipts": RECEIPTS}
    title, told = (
        _said(N_("How it is verified")),
        "\n".join(f"<p>{_said(line, **names)}</p>" for line in lines),
    )
    return f"<h2>{title}</h2>\n{told}"


def _titled(title: str, headings: Iterable[str], rows: Sequence[Iterable[str]]) -> str:
    return f"<h2>{_said(title)}: {len(rows)}</h2>\n{_table(headings, rows)}"


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{_said(one)}</th>" for one in headings)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _said(message: str, **params: object) -> str:
    return escape(translate(message, **params))


def _link(path: str, text: str) -> str:
    return f'<a href="{quote(path)}">{escape(text)}</a>'


def _whole(text: str) -> str:
    return f"<span class=whole>{escape(text)}</span>"


def _day(text: str) -> str:
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:  # of a receipt that was altered
        return text
