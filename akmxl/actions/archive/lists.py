"""Write the lists of an archive: what is in it, the receipts, the hashes; for programs and for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from akmxl.actions.archive.records import ReportKey
from akmxl.core.cell_values import plain
from akmxl.core.digest import sha256
from akmxl.core.i18n import N_, in_language, translate
from akmxl.core.named_tuple import NamedTuple
from akmxl.plan.receipts import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.actions.archive.records import Carried, Told
    from akmxl.plan.model import Plan
    from akmxl.plan.period import Period
    from akmxl.plan.reports import Receipt

PAGE, LIST, SUMS = "ROYXAT.html", "royxat.json", "SHA256SUMS"
RECEIPTS, RECEIPTS_TABLE = "qaydlar.json", "qaydlar.csv"
FORMS = "hisobotlar"  # the folder of what was sent, whatever its name on the disk
OWN_FILES = (PAGE, LIST, SUMS, RECEIPTS, RECEIPTS_TABLE)  # what akmxl itself writes into an archive
KIND, EDITION = "akmxl-arxiv", 1


class ListedFile(NamedTuple):
    """A file as the archive's list names it; ``of`` is the report of a form."""

    path: str
    kind: str
    of: ReportKey
    sha256: str


def no_forms(names: Iterable[str]) -> frozenset[str]:
    """Return, of the names in a zip that is an archive, those that are no forms and went with none."""
    names = list(names)
    folder = next((name.removesuffix(LIST) for name in names if name.rpartition("/")[2] == LIST), None)
    if folder is None or folder + SUMS not in names:
        return frozenset()
    return frozenset(name for name in names if not name.startswith(folder + FORMS))


def list_of(
    plan: Plan,
    period: Period,
    receipts: Sequence[Receipt],
    carried: Iterable[Carried],
    told: Iterable[Told],
) -> dict[str, object]:
    """Return the list of an archive as plain data, in Uzbek; nothing of the day or the PC of its making."""
    with in_language("uz"):
        said = [{"what": one.what, **_named(one.of), "file": one.file, "why": str(one.why)} for one in told]
    return {
        "kind": KIND,
        "edition": EDITION,
        "organisation": plan.organisation.get("organisation", ""),
        "period": str(period),
        "reports": [_report(plan, one) for one in receipts],
        "files": [_file(one) for one in carried],
        "told": said,
    }


def _file(one: Carried) -> dict[str, object]:
    return {
        "path": one.path,
        "kind": one.kind,
        **_named(one.of),
        "state": one.state,
        "size": len(one.data),
        "sha256": sha256(one.data),
    }


def _named(of: ReportKey) -> dict[str, object]:
    return of._asdict() if of.report or of.period else {}


def _report(plan: Plan, receipt: Receipt) -> dict[str, object]:
    key = ReportKey(receipt.report, receipt.period, receipt.version)
    rows = (r for r in plan.journal if (r.report, r.period_text, r.version) == key)
    row = next(rows, None)
    said = {name: str(row.values.get(name) or "") if row else "" for name in ("title", "recipient")}
    return {
        **key._asdict(),
        **said,
        "number": receipt.number,
        "sent": receipt.sent,
        "short_code": code_of(receipt),
        "values_sha256": receipt.values_sha256,
        "form_sha256": receipt.form_sha256,
    }


def receipts_data(receipts: Iterable[Receipt]) -> dict[str, object]:
    """Return receipts as plain data: all that their seals stand for."""
    return {
        "kind": f"{KIND}-qaydlar",
        "edition": EDITION,
        "receipts": [
            {
                "report": one.report,
                "period": one.period,
                "version": one.version,
                "file": one.file,
                "number": one.number,
                "sent": one.sent,
                "reason": one.reason,
                "letter": one.letter,
                "short_code": code_of(one),
                "values_sha256": one.values_sha256,
                "form_sha256": one.form_sha256,
                "previous": one.previous,
                "seal": one.seal,
                "values": [[key, plain(value)] for key, value in one.values],
            }
            for one in receipts
        ],
    }


def as_json(data: Mapping[str, object]) -> bytes:
    """Write plain data as JSON that people can read too."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


_HEADINGS = (
    N_("Report"), N_("Period"), N_("Version"), N_("Outgoing number"), N_("Outgoing date"), N_("Short code"),
    N_("Form"), N_("Reason of the correction"), N_("Hash of the values"), N_("Hash of the form"),
    N_("Seal before it"), N_("Seal"),
)  # fmt: skip


def receipts_table(receipts: Iterable[Receipt]) -> bytes:
    """Write receipts as a table that Excel opens: UTF-8 with its mark, semicolons between the columns."""
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    with in_language("uz"):
        writer.writerow(map(translate, _HEADINGS))
    for one in receipts:
        row = (
            one.report, one.period, one.version, one.number, one.sent, code_of(one), one.file, one.reason,
            one.values_sha256, one.form_sha256, one.previous, one.seal,
        )  # fmt: skip
        writer.writerow([_no_formula(str(text)) for text in row])
    return stream.getvalue().encode("utf-8-sig")


def _no_formula(text: str) -> str:
    """Return a text that Excel takes for a text: a sign before it keeps it from being a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Write the list of hashes as ``sha256sum -c`` reads it."""
    return "".join(f"{sha256(data)}  {path}\n" for path, data in files.items()).encode()


def read_sums(data: bytes) -> dict[str, str]:
    """Return the hashes of a list by path; raises ``ValueError`` where it is none."""
    found: dict[str, str] = {}
    for line in data.decode().splitlines():
        digest, two, path = line[:64], line[64:66], line[66:]
        if two not in ("  ", " *") or not path or path in found or set(digest) - set("0123456789abcdef"):
            raise ValueError(line)
        found[path] = digest
    return found


def listed_file(row: object) -> ListedFile | None:
    """Return a file as a row of an archive's list names it; None for a row that names none."""
    if not isinstance(row, dict) or not isinstance(row.get("path"), str):
        return None
    return ListedFile(row["path"], str(row.get("kind")), key_in(row), str(row.get("sha256")))


def key_in(row: Mapping[str, object]) -> ReportKey:
    """Return the report that a row of a list is about."""
    version = row.get("version")
    whole = version if isinstance(version, int) else 0
    return ReportKey(str(row.get("report", "")), str(row.get("period", "")), whole)
