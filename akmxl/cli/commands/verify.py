"""Tell what of a form and of the receipts is proven: the command ``akmxl verify``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import JSON, open_workbook, option, options, print_json, wants_json
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.ooxml.read.workbook import Workbook


@click.command(
    help=_(
        "Verify a form, the receipts of a workbook, a form beside the workbook, or an archive: what is "
        "proven, and what is not. Exit code 0: nothing speaks against it; 1: something does."
    )
)
@click.argument("files", nargs=-1, metavar=_("[FORM] [FILE] | ZIP"))
@option(
    "--code",
    default=None,
    metavar=_("CODE"),
    help=_("The short code that stands on the letter’s paper copy."),
)
@options(JSON)
def verify(files: tuple[str, ...], code: str | None) -> None:
    from akmxl.actions.verify import verify_files
    from akmxl.cli.json_data.verify import verification_json
    from akmxl.cli.text.verify import show_verification

    _refuse_the_same_twice(files)
    if _verified_as_archive(files, code):
        return
    form, workbook = _told_apart(files)
    plan = open_workbook(workbook).plan if workbook or form is None else None
    found = verify_files(form, plan, code)
    if wants_json():
        print_json(verification_json(form.path if form else None, plan, found))
    else:
        show_verification(found, [Path(name).name for name in files] or [plan.path.name if plan else ""])
    sys.exit(0 if found.sound else 1)


def _refuse_the_same_twice(files: tuple[str, ...]) -> None:
    places = [Path(os.path.realpath(name)) for name in files]  # resolve() raises where a link leads to itself
    for nth, name in enumerate(files):
        if places[nth] in places[:nth]:
            raise BadArgument(
                N_("“{file}” was named twice. Name a form, a workbook, or one of each."), file=Path(name).name
            )


def _verified_as_archive(files: tuple[str, ...], code: str | None) -> bool:
    """Verify the archive that was named and end the run; return False where none was."""
    from akmxl.actions.archive.packing import archive_at, refuse_other_zip, refuse_unpacked

    for name in files:
        refuse_unpacked(Path(name))
        data = archive_at(Path(name))
        if data is None:
            refuse_other_zip(Path(name))
            continue
        if len(files) > 1:
            raise BadArgument(
                N_("“{file}” is an archive: it is verified alone. Name it without other files."),
                file=Path(name).name,
            )
        from akmxl.actions.archive.verify_archive import verify_archive
        from akmxl.cli.json_data.archive import verified_archive_json
        from akmxl.cli.text.archive import show_verified_archive

        found = verify_archive(Path(name).name, data, code)
        if wants_json():
            print_json(verified_archive_json(Path(name), found))
        else:
            show_verified_archive(Path(name).name, found)
        sys.exit(0 if found.sound else 1)
    return False


def _told_apart(files: tuple[str, ...]) -> tuple[Workbook | None, str | None]:
    """Return the form and the plan among the files named, in any order."""
    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.submission.proof.proof import is_form

    opened = {name: Workbook.open(Path(name)) for name in files}
    forms = [workbook for workbook in opened.values() if is_form(workbook)]
    others = [name for name, workbook in opened.items() if workbook not in forms]
    if len(forms) > 1 or len(others) > 1:
        raise BadArgument(N_("Name one form, one workbook, or one of each: akmxl verify FORM FILE"))
    return (forms[0] if forms else None), (others[0] if others else None)
