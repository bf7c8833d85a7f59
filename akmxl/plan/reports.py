"""Define the records of reports: an entry of the catalogue, a row of the journal, a receipt."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.plan.period import Period


@dataclass(frozen=True)
class Report:
    """One entry of the catalogue of reports. ``items`` are codes, or ``*`` for the whole plan."""

    code: str
    recipient: str
    copy_to: str
    form_kind: str
    title: str
    cadence: str
    periods: tuple[str, ...]
    due_rule: str
    days: str
    confirmed: bool
    items: tuple[str, ...]
    place: Place
    event: str = ""  # the item that was added to the code: two events of one period
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # of what says when it is owed

    @property
    def entry(self) -> str:
        """The code under which the catalogue has it: ``MK-09`` for ``MK-09/8``."""
        return self.code.removesuffix(f"/{self.event}") if self.event else self.code

    def at(self, field: str) -> Place:
        """Return the cell of a field that says when it is owed."""
        return self.places.get(field, self.place)

    def concerns(self, code: str | None) -> bool:
        """Tell whether a finding on this item (None: on no item) stands in the way of this report."""
        if "*" in self.items:
            return True
        return code is not None and code in self.items


STATES = ("", "draft", "overdue", "sent", "handed_in")
"""What the state of a journal's row may say; any other word is people's own."""


@dataclass(frozen=True)
class JournalRow:
    """One row of the journal Hisobotlar: a report and its period, or a task that people wrote there.

    Of such a task ``report`` is empty, or a code of their own.
    """

    report: str
    period: Period | None
    period_text: str
    row: int
    state: str
    version: int
    number: str
    sent: date | None
    text: str
    values: Mapping[str, object]
    places: Mapping[str, Place]


class KeptTask(NamedTuple):
    """A one-off task as akmxl has seen it, with its number among those of its name; the day is ISO text.

    ``words`` stands for what else people wrote into its row.
    """

    code: str
    title: str
    recipient: str
    day: str
    words: str = ""
    number: int = 0

    @property
    def name(self) -> tuple[str, ...]:
        """What the task is known by, whenever it is due."""
        return self.code, self.title, self.recipient


@dataclass(frozen=True)
class Receipt:
    """The receipt of a submission: the values of one report, period and version, and their proof.

    ``number``, ``sent``, ``previous`` and ``seal`` are empty while it is a draft; once sent, ``seal`` is
    the SHA-256 over the receipt and the seal before it. ``form_sha256`` is of all that the form says, words
    and sender too; forms of before have none. ``letter`` is what the journal's row said when it was
    sealed, as JSON by field: the title, the recipient, the due day; empty in drafts, and in receipts of
    before.
    """

    report: str
    period: str
    version: int
    file: str
    values: tuple[tuple[str, object], ...]
    values_sha256: str
    number: str = ""
    sent: str = ""
    reason: str = ""
    previous: str = ""
    seal: str = ""
    form_sha256: str = ""
    letter: str = ""

    @property
    def sealed(self) -> bool:
        """Whether its report was sent: a draft has neither number nor day, whatever its seal's cell says."""
        return bool(self.seal or self.number or self.sent or self.previous)
