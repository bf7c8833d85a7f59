"""Define findings: faults in the data, as values. Nothing here stops a run."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import in_language, number, translate
from akmxl.core.spelling import fold
from akmxl.core.value_text import day_text
from akmxl.plan.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.core.cells import Place


class Severity(Enum):
    """The severity of a finding, fixed for each rule. ``GATE`` ends the run."""

    GATE = "gate"
    ERROR = "error"
    EXPLAIN = "explain"
    WARNING = "warning"
    INFO = "info"


ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Finding:
    """One fault in the data: which rule, where, what is wrong, what to do.

    ``message`` and ``fix`` are sentences in the run's language, ``in_language`` gives them in another one;
    ``message_id`` and ``fix_id`` are the texts that are translated, with ``params``. ``key`` names it from
    run to run (rule, item or register row, period, value); ``cell_key`` is the key by which the sheets'
    colours find it; ``report`` is set where the finding concerns one report only.
    """

    rule: str
    severity: Severity
    message_id: str
    fix_id: str
    params: Mapping[str, object]
    place: Place | None = None
    item: str | None = None
    period: Period | None = None
    report: str | None = None
    key: str = ""
    cell_key: str = ""
    explanation: str = field(default="", compare=False)

    @property
    def message(self) -> str:
        """What is wrong, as people read it."""
        return translate(self.message_id, **_spoken(self.params))

    @property
    def fix(self) -> str:
        """What to do, as people read it; empty where nothing is to be done."""
        return translate(self.fix_id, **_spoken(self.params))

    def in_language(self, language: str) -> tuple[str, str]:
        """Return ``message`` and ``fix`` in a language: ``uz`` or ``en``."""
        with in_language(language):
            return self.message, self.fix

    @property
    def explained(self) -> bool:
        return bool(self.explanation)

    @property
    def blocking(self) -> bool:
        """Whether it stops a submission: an error, or a finding to explain that has no reason yet."""
        return self.severity is Severity.ERROR or (self.severity is Severity.EXPLAIN and not self.explained)


def _spoken(params: Mapping[str, object]) -> dict[str, object]:
    """Return parameters in the run's language: periods in words, dates as people write them."""
    return {name: value if name in _PLAIN else _say(value) for name, value in params.items()}


_PLAIN = ("year", "version", "edition", "row")  # numbers that are names: no thousands are set apart


def _say(value: object) -> object:
    match value:
        case Period():
            return value.words
        case date():
            return day_text(value)
        case bool():
            return value
        case int() | float():
            return number(value)
        case _:
            return value


YEAR_LONG = "yil oxirigacha"  # in a reason: it holds to the year's end, whatever the value


def is_year_long(reason: str) -> bool:
    """Tell whether a reason says that it holds to the year's end, whatever the value."""
    return YEAR_LONG in fold(reason)


def year_key(key: str) -> str:
    """Return a finding's key without its period and value: the key of a reason that holds all year."""
    return key.rsplit("|", 2)[0]


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the findings of each severity; explained ones are left out."""
    numbers = {"error": 0, "explain": 0, "warning": 0, "info": 0}
    for finding in findings:
        if not (finding.severity is Severity.EXPLAIN and finding.explained):
            numbers[finding.severity.value] += 1
    return numbers
