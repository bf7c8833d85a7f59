"""What programs read: the keys of every ``--json`` output, held to a schema."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from making_plans import add_records
from running import akmxl, akmxl_process
from service_months import add_row, type_month

if TYPE_CHECKING:
    from conftest import Demo

Schema = dict[str, Any]
DAY = "2025-04-10"


def exactly(**properties: Schema) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def many(schema: Schema, *, least: int = 0) -> Schema:
    return {"type": "array", "items": schema, "minItems": least}


def one_of(*words: str) -> Schema:
    return {"enum": list(words)}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def by_key(pattern: str, schema: Schema, count: int) -> Schema:
    return {
        "type": "object",
        "patternProperties": {pattern: schema},
        "additionalProperties": False,
        "minProperties": count,
        "maxProperties": count,
    }


TEXT: Schema = {"type": "string", "minLength": 1}
WHOLE: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number", "minimum": 0}
ANY: Schema = {}
FLAG: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
PERIOD: Schema = {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]|9M))?$"}
CODE: Schema = {"type": "string", "pattern": r"^([IVX]+\.)?\d+(\.\d+)*$"}
CELL: Schema = {"type": "string", "pattern": r"^[A-Z]{1,3}[1-9]\d*$"}
HASH: Schema = {"type": "string", "pattern": r"^[0-9a-f]{64}$"}

FINDING = exactly(
    rule={"type": "string", "pattern": r"^[A-Z]{3}\d\d$"},
    severity=one_of("error", "explain", "warning", "info"),
    sheet=or_null(TEXT),
    cell=or_null(CELL),
    cells=many(CELL),
    item=or_null(CODE),
    period=or_null(PERIOD),
    message=TEXT,
    fix=TEXT,
    explained=FLAG,
)
SWITCHED_OFF = many(exactly(rule=TEXT, item=or_null(CODE), reason=TEXT))
CHECK = exactly(
    workbook=TEXT,
    year=WHOLE,
    period=or_null(PERIOD),
    findings=many(FINDING),
    counts=exactly(error=WHOLE, explain=WHOLE, warning=WHOLE, info=WHOLE),
    blocks=FLAG,
    written=FLAG,
    switched_off=SWITCHED_OFF,
)
SHARE = exactly(name=TEXT, percent=or_null(NUMBER), rows=WHOLE, unplanned=WHOLE)
ROLLUP = exactly(
    year=WHOLE,
    items=many(
        exactly(
            code=CODE,
            plan=or_null(WHOLE),
            months=by_key(r"^2025-(0[1-9]|1[0-2])$", or_null(WHOLE), 12),
            quarters=by_key(r"^2025-Q[1-4]$", or_null(WHOLE), 4),
            fact=or_null(WHOLE),
            percent=or_null(NUMBER),
            previous_fact=or_null(WHOLE),
            complete=FLAG,
        ),
        least=50,
    ),
    sections=many(SHARE, least=7),
    services=many(SHARE, least=2),
)
ENCLOSED = exactly(code=TEXT, period=PERIOD, version={"type": "integer", "minimum": 1})
SUBMIT = exactly(
    period=or_null(PERIOD),
    reports=many(
        exactly(
            code=TEXT,
            recipient=TEXT,
            period=PERIOD,
            version={"type": "integer", "minimum": 1},
            status=one_of("written", "unchanged", "already_sent", "blocked", "no_template", "bad_template"),
            file=or_null(TEXT),
            sha256=or_null(HASH),
            values_sha256=or_null(HASH),
            findings=many(FINDING),
            reason=or_null(TEXT),
            cut=many(exactly(sheet=TEXT, cell=TEXT, **{"from": many(TEXT)})),
        ),
        least=1,
    ),
    parcels=many(
        exactly(
            recipient=TEXT,
            period=PERIOD,
            letter=TEXT,
            status=one_of("written", "unchanged", "kept"),
            reports=many(ENCLOSED, least=1),
            left_out=many(ENCLOSED),
        )
    ),
    not_handed_in=many(
        exactly(services=many(TEXT, least=1), months=many(PERIOD, least=1), reports=many(TEXT, least=1))
    ),
    not_known=many(TEXT),
    switched_off=SWITCHED_OFF,
)
CHANGED = exactly(
    sheet=TEXT,
    row=TEXT,
    how=one_of("changed", "added", "removed"),
    fields=many(exactly(field=TEXT, old=ANY, new=ANY), least=1),
)
HAND_IN = exactly(
    service=TEXT,
    period=PERIOD,
    state=one_of("handed_in", "unproven", "faulty", "missing"),
    ready=FLAG,
    errors=many(FINDING),
    blanks=many(FINDING),
    to_explain=many(FINDING),
    changed=many(CHANGED),
    new_items=many(TEXT),
    written=FLAG,
)
HAND_INS = exactly(
    period=PERIOD,
    services=many(
        exactly(
            service=TEXT,
            state=one_of("handed_in", "unproven", "faulty", "closed", "missing"),
            handed_in=or_null(TEXT),
            by=or_null(TEXT),
            code=or_null(TEXT),
            changed=many(CHANGED),
            new_items=many(TEXT),
        ),
        least=7,
    ),
)
MERGED_CELL = exactly(sheet=TEXT, row=TEXT, field=TEXT, cell=or_null(CELL), base=ANY, old=ANY, new=ANY)
MERGED_ROW = exactly(sheet=TEXT, row=TEXT, values={"type": "object"})
MERGE = exactly(
    workbook=TEXT,
    copy=TEXT,
    service=TEXT,
    taken=many(MERGED_CELL),
    added=many(MERGED_ROW),
    questions=many(
        exactly(
            name=TEXT,
            kind=one_of("conflict", "removed", "gone"),
            sheet=TEXT,
            row=TEXT,
            field=or_null(TEXT),
            base=ANY,
            old=ANY,
            new=ANY,
            taken=FLAG,
        )
    ),
    foreign=many(MERGED_CELL),
    foreign_rows=many(MERGED_ROW),
    without_place=many(MERGED_CELL),
    unread=many(MERGED_CELL),
    written=FLAG,
)
DUE = exactly(
    today=DATE,
    reports=many(
        exactly(
            code=TEXT,
            recipient=TEXT,
            title=TEXT,
            period=PERIOD,
            due=or_null(DATE),
            send_by=or_null(DATE),
            confirmed=FLAG,
            status=one_of("overdue", "due", "upcoming", "sent"),
        ),
        least=1,
    ),
)
RULES = exactly(
    rules=many(
        exactly(
            code={"type": "string", "pattern": r"^[A-Z]{3}\d\d$"},
            severity=one_of("gate", "error", "explain", "warning", "info"),
            checks=TEXT,
            why=TEXT,
            fix={"type": "string"},  # empty where a gate's own sentence says it
            examples=exactly(right=TEXT, wrong=TEXT),
        ),
        least=1,
    )
)
ADDED = ("edition", "sheet", "table", "column", "name", "moved")
KINDS = (*ADDED, "code", "heading", "formula", "format", "validation", "colours", "protection")
REPAIR = exactly(
    workbook=TEXT,
    repairs=many(
        exactly(
            kind=one_of(*KINDS),
            sheet=or_null(TEXT),
            cells=or_null(TEXT),
            before={"type": "string"},
            after=TEXT,
        )
    ),
    left=many(exactly(sheet=TEXT, cells=TEXT, value=TEXT, reason=TEXT)),
    counts=exactly(**dict.fromkeys(KINDS, WHOLE)),
    written=FLAG,
)
SAID: Schema = {"type": ["string", "integer", "number", "null"]}
SIDE: Schema = {
    "oneOf": [
        exactly(kind=one_of("workbook"), file=TEXT, year=WHOLE),
        exactly(
            kind=one_of("form", "receipt"),
            file=TEXT,
            organisation=TEXT,
            report=TEXT,
            period=PERIOD,
            version=WHOLE,
        ),
    ]
}
ROW_DIFFS = many(
    exactly(
        sheet=TEXT,
        subject=TEXT,
        how=one_of("added", "removed", "changed"),
        name=or_null(TEXT),
        fields=many(exactly(field=TEXT, old=SAID, new=SAID)),
    )
)
LOOK_CHANGES = many(
    exactly(
        sheet=TEXT,
        what=one_of(
            "hidden", "unseen", "unprinted", "format", "state", "added", "drawings", "conditions", "zeros",
            "formulas", "rows", "footers",
        ),
        cells=many(TEXT),
        old=TEXT,
        new=TEXT,
    )
)  # fmt: skip
ALTERED = many(exactly(sheet=TEXT, cell=or_null(CELL), key=TEXT, sent=SAID, shown=SAID))
DIFF = exactly(
    old=SIDE,
    new=or_null(SIDE),
    same=FLAG,
    figures=many(
        exactly(
            item=CODE,
            name=or_null(TEXT),
            period=PERIOD,
            measure=one_of("fact", "plan", "previous", "ytd", "percent", "difference", "last_year"),
            old=SAID,
            new=SAID,
            difference={"type": ["number", "null"]},
        )
    ),
    items=ROW_DIFFS,
    days=ROW_DIFFS,
    records=ROW_DIFFS,
    journal=ROW_DIFFS,
    receipts=ROW_DIFFS,
    text=FLAG,
    proof=or_null(
        exactly(
            receipt=or_null(one_of("same", "other", "missing", "sealed", "draft", "broken")),
            number=or_null(TEXT),
            sent=or_null(DATE),
            altered=ALTERED,
            added=ALTERED,
            moved=FLAG,
            newer=or_null(WHOLE),
            spoilt=many(TEXT),
            look=or_null(one_of("kept", "altered", "saved", "unknown")),
            look_changes=LOOK_CHANGES,
        )
    ),
)
TEMPLATE_CHECK = exactly(
    file=TEXT, ready=FLAG, faults=many(TEXT), warnings=many(TEXT), words=many(TEXT), unused=many(TEXT)
)
TEMPLATE_LIST = exactly(
    workbook=TEXT,
    folder=TEXT,
    templates=many(
        exactly(
            code=TEXT,
            title=TEXT,
            recipient=TEXT,
            source=one_of("own", "shipped", "none"),
            file=or_null(TEXT),
            ready=FLAG,
            faults=many(TEXT),
            warnings=many(TEXT),
        ),
        least=20,
    ),
    letter=or_null(TEMPLATE_CHECK),
    pages=many(TEMPLATE_CHECK, least=2),
    stray=many(exactly(file=TEXT, nearest=or_null(TEXT))),
)
SENT = exactly(code=TEXT, period=PERIOD, number=TEXT, date=DATE, written=FLAG, short_code=or_null(TEXT),
               stale=FLAG)  # fmt: skip


def holds(schema: Schema, data: Any) -> None:
    Draft202012Validator.check_schema(schema)
    faults = [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(data)
    ]
    assert faults == []


@pytest.mark.parametrize("lang", ["uz", "en"])
def test_check_of_a_plan_with_faults(lang: str, demo: Demo) -> None:
    run = akmxl("check", demo.faulty, "--no-write", "--today", "2025-10-06", "--json", lang=lang)
    data = run.json
    holds(CHECK, data)
    assert run.code == 1
    assert data["blocks"]
    assert not data["written"]
    assert data["year"] == 2025
    severities = [one["severity"] for one in data["findings"]]
    assert data["counts"] == {
        word: severities.count(word) for word in ("error", "explain", "warning", "info")
    }


def test_check_counts_no_explained_finding_and_blocks_not(demo: Demo) -> None:
    data = akmxl("check", demo.mended, "--no-write", "--today", "2025-10-06", "--json").json
    holds(CHECK, data)
    explained = [one for one in data["findings"] if one["explained"]]
    assert {one["severity"] for one in explained} == {"explain"}
    assert data["counts"]["explain"] == 0
    assert not data["blocks"]


def test_check_of_a_period_shows_that_period(demo: Demo) -> None:
    data = akmxl("check", demo.faulty, "--no-write", "--today", "2025-10-06", "--json",
                 "--period", "2025-Q1").json  # fmt: skip
    holds(CHECK, data)
    assert data["period"] == "2025-Q1"
    assert {one["period"] for one in data["findings"]} <= {None, "2025-01", "2025-02", "2025-03", "2025-Q1"}


@pytest.mark.parametrize(
    "narrow", [(), ("--period", "2025-05"), ("--service", "raqamlashtirish"), ("--severity", "error")]
)
def test_counts_blocks_and_exit_code_are_of_the_whole_check_whatever_is_shown(
    narrow: tuple[str, ...], demo: Demo
) -> None:
    command = ("check", demo.faulty, "--no-write", "--today", "2025-10-06", "--json")
    whole, run = akmxl(*command), akmxl(*command, *narrow)
    assert (run.code, run.json["blocks"], run.json["counts"]) == (1, True, whole.json["counts"])
    shown = run.json["findings"]
    assert all(one in whole.json["findings"] for one in shown)
    assert (len(shown) < len(whole.json["findings"])) == bool(narrow)


def test_check_says_whether_it_wrote(plan_path: Path) -> None:
    runs = [akmxl("check", plan_path, "--today", DAY, "--json").json["written"] for _ in range(2)]
    assert runs == [True, False]


def test_check_names_rows_of_registers_and_cells_without_item(plan_path: Path) -> None:
    add_records(plan_path, {"Tadbirlar": [{"title": "Bahor"}], "Malaka": [{"code": "99"}]})
    holds(CHECK, akmxl("check", plan_path, "--today", DAY, "--json").json)


def test_rollup_says_null_where_nothing_is_known(quarter_path: Path) -> None:
    data = akmxl("rollup", quarter_path, "--today", DAY, "--json").json
    holds(ROLLUP, data)
    item = next(one for one in data["items"] if one["code"] == "15.1")
    assert item["months"]["2025-04"] is None
    assert item["quarters"]["2025-Q2"] is None
    assert item["fact"] == sum(item["months"][f"2025-0{month}"] for month in (1, 2, 3))


def test_rollup_of_an_empty_plan(plan_path: Path) -> None:
    data = akmxl("rollup", plan_path, "--today", DAY, "--json").json
    holds(ROLLUP, data)
    assert all(one["fact"] is None and one["percent"] is None for one in data["items"])


def test_submit_of_drafts_of_what_is_blocked_and_of_what_has_no_template(quarter_path: Path) -> None:
    data = akmxl("submit", quarter_path, "--period", "2025-Q1", "--today", DAY, "--json").json
    holds(SUBMIT, data)
    for report in data["reports"]:
        assert bool(report["file"]) == bool(report["sha256"]) == (report["status"] == "written")


def test_a_dry_run_of_submit_tells_the_places_too(quarter_path: Path) -> None:
    data = akmxl(
        "submit", quarter_path, "--period", "2025-Q1", "--today", DAY, "--dry-run", "--json"
    ).json  # fmt: skip
    places = many(exactly(sheet=TEXT, cell=CELL, value=SAID, **{"from": many(TEXT)}))
    for report in data["reports"]:
        holds(places, report.pop("places"))
    holds(SUBMIT, data)


def test_diff_of_workbooks_of_a_form_and_of_a_receipt(quarter_path: Path, shipped: Path) -> None:
    made = ("--period", "2025-Q1", "--only", "MK-02", "--today", DAY, "--json")
    form = akmxl("submit", quarter_path, *made).json["reports"][-1]["file"]
    receipt = quarter_path, "MK-02", "2025-03"
    for arguments in ((shipped, quarter_path), (form, quarter_path), receipt, (form,)):
        data = akmxl("diff", *arguments, "--json").json
        holds(DIFF, data)
        assert bool(data["proof"]) == (arguments[0] != shipped)
    assert all(
        akmxl("diff", shipped, quarter_path, "--json").json[key] for key in ("figures", "days", "records")
    )


ITEM = exactly(
    code=CODE, unit=or_null(TEXT), kind=one_of("flow", "stock", "task"), parent=or_null(CODE)
)  # fmt: skip
OF_REPORT = {"report": or_null(TEXT), "period": or_null(PERIOD), "version": or_null(WHOLE)}
ARCHIVED = {"path": TEXT, "kind": one_of("form", "letter", "pdf", "other", "plan", "copy", "signature")}
TOLD = exactly(kind=TEXT, **OF_REPORT, file=or_null(TEXT), message=TEXT)
ARCHIVE = exactly(
    archive=TEXT,
    period=PERIOD,
    status=one_of("written", "unchanged", "planned", "incomplete"),
    code=or_null(TEXT),
    sha256=or_null(HASH),
    size=WHOLE,
    reports=many(exactly(report=TEXT, period=PERIOD, version=WHOLE), least=1),
    files=many(exactly(**ARCHIVED, **OF_REPORT, state=or_null(TEXT), size=WHOLE, sha256=HASH), least=1),
    problems=many(TOLD),
    notes=many(TOLD),
)
VERIFIED_ARCHIVE = exactly(
    archive=TEXT,
    organisation=TEXT,
    period=or_null(PERIOD),
    sound=FLAG,
    code=or_null(TEXT),
    statements=many(
        exactly(
            what=one_of(
                "sums", "missing", "extra", "renamed", "newer", "archive_list", "plan", "chain",
                "journal", "drafts", "receipts",
                "forms", "saved", "first", "complete", "signatures", "signatures_empty", "carried", "code",
                "author",
            ),
            state=one_of("proven", "failed", "unproven"),
            told={"type": "object"},
        ),
        least=1,
    ),
    files=many(exactly(**ARCHIVED, **OF_REPORT, sha256=HASH, fault=or_null(TEXT)), least=1),
)  # fmt: skip
VERIFICATION = exactly(
    form=or_null(TEXT),
    file=or_null(TEXT),
    sound=FLAG,
    code=or_null(TEXT),
    sender=or_null(
        exactly(
            organisation=TEXT, centre=or_null(TEXT), region=or_null(TEXT), report=TEXT, period=PERIOD,
            version=WHOLE, due=or_null(DATE), supersedes=or_null(TEXT), edition=WHOLE,
            program=or_null(TEXT), items=many(ITEM),
        )
    ),
    statements=many(
        exactly(
            what=one_of(
                "list", "values", "words", "look", "receipt", "chain", "journal", "drafts", "code", "author"
            ),
            state=one_of("proven", "failed", "unproven"),
            told={"type": "object"},
        )
    ),
    altered=ALTERED,
    added=ALTERED,
    look=LOOK_CHANGES,
)  # fmt: skip


def test_verify(quarter_path: Path) -> None:
    made = ("--period", "2025-Q1", "--only", "MK-10", "--today", DAY, "--json")
    form = akmxl("submit", quarter_path, *made).json["reports"][-1]["file"]
    for files in ((form,), (quarter_path,), (form, quarter_path)):
        data = akmxl("verify", *files, "--json").json
        holds(VERIFICATION, data)
        assert bool(data["sender"]) == (form in files)


def test_archive(demo: Demo, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "arxiv.zip", "--json")
    data = akmxl("archive", demo.mended, "--period", "2025", *out).json
    holds(ARCHIVE, data)
    assert {one["kind"] for one in data["notes"]} == {"draft"}
    holds(VERIFIED_ARCHIVE, akmxl("verify", tmp_path / "arxiv.zip", "--json").json)
    none = tmp_path / "bosh"
    none.mkdir()
    run = akmxl("archive", demo.mended, "--period", "2025-Q1", "--forms", none, *out)
    holds(ARCHIVE, run.json)
    assert (run.code, run.json["status"], run.json["code"]) == (1, "incomplete", None)
    assert {one["kind"] for one in run.json["problems"]} == {"missing"}


def test_templates(plan_path: Path) -> None:
    data = akmxl("template", "list", plan_path, "--json").json
    holds(TEMPLATE_LIST, data)
    form = next(one["file"] for one in data["templates"] if one["file"])
    holds(TEMPLATE_CHECK, akmxl("template", "check", form, "--json").json)


_IN_TIME = {"in_time": WHOLE, "compared": WHOLE, "unknown": WHOLE}
_STANDS = exactly(name=TEXT, percent=or_null(NUMBER), rows=WHOLE, unplanned=WHOLE, blank=WHOLE, **_IN_TIME)
_OWED = DUE["properties"]["reports"]["items"]
PAGE = exactly(
    today=DATE,
    director=or_null(
        exactly(
            year_gone=NUMBER,
            sections=many(_STANDS, least=7),
            services=many(_STANDS, least=2),
            reports=many(_OWED),
            behind=many(
                exactly(
                    item=TEXT, plan=WHOLE, asked=WHOLE, done=WHOLE, missing_percent=NUMBER, reasons=many(TEXT)
                )
            ),
            unsigned=many(
                exactly(code=TEXT, title=TEXT, period=or_null(PERIOD), version=WHOLE, due=or_null(DATE))
            ),
            not_filled=WHOLE,
            unknown=WHOLE,
            counts=exactly(error=WHOLE, explain=WHOLE, warning=WHOLE, info=WHOLE),
        )
    ),
    services=many(
        exactly(
            service=TEXT,
            year_gone=NUMBER,
            percent=or_null(NUMBER),
            rows=WHOLE,
            unplanned=WHOLE,
            blank=WHOLE,
            **_IN_TIME,
            blanks=many(exactly(item=TEXT, months=many(PERIOD, least=1))),
            findings=many(FINDING),
            reports=many(_OWED),
            work=many(exactly(item=TEXT, day=DATE, asked=WHOLE, done=or_null(WHOLE))),
        )
    ),
    not_known=many(TEXT),
    files=many(exactly(file=TEXT, status=one_of("written", "unchanged")), least=1),
    kept=many(TEXT),
    switched_off=SWITCHED_OFF,
)


def test_pages(demo: Demo, plan_path: Path) -> None:
    for workbook, day in ((demo.mended, "2025-10-06"), (demo.faulty, "2025-11-10"), (plan_path, DAY)):
        data = akmxl("page", workbook, "--dry-run", "--today", day, "--json").json
        holds(PAGE, data)
        assert data["director"]
        assert len(data["services"]) == 7
    assert data["director"]["sections"][0]["percent"] is None  # unknown is not 0


def test_submit_of_blocked_reports(plan_path: Path) -> None:
    run = akmxl("submit", plan_path, "--today", DAY, "--json")
    holds(SUBMIT, run.json)
    assert run.json["period"] is None
    blocked = [one for one in run.json["reports"] if one["status"] == "blocked"]
    assert run.code == 1
    assert blocked
    assert all(one["findings"] and one["file"] is None for one in blocked)


def test_submit_of_sent_reports(mended_path: Path) -> None:
    data = akmxl("submit", mended_path, "--period", "2025-Q1", "--today", "2025-10-06", "--json").json
    holds(SUBMIT, data)
    assert "already_sent" in {one["status"] for one in data["reports"]}


def test_due(demo: Demo) -> None:
    data = akmxl("due", demo.mended, "--today", "2025-10-06", "--json").json
    holds(DUE, data)
    assert data["today"] == "2025-10-06"
    assert {one["status"] for one in data["reports"]} == {"overdue", "due", "upcoming"}
    days = [one["due"] for one in data["reports"]]
    assert days == sorted(days)


def test_hand_ins_copies_and_merges(mended_path: Path) -> None:
    asked = ("hand-in", mended_path, "--month", "2025-09", "--json", "--today", "2025-10-06")
    holds(HAND_IN, akmxl(*asked, "--service", "fond").json)
    copy = akmxl("copy", mended_path, "--service", "fond", "--json", "--today", "2025-10-06").json
    holds(exactly(workbook=TEXT, service=TEXT, copy=TEXT), copy)
    own = Path(copy["copy"])
    type_month(mended_path, "11", 9, 1)
    type_month(own, "11", 9, 2)
    type_month(own, "13.2", 9, 3)
    type_month(own, "29", 9, 4)
    add_row(own, "Tadbirlar", date=date(2025, 9, 4), event_kind="Ko‘rgazma", title="Begona")
    merged = akmxl("merge", mended_path, own, "--json").json
    holds(MERGE, merged)
    assert [len(merged[name]) for name in ("taken", "questions", "foreign", "foreign_rows")] == [1, 1, 1, 1]
    again = akmxl(*asked, "--service", "fond").json
    holds(HAND_IN, again)
    assert len(again["changed"]) == 2
    holds(HAND_INS, akmxl(*asked).json)


def test_rules_and_one_rule() -> None:
    every, one = akmxl("rules", "--json").json, akmxl("rules", "sub03", "--json").json
    holds(RULES, every)
    holds(RULES, one)
    assert [rule["code"] for rule in one["rules"]] == ["SUB03"]
    assert one["rules"][0] in every["rules"]


@pytest.mark.parametrize("lang", ["uz", "en"])
def test_repair(lang: str, demo: Demo) -> None:
    data = akmxl("repair", demo.faulty, "--dry-run", "--today", "2025-10-06", "--json", lang=lang).json
    holds(REPAIR, data)
    assert not data["written"]
    assert data["counts"] == {kind: int(kind == "formula") for kind in KINDS}
    (total,) = data["repairs"]
    assert (total["sheet"], total["cells"], total["before"]) == ("Oylik", "H24", "33")


def test_sent(quarter_path: Path) -> None:
    akmxl("submit", quarter_path, "--period", "2025-Q1", "--only", "MK-10", "--today", DAY)
    command = ("sent", quarter_path, "mk-10", "2025-q1", "--number", "7", "--date", "05.04.2025", "--json")
    first, again = akmxl(*command).json, akmxl(*command).json
    holds(SENT, first)
    assert first == {
        "code": "MK-10",
        "period": "2025-Q1",
        "number": "7",
        "date": "2025-04-05",
        "written": True,
        "short_code": first["short_code"],
        "stale": False,
    }
    assert again == first | {"written": False}


def test_a_pipe_gets_json_and_nothing_else_in_utf_8(shipped: Path) -> None:
    run = akmxl_process("check", shipped, "--no-write", "--today", DAY, "--json")
    holds(CHECK, run.json)
    assert run.err == ""
    assert "‘" in run.out
