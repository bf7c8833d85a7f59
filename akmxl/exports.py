"""What leaves akmxl for other programs: due days as a calendar, forms as PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from akmxl.errors import FileProblem
from akmxl.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.owed import Owed

_OFFICES = ("soffice", "libreoffice", "C:/Program Files/LibreOffice/program/soffice.exe")
_PDF_SECONDS = 120


def write_calendar(owed: Iterable[Owed], path: Path) -> int:
    """The days to send by as an iCalendar file with an alarm two days before; gives their number.

    An event keeps its identity from file to file, so a calendar that takes the file again only updates.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//akmxl//uz")
    calendar.add("version", "2.0")
    for one in owed:
        if one.send_by is None:
            continue
        event = Event()
        event.add("uid", f"{one.report.code}-{one.period}@akmxl")
        event.add("summary", f"{one.report.code}: {one.report.title} ({one.period.words})")
        event.add("description", one.report.recipient)
        event.add("dtstart", one.send_by)
        # The stamp that the format asks for is the day itself: the same plan gives the same file.
        event.add("dtstamp", datetime.combine(one.send_by, time(), UTC))
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.report.title)
        alarm.add("trigger", timedelta(days=-2))
        event.add_component(alarm)
        calendar.add_component(event)
    try:
        path.write_bytes(calendar.to_ical())
    except OSError as error:
        raise FileProblem(
            N_("The file “{file}” could not be written. Close it or choose another place."), file=path.name
        ) from error
    return len(calendar.events)


def office() -> str:
    """The LibreOffice program; raises ``FileProblem`` where there is none."""
    found = next((path for name in _OFFICES if (path := shutil.which(name))), None)
    if found is None:
        raise FileProblem(
            N_("PDF needs LibreOffice, which was not found. Install it, or save the form as PDF in Excel.")
        )
    return found


def write_pdfs(program: str, forms: Iterable[Path]) -> None:
    """A PDF beside each form, made by LibreOffice with a profile of its own (one that is open is not
    disturbed). Raises ``FileProblem`` naming the forms of which none could be made: an older PDF that
    stood there is not taken for theirs."""
    files, missing = list(forms), []
    with tempfile.TemporaryDirectory() as folder:
        profile, made = Path(folder, "profile"), Path(folder, "pdf")  # the forms' names are all different
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(made), *map(str, files)]
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(command, check=False, capture_output=True, timeout=_PDF_SECONDS)
        for form in files:
            try:
                shutil.copyfile(made / f"{form.stem}.pdf", form.with_suffix(".pdf"))
            except OSError:
                missing.append(form.name)
    if missing:
        raise FileProblem(N_("No PDF could be made of: {files}."), files=", ".join(missing))
