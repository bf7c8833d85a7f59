"""Define what an archive is made of: files that are carried, what is told of reports, the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from akmxl.core.errors import AkmxlError
    from akmxl.plan.period import Period

    Kind = Literal["form", "letter", "pdf", "other", "plan", "copy", "signature"]
    State = Literal["", "proven", "saved", "first", "present", "empty"]
    Status = Literal["written", "unchanged", "planned", "incomplete"]


class ReportKey(NamedTuple):
    """What a report that was sent is known by: code, period and version."""

    report: str = ""
    period: str = ""
    version: int = 0

    def __str__(self) -> str:
        name = f"{self.report} {self.period}".strip()
        return name if self.version < 2 else f"{name} v{self.version}"


NO_REPORT = ReportKey()


class Carried(NamedTuple):
    """A file in the archive: its path there, what it is, its bytes, where on the disk it lay.

    ``state`` of a form: ``proven``; ``saved`` by another program since, so that its look is not proven; of
    the ``first`` edition of forms, which lists no words. Of a signature: ``present``, or ``empty``.
    """

    path: str
    kind: Kind
    data: bytes
    source: str
    of: ReportKey = NO_REPORT
    state: State = ""


class Told(NamedTuple):
    """Something that is told of a report or a file; ``file`` as people find it, ``why`` in their words.

    Problems, which keep the archive from being whole: ``missing``, ``changed``, ``copy_changed``,
    ``unsealed``, ``receipt_lost``, ``receipt_broken``, ``unread``. Notes: ``moved``, ``no_letter``,
    ``by_hand``, ``draft``, ``saved``, ``journal``, ``signed``, ``signature_empty``, ``signature_left``,
    ``signature_alone``, ``signature_folder``, ``held``.
    """

    what: str
    of: ReportKey = NO_REPORT
    file: str = ""
    why: AkmxlError | str = ""

    @property
    def name(self) -> str:
        """The report's name; a dash of a letter that has none."""
        return str(self.of) or "–"


@dataclass(frozen=True)
class Gathered:
    """What the folders of the forms gave."""

    carried: tuple[Carried, ...]
    problems: tuple[Told, ...]
    notes: tuple[Told, ...]


@dataclass(frozen=True)
class Archive:
    """The result of archiving a period.

    ``status``: written, unchanged (it stood there already), planned (of a dry run), or incomplete: nothing
    was written, as ``problems`` tell. ``code`` is the archive's short code for paper, ``sha256`` of its
    bytes; both are empty where none was made. ``reports`` are those that were sent.
    """

    path: Path
    period: Period
    status: Status
    reports: tuple[ReportKey, ...]
    carried: tuple[Carried, ...]
    problems: tuple[Told, ...]
    notes: tuple[Told, ...]
    code: str = ""
    sha256: str = ""
    size: int = 0
