"""Define findings: faults in the data, as values. Nothing here stops a run."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, in_language, number, translate
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.core.value_text import day_text
from akmxl.plan.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from akmxl.core.cells import Place
    from akmxl.plan.model import Explanation, Settings

    T = TypeVar("T")


class Severity(Enum):
    """The severity of a finding, fixed for each rule. ``GATE`` ends the run."""

    GATE = "gate"
    ERROR = "error"
    EXPLAIN = "explain"
    WARNING = "warning"
    INFO = "info"


ORDER = {severity: place for place, severity in enumerate(Severity)}


class Member(NamedTuple):
    """One cell of a finding, with the item and the period that it is about."""

    place: Place | None
    item: str | None = None
    period: Period | None = None


class ReportOf(NamedTuple):
    """A report, by its code, of a period."""

    report: str
    period: Period | None


_FIRST_CELLS = 5  # named in the sentence of a finding about many


@dataclass(frozen=True)
class Finding:
    """One fault in the data: which rule, in which cells, what is wrong, what to do.

    A cause that repeats itself over the rows of a register is one finding; ``members`` are its cells, never
    none. ``message`` and ``fix`` are sentences in the run's language, ``in_language`` gives them in another
    one; ``message_id`` and ``fix_id`` are the texts that are translated, with ``params`` (of the first cell).
    ``key`` names it from run to run (rule, item or register row, period, value; of several cells all of
    them); ``report`` is set where the finding concerns one report only; ``stops`` names the items whose
    reports it stands in the way of, in the periods of its members, though it is about none of them; ``also``
    further reports that it is about, as ``report`` is. ``lasting`` is a note on the approved plan itself,
    which no month's work can mend: it is said once, and then stands behind all others.
    """

    rule: str
    severity: Severity
    message_id: str
    fix_id: str
    params: Mapping[str, object]
    members: tuple[Member, ...]
    report: str | None = None
    key: str = ""
    explanation: str = field(default="", compare=False)
    stops: tuple[str, ...] = ()
    lasting: bool = False
    also: tuple[ReportOf, ...] = ()

    @property
    def place(self) -> Place | None:
        """The first cell; None where the finding is about no cell."""
        return self.members[0].place

    @property
    def cells(self) -> list[str]:
        """The addresses of all cells, which stand on one sheet: ``B7``."""
        return list(self._addresses())

    def _addresses(self) -> Iterator[str]:
        return (member.place.a1 for member in self.members if member.place)

    @property
    def item(self) -> str | None:
        """The code of the item that it is about; None where it is about none, or about several."""
        return common(member.item for member in self.members)

    @property
    def period(self) -> Period | None:
        """The period that it is about; None where it is about none, or about several."""
        return common(member.period for member in self.members)

    def only(self, wanted: Callable[[Member], bool]) -> Finding | None:
        """Return the finding with the wanted cells alone; None where there is none of them."""
        members = tuple(filter(wanted, self.members))
        return replace(self, members=members) if members else None

    @property
    def statement(self) -> str:
        """What is wrong in the first cell, as people read it."""
        return translate(self.message_id, **_spoken(self.params))

    @property
    def message(self) -> str:
        """What is wrong, as people read it, with the first cells of many and their count."""
        if len(self.members) == 1:
            return self.statement
        more = ["…"] if len(self.members) > _FIRST_CELLS else []
        cells = ", ".join([*islice(self._addresses(), _FIRST_CELLS), *more])
        places = [member.place for member in self.members if member.place]
        alone = common(place.column for place in places) is None
        like = _LIKE_IT_ELSEWHERE if alone else _LIKE_IT
        like = like if common(place.row for place in places) is None else _LIKE_IT_IN_ROW
        return f"{self.statement} {translate(like, count=number(len(self.members)), cells=cells)}"

    @property
    def fix(self) -> str:
        """What to do, as people read it; empty where nothing is to be done.

        Of a code that is not known, ``near_code`` among the parameters is the one that was probably meant.
        """
        told = translate(self.fix_id, **_spoken(self.params))
        near = self.params.get("near_code")
        return f"{told} {translate(_NEAR_CODE, code=near)}" if near else told

    def in_language(self, language: str) -> tuple[str, str]:
        """Return ``message`` and ``fix`` in ``uz``, ``ru`` or ``en``; raises ``ValueError`` for any other."""
        with in_language(language):
            return self.message, self.fix

    @property
    def explained(self) -> bool:
        return bool(self.explanation)

    @property
    def blocking(self) -> bool:
        """Whether it stops a submission: an error, or a finding to explain that has no reason yet."""
        return self.severity is Severity.ERROR or (self.severity is Severity.EXPLAIN and not self.explained)


_NEAR_CODE = N_("The nearest code: {code}.")
_LIKE_IT = N_("So it is in {count} cells of this column ({cells}).")
_LIKE_IT_ELSEWHERE = N_("So it is in {count} cells of this sheet ({cells}).")
_LIKE_IT_IN_ROW = N_("So it is in {count} cells of this row ({cells}).")


def common(values: Iterable[T]) -> T | None:
    """Return the value that all of some values have; None where they differ."""
    every = iter(values)
    first = next(every, None)
    return first if all(value is first or value == first for value in every) else None


def _spoken(params: Mapping[str, object]) -> dict[str, object]:
    """Return parameters in the run's language: periods in words, dates as people write them."""
    return {
        name: value if type(value) is str or name in _PLAIN else _say(value) for name, value in params.items()
    }


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


def with_keys(rows: Sequence[Explanation], findings: Iterable[Finding]) -> Sequence[Explanation]:
    """Return the rows of Tekshiruv; one that lost its key has that of the one finding that says the same.

    What a finding says has its value too: where that is another now, the reason no longer holds.
    """
    if all(row.key for row in rows):
        return rows
    keys: dict[tuple[str, ...], str] = {}
    for one in findings:
        said = (one.rule, one.item or "", str(one.period or ""), one.in_language("uz")[0].strip())
        keys[said] = "" if said in keys else one.key
    explained = {row.key for row in rows if row.reason}
    lost = {row.said: keys.get(row.said, "") for row in rows if not row.key}
    return [
        row if row.key or lost[row.said] in explained else replace(row, key=lost[row.said]) for row in rows
    ]


def off_words(settings: Settings, *, reasons: bool = True) -> str:
    """Return which rules Sozlamalar switches off, in one sentence; empty where none is."""
    off = settings.switched_off.items()
    rules = (" ".join(key).strip() + (f" ({why})" if reasons else "") for key, why in off)
    return translate(N_("Switched off: {rules}."), rules=", ".join(rules)) if off else ""


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the findings of each severity; explained ones are left out."""
    numbers = {"error": 0, "explain": 0, "warning": 0, "info": 0}
    for finding in findings:
        if not (finding.severity is Severity.EXPLAIN and finding.explained):
            numbers[finding.severity.value] += 1
    return numbers
