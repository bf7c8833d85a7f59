"""Put the forms of many centres together: the command ``akmxl consolidate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import JSON, day_option, option, options, print_json, today, wants_json
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from datetime import date

    from akmxl.actions.consolidate.outcome import Consolidated
    from akmxl.actions.consolidate.store import Answer
    from akmxl.actions.consolidate.summaries import Summaries


@click.command(
    help=_(
        "Put the forms of many centres together: folders, zips, messages (.eml) and forms, each verified "
        "again, into one workbook, and an answer for each centre beside it. Exit code 0: all is there and "
        "accepted, nothing is known to be late; 1: something was refused, is missing, came late, is in no "
        "summary form, or is to be looked at."
    )
)
@click.argument("paths", nargs=-1, metavar=_("PATH..."), type=Path)
@option("--out", metavar=_("FILE"), type=Path, help=_("The workbook that is made (.xlsx)."))
@option("--centres", metavar=_("FILE"), type=Path, help=_("The table of centres (template: markazlar.xlsx)."))
@option("--centre", default="", metavar=_("CODE"), help=_("Whose the forms are that carry no centre’s code."))
@option("--store", metavar=_("FOLDER"), type=Path, help=_("Keep all figures here, as tidy rows (Parquet)."))
@option("--with-texts", is_flag=True, help=_("Keep texts and people’s names too, not the figures alone."))
@option("--csv", "csv_file", metavar=_("FILE"), type=Path, help=_("Write all figures as a CSV table."))
@option("--query", metavar="SQL", help=_("Ask the store; its tables are figures and centres."))
@option("--summary", metavar=_("FOLDER"), type=Path, help=_("Make the summary forms of regions here."))
@option("--workbook", metavar=_("FILE"), type=Path, help=_("The region’s own plan: its code and letterhead."))
@option("--received", metavar=_("DAY"), callback=day_option, help=_("The day on which all of it came."))
@option(
    "--periods",
    default="",
    metavar=_("PERIODS"),
    help=_("What is owed, e.g. 2025-Q1,2025-03; else what most sent."),
)
@option("--jobs", type=click.IntRange(1), metavar=_("NUMBER"), help=_("Read in so many processes."))
@option("--engine", default="", metavar="URL", help=_("Read on a Dask cluster: local, tls://scheduler:8786."))
@options(JSON)
def consolidate(
    paths: tuple[Path, ...],
    *,
    out: Path | None,
    centres: Path | None,
    centre: str,
    store: Path | None,
    with_texts: bool,
    csv_file: Path | None,
    query: str | None,
    summary: Path | None,
    workbook: Path | None,
    received: date | None,
    periods: str,
    jobs: int | None,
    engine: str,
) -> None:
    from akmxl.actions.consolidate.consolidate import consolidate as run
    from akmxl.actions.consolidate.task import Task
    from akmxl.actions.consolidate.workers import Hire
    from akmxl.cli.text.progress import progress_of_bytes

    if query is not None and store is None:
        raise BadArgument(N_("--query asks a store: name it with --store FOLDER."))
    if store and query is not None and not paths:
        _say(None, _asked(store, query))
        return
    if out is None:
        raise BadArgument(N_("“{name}” is not written. Help: akmxl --help"), name="--out")
    task = Task(
        paths=paths, out=out, today=today(), centres=centres, store=store, csv=csv_file, received=received,
        given_centre=centre.strip(), with_texts=with_texts, hire=Hire(jobs=jobs or 0, engine=engine),
        summaries=_summaries(summary, workbook), periods=(periods,) if periods else (),
    )  # fmt: skip
    if store and query is not None:
        _refuse_question(store, query)
    with progress_of_bytes(_("Reading the forms")) as tell:
        found = run(task, tell)
    _say(found, _asked(store, query) if store and query is not None else None)
    sys.exit(0 if found.complete else 1)


def _summaries(folder: Path | None, workbook: Path | None) -> Summaries | None:
    if folder is None:
        return None
    from akmxl.actions.consolidate.summaries import Summaries

    return Summaries(folder, workbook)


def _refuse_question(store: Path, query: str) -> None:
    """Raise what is wrong with a question before anything is read or written."""
    from akmxl.actions.consolidate.store import refuse_question, refuse_unfit

    refuse_unfit(store)
    refuse_question(store, query)


def _asked(store: Path, query: str) -> Answer:
    from akmxl.actions.consolidate.store import ask

    return ask(store, query)


def _say(found: Consolidated | None, answer: Answer | None) -> None:
    if wants_json():
        from akmxl.cli.json_data.consolidate import answer_json, consolidated_json

        print_json(
            (consolidated_json(found) if found else {}) | ({"query": answer_json(answer)} if answer else {})
        )
        return
    from akmxl.cli.text.consolidate import show_answer, show_consolidated

    if found:
        show_consolidated(found)
    if answer:
        show_answer(answer)
