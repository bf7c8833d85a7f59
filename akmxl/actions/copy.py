"""Make a service's own copy of a plan, which knows what stood in the plan when it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.hand_in import one_service
from akmxl.core.cell_values import known_value, plain
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.text_length import cut_to_bytes
from akmxl.ooxml.package.save import create_file
from akmxl.ooxml.package.together import all_or_none
from akmxl.plan.copies import CopyOf, pack
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk, patch_of
from akmxl.workbook.plan_file import write
from akmxl.workbook.reading.keyed_cells import keyed_cells
from akmxl.workbook.receipts_sheet import fill_kept, kept_of
from akmxl.workbook.writing.journal import fill_new_ids, highest_ids

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from akmxl.plan.handed_in import Cells, Key
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.reading.keyed_cells import Held

_FORBIDDEN = dict.fromkeys(map(ord, '\\/:*?"<>|'), " ")
_LONGEST = 60  # letters of the service's name in that of the file
_LONGEST_CONSTANT = 200  # letters: a defined name's text takes 255


def copy_for(opened: OpenedPlan, service: str, today: date, out: Path | None = None) -> tuple[Path, str]:
    """Write a service's copy beside the plan, or as ``out``; return its path and the service.

    Rows that have no ID yet get it in the plan first, so that both know them by the same. Raises
    ``BadArgument`` for an unknown service, a name that does not end in .xlsx and in a copy; ``FileProblem``
    where the file exists or cannot be written; ``Locked`` where Excel holds the plan, or anybody does and
    such rows are in it.
    """
    plan = opened.plan
    if plan.copy_of is not None:
        raise BadArgument(
            N_("“{file}” is a copy already ({service}). Make copies of the plan itself."),
            file=plan.path.name, service=plan.copy_of.service,
        )  # fmt: skip
    name = one_service(plan, service)
    path = out or plan.path.with_name(f"{plan.path.stem} - {_in_file_name(name)}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise BadArgument(
            N_("The file's name must end in .xlsx, or Excel does not open it: “{file}”."), file=path.name
        )
    door = on_disk(opened.file.workbook)
    ids = fill_new_ids(opened)
    kept = kept_of(plan)._replace(highest_ids=highest_ids(plan))
    mark = CopyOf(_number(), name, today.isoformat(), plan.organisation.get("organisation", ""),
                  pack(said_cells(keyed_cells(opened))))  # fmt: skip
    patch = patch_of(door, ids | fill_kept(kept._replace(copy_of=mark)))
    constant = name[:_LONGEST_CONSTANT].replace('"', '""')
    patch.define_name(layout.SERVICE_COPY, f'"{constant}"')
    with all_or_none():
        create_file(path, patch.to_bytes(), overwrite=False)
        if ids.columns:
            write(opened.file, ids | fill_kept(kept))
    return path, name


def said_cells(held: Mapping[Key, Held], *, blank: bool = False) -> Cells:
    """Return what cells say, as it is kept; with ``blank`` those too that say nothing."""
    said = {key: plain(known_value(one.value)) for key, one in held.items()}
    return {key: value for key, value in said.items() if blank or value is not None}


def _in_file_name(service: str) -> str:
    """Return a service's name as a file's name takes it."""
    words = " ".join(service.translate(_FORBIDDEN).split())
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0] or words[:_LONGEST]
    return cut_to_bytes(words, 2 * _LONGEST).rstrip(" .,")


def _number() -> str:
    """Return a number that no other copy has: two desks never share one."""
    import secrets

    return secrets.token_hex(8)
