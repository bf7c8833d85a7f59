"""Import another system's export into the workbook in front: the button Import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.actions.import_file import propose, remembered_profile, write_import, write_rejected
from akmxl.actions.import_wording import parts_of, title_of
from akmxl.core.i18n import N_, _
from akmxl.importers.profile.find import profiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.importers.proposal import Proposal
    from akmxl.ribbon.desk import Desk

_FILES = "*.xlsx;*.xlsm;*.xlsb;*.xls;*.ods;*.csv;*.tsv;*.txt;*.htm;*.html;*.xml;*.mrc;*.iso;*.zip"
_LINES = 5  # of a sort: the window must fit on a small screen


def import_file(desk: Desk) -> None:
    """Let a person pick the file, show what would be written, and write it after a yes.

    Raises an ``AkmxlError`` where the file or the profile cannot be read.
    """
    opened = desk.opened
    picked = desk.pick_file(_(N_("Files of other programs")), _FILES, _(N_("Which file is to be imported?")))
    if picked is None:
        return
    source = Path(picked)
    profile = remembered_profile(opened, source) or _asked(desk)
    if not profile:
        return
    proposal = propose(opened, source, profile)
    if proposal.nothing_to_write:
        desk.say(*_preview(desk, proposal), _(N_("There was nothing to write.")))
    elif desk.agrees(*_preview(desk, proposal), _(N_("Write this into the workbook?"))):
        write_import(opened, proposal, desk.today)
    else:
        return
    if path := write_rejected(proposal, source):
        desk.say(_("The rejected rows are in {path}: mend them there and import that file.", path=path))


def _asked(desk: Desk) -> str:
    """Ask for the profile by name; empty where the person gives none."""
    known = ", ".join(profiles(desk.opened.path))
    return desk.ask(_("By which profile is the file to be read? {known}", known=known)) or ""


def _preview(desk: Desk, proposal: Proposal) -> Iterator[str]:
    yield title_of(proposal)
    for part in parts_of(desk.plan, proposal):
        yield part.heading
        yield from (f"  {line}" for line in part.lines[:_LINES])
