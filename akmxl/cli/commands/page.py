"""Show where things stand on one A4: the command ``akmxl page``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import JSON, WORKBOOK, open_workbook, option, options, print_json, today, wants_json
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@click.command(
    help=_(
        "Make one A4 of where things stand: for the director, for a service, or as text for a messenger. "
        "Without options: the director's page and one of each service, as Excel files and as hisobot.html."
    )
)
@WORKBOOK
@option("--director", is_flag=True, help=_("The director's page."))
@option(
    "--service",
    "services",
    multiple=True,
    metavar=_("SERVICE"),
    help=_("The page of this service (a part of its name); may be given several times."),
)
@option(
    "--text",
    is_flag=True,
    help=_(
        "Print the page as plain text, at most 4096 signs, without people's names; with --out into xabar.txt."
    ),
)
@option("--pdf", is_flag=True, help=_("Make a PDF of each page too, through LibreOffice."))
@option("--html", "html_only", is_flag=True, help=_("Make hisobot.html only, no Excel files."))
@option(
    "--out",
    metavar=_("FOLDER"),
    type=Path,
    help=_("Folder for the pages (default: sahifalar beside the workbook)."),
)
@option("--dry-run", is_flag=True, help=_("Only say what would be made."))
@options(JSON)  # fmt: skip
def page(
    workbook: str | None,
    *,
    director: bool,
    services: tuple[str, ...],
    text: bool,
    pdf: bool,
    html_only: bool,
    out: Path | None,
    dry_run: bool,
) -> None:
    if text and (pdf or html_only or dry_run):
        raise BadArgument(N_("--text makes no pages: leave out --pdf, --html and --dry-run."))
    if pdf and html_only:
        raise BadArgument(N_("A PDF is made of an Excel file: leave out --html or --pdf."))
    if pdf:
        from akmxl.actions.pdf import office, write_pdfs  # late: with it come subprocess and more

    from akmxl.actions.page import pages_of, write_pages, write_texts
    from akmxl.cli.json_data.check import switched_off_json
    from akmxl.cli.json_data.page import pages_json
    from akmxl.cli.text.page import show_pages, show_texts
    from akmxl.cli.text.progress import progress
    from akmxl.cli.text.report import show_old_pdfs
    from akmxl.submission.parcel.parcel import old_pdfs

    opened = open_workbook(workbook)
    program = office() if pdf else ""
    director = director or (text and not services)
    pages = pages_of(opened, today(), director=director, services=services)
    if text:
        written = write_texts(opened, pages, out) if out else None
        if wants_json():
            print_json(pages_json(pages, written, texts=True) | switched_off_json(opened.plan))
        else:
            show_texts(pages, written)
        return

    def printed(files: Mapping[Path, Sequence[Path]]) -> None:
        with progress(_("Making PDF"), len(files)) as advance:
            write_pdfs(program, files, advance)

    made = write_pages(opened, pages, out, excel=not html_only, pdf=printed if pdf else None, dry_run=dry_run)
    if wants_json():
        print_json(pages_json(pages, made) | switched_off_json(opened.plan))
    else:
        show_pages(made, dry_run=dry_run)
        show_old_pdfs(
            () if pdf else old_pdfs({one.path: [one.path.with_suffix(".pdf")] for one in made.files})
        )
