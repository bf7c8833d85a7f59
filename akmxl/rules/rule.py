"""Define the rule as one unit: code, severity, message, why and examples, all on one function."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property, wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, cast

from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold, without_digits
from akmxl.plan.findings import YEAR_LONG, Severity
from akmxl.workbook.reading.form_lists import shipped_lists
from akmxl.workbook.text_dates import text_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
    from datetime import date

    from akmxl.core.cells import Place
    from akmxl.plan.findings import ReportOf
    from akmxl.plan.listed import FormList
    from akmxl.plan.model import Plan
    from akmxl.plan.period import Period
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile, SheetView
    from akmxl.workbook.text_dates import TextDate

G = TypeVar("G")
T = TypeVar("T")
V = TypeVar("V")


# Codes of rules that are no more, and numbers left free before the first edition: in old workbooks, letters
# and reasons a code means what it meant, so none of them is given to another rule.
WITHDRAWN = frozenset({
    "STR03", "STR06", "STR07", "STR15", "TYP10", "REF07", "ARI01", "ARI02", "ARI03", "ARI05", "TMP13",
    "PLN07", "PLN10", "XSH02", "XSH04", "XSH05", "XSH07", "XSH08", "SUB02", "SUB05", "SUB06", "SUB07",
    "SUB09", "SUB12",
})  # fmt: skip

# What tells of rules that are switched off is not switched off itself.
ALWAYS_ON = frozenset({"STR19", "REF81"})

_WORD = lazily(r"[^\W\d_]{2,}")
_LEAST_WORDS, _LEAST_LETTERS = 2, 8


def is_reason(text: str) -> bool:
    """Tell whether a text explains something: two words and eight letters beside ``yil oxirigacha``.

    One letter again and again is no word.
    """
    words = [word for word in _WORD.findall(fold(text).replace(YEAR_LONG, " ")) if len(set(word)) > 1]
    return len(words) >= _LEAST_WORDS and sum(map(len, words)) >= _LEAST_LETTERS


@dataclass(frozen=True)
class Case:
    """The input of every rule: the plan, the cells behind it, today, and the reports about to be drafted.

    ``own_lists`` are the lists of the forms that the centre has templates of its own for.
    """

    opened: OpenedPlan
    today: date
    drafting: frozenset[tuple[str, Period]] = frozenset()
    own_lists: Mapping[str, tuple[FormList, ...]] = field(default_factory=dict)
    shared: dict[Hashable, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def plan(self) -> Plan:
        return self.opened.plan

    @cached_property
    def file(self) -> PlanFile:
        return self.opened.file

    def lists_of(self, report: str) -> tuple[FormList, ...]:
        """Return the lists that the form of a report shows, by its code in the catalogue."""
        own = self.own_lists.get(report)
        return shipped_lists().get(report, ()) if own is None else own

    def view(self, name: str) -> SheetView:
        """Return a sheet or a table of the workbook by its name."""
        return self.file.views[name]

    def row_ids(self, register: str) -> Mapping[int, str]:
        """Return the ids of a register's rows, those given in this run too; none for another sheet."""
        key = "row_ids", register
        if key not in self.shared:
            self.shared[key] = {one.row: one.id for one in self.plan.records.get(register, ())}
        return cast("Mapping[int, str]", self.shared[key])

    def texts(self, view: SheetView, field: str) -> Collection[str]:
        """Return the different texts of a column, each once: of thousands of rows few are different."""
        key = "texts", view.name, view.columns.get(field, 0)
        if key not in self.shared:
            different = dict.fromkeys(view.values(field).values())  # quicker to walk through than a set
            self.shared[key] = [value for value in different if type(value) is str]
        return cast("Collection[str]", self.shared[key])

    def without_digits(self, view: SheetView, field: str) -> Collection[str]:
        """Return the different texts of a column, those that differ in their digits alone once."""
        key = "without_digits", view.name, view.columns.get(field, 0)
        if key not in self.shared:
            self.shared[key] = without_digits(self.texts(view, field))
        return cast("Collection[str]", self.shared[key])

    @cached_property
    def text_dates(self) -> tuple[TextDate, ...]:
        """The dates that stand in cells as texts and were read."""
        return tuple(text_dates(self.file))

    def switched_off(self, rule: str, item: str | None) -> bool:
        """Tell whether Sozlamalar switches the rule off, for this item or altogether."""
        off = self.plan.settings.switched_off
        return rule not in ALWAYS_ON and ((rule, "") in off or (rule, item or "") in off)

    def threshold(self, rule: str, item: str | None, default: float) -> float:
        """Return the threshold that Sozlamalar has for the item, else for the rule, else the default."""
        return self.plan.settings.threshold(rule, item, default)


def once(find: Callable[[Case], Iterable[V]]) -> Callable[[Case], tuple[V, ...]]:
    """Keep the result of a search with the case, so that several rules share one search."""

    @wraps(find)
    def kept(case: Case) -> tuple[V, ...]:
        if find not in case.shared:
            case.shared[find] = tuple(find(case))
        return cast("tuple[V, ...]", case.shared[find])

    return kept


_NOTHING_MORE: Mapping[str, object] = MappingProxyType({})


class Hit(NamedTuple):
    """A place where a rule found something.

    ``value`` is what the finding is about: when it changes, an explanation no longer holds. ``subject`` names
    the row where the item alone does not: a day, a row of a register. ``message`` and ``fix`` replace the
    rule's own where one rule has several cases. The messages may use, beside ``params``: ``{sheet}``,
    ``{cell}``, ``{item}``, ``{period}``, ``{value}``. ``rests_on`` names other items whose figures it is
    about, ``covers`` further cells that it is about, ``answers`` the key of the finding without which there
    is nothing to say, ``stops`` items whose reports it stands in the way of though it is about none of them.
    Hits of a rule that have the same ``cause`` are one finding. ``also`` are further reports that it is
    about.
    """

    place: Place | None
    item: str | None = None
    period: Period | None = None
    value: object = ""
    subject: str = ""
    report: str | None = None
    params: Mapping[str, object] = _NOTHING_MORE
    message: str | None = None
    fix: str | None = None
    rests_on: tuple[str, ...] = ()
    covers: tuple[Place, ...] = ()
    answers: str = ""
    stops: tuple[str, ...] = ()
    cause: str = ""
    also: tuple[ReportOf, ...] = ()


class Rule(NamedTuple):
    """A rule of the catalogue; ``check`` yields its hits (a gate raises instead).

    It is silent where one of the rules named in ``unless`` speaks of the same cell, or of the same item, or
    report, and time: one slip, one finding. ``silences`` names the rules that wait, in the same way, until
    what this one found is explained. ``lasting``: what it finds are notes on the approved plan itself.
    """

    code: str
    severity: Severity
    family: str
    message: str
    fix: str
    check: Callable[..., Iterator[Hit]]
    unless: tuple[str, ...] = ()
    lasting: bool = False
    silences: frozenset[str] = frozenset()

    @property
    def summary(self) -> str:
        """The sentence that says what the rule checks: a message id."""
        return self._paragraphs[0]

    @property
    def reason(self) -> str:
        """Why the rule exists: a message id; see ``i18n.sentence`` for showing it."""
        return next(text for text in self._paragraphs if text.startswith("Why: ")).removeprefix("Why: ")

    @property
    def examples(self) -> tuple[str, str]:
        """The text of the example that passes, and of the one that fails."""
        from textwrap import dedent

        text = self._doc
        okay, _, bad = text.partition("Okay:\n")[2].partition("Bad:\n")
        return dedent(okay), dedent(bad)

    @property
    def _paragraphs(self) -> list[str]:
        return [" ".join(part.split()) for part in self._doc.split("\n\n")]

    @property
    def _doc(self) -> str:
        from inspect import cleandoc  # late: a check reads no docstrings

        return cleandoc(self.check.__doc__ or "")


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    severity: Severity,
    message: str,
    fix: str,
    *,
    unless: tuple[str, ...] = (),
    lasting: bool = False,
    silences: Iterable[str] = (),
) -> Callable[[Callable[[Case], Iterator[Hit]]], Callable[[Case], Iterator[Hit]]]:
    """Register a rule; the module that holds it is its family.

    Messages are ids marked with ``N_``. Raises ``ValueError`` where the code is taken or was withdrawn.
    """

    def register(check: Callable[[Case], Iterator[Hit]]) -> Callable[[Case], Iterator[Hit]]:
        _add(code, severity, message, fix, check, unless, lasting=lasting, silences=silences)
        return check

    return register


def gate(code: str) -> Callable[[Callable[[G], T]], Callable[[G], T]]:
    """Register a gate: a function that raises an ``AkmxlError`` and so ends the run."""

    def register(check: Callable[[G], T]) -> Callable[[G], T]:
        _add(code, Severity.GATE, "", "", cast("Callable[[G], Iterator[Hit]]", check))
        return check

    return register


def _add(
    code: str,
    severity: Severity,
    message: str,
    fix: str,
    check: Callable[..., Iterator[Hit]],
    unless: tuple[str, ...] = (),
    *,
    lasting: bool = False,
    silences: Iterable[str] = (),
) -> None:
    if code in RULES or code in WITHDRAWN:
        raise ValueError(f"the code {code} is taken: a code stands for one rule, for good")
    family = check.__module__.rpartition(".")[2]
    waiting = frozenset(silences)
    RULES[code] = Rule(code, severity, family, message, fix, check, unless, lasting, waiting)
