"""Give an archive, and what is proven of one, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.actions.archive.wording import NOTES, PROBLEMS
from akmxl.core.digest import sha256
from akmxl.core.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.actions.archive.records import Archive, Carried, ReportKey, Told
    from akmxl.actions.archive.verify_archive import VerifiedArchive
    from akmxl.cli.json_data.json_object import Json


def archive_json(made: Archive) -> Json:
    """Return what was archived. ``status``: written, unchanged, planned (dry run) or incomplete (not made).

    ``code`` and ``sha256`` are null where no archive was made; ``problems`` are what is missing or not as it
    was, ``notes`` what else is to be known, each with a stable ``kind``.
    """
    return {
        "archive": str(made.path),
        "period": str(made.period),
        "status": made.status,
        "code": made.code or None,
        "sha256": made.sha256 or None,
        "size": made.size,
        "reports": [one._asdict() for one in made.reports],
        "files": [_file_json(one) for one in made.carried],
        "problems": [_told_json(one, PROBLEMS) for one in made.problems],
        "notes": [_told_json(one, NOTES) for one in made.notes],
    }


def _file_json(one: Carried) -> Json:
    return {
        "path": one.path,
        "kind": one.kind,
        **_report_json(one.of),
        "state": one.state or None,
        "size": len(one.data),
        "sha256": sha256(one.data),
    }


def _told_json(one: Told, words: Mapping[str, str]) -> Json:
    message = translate(words[one.what], name=one.name, file=one.file, why=one.why).strip()
    return {"kind": one.what, **_report_json(one.of), "file": one.file or None, "message": message}


def _report_json(of: ReportKey) -> Json:
    return {"report": of.report or None, "period": of.period or None, "version": of.version or None}


def verified_archive_json(path: Path, found: VerifiedArchive) -> Json:
    """Return what was found of an archive. ``sound``: nothing speaks against it.

    ``statements`` are as those of a form or a workbook; ``files`` what its list names, ``fault`` why a form
    is not what was sent.
    """
    return {
        "archive": str(path),
        "organisation": found.organisation,
        "period": found.period or None,
        "sound": found.sound,
        "code": found.code or None,
        "statements": [
            {"what": one.what, "state": one.state, "told": dict(one.told)} for one in found.statements
        ],
        "files": [
            {
                "path": one.path,
                "kind": one.kind,
                **_report_json(one.of),
                "sha256": one.sha256,
                "fault": str(found.faults[one]) if one in found.faults else None,
            }
            for one in found.files
        ],
    }
