"""Tell by when a centre's report is due, and whether what came was late."""

from __future__ import annotations

from dataclasses import field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from akmxl.core.cyrillic import code_letters
from akmxl.core.dataclass import dataclass
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import nearest_code
from akmxl.plan.due_days import calendar_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from akmxl.plan.period import Period
    from akmxl.plan.reports import Report
    from akmxl.plan.returns.records import Extension

_WEEK = 5  # of centres some work on Saturdays: nobody is called late whose own akmxl does not say so


class Told(NamedTuple):
    """A due day (ISO; empty where nobody knows), and whether a form says a later one."""

    due: str
    is_later: bool


@dataclass(frozen=True)
class DueDays:
    """What is known of due days: the catalogue, the extensions, the days off beside Saturdays and Sundays."""

    reports: Mapping[str, Report] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str, str], date] = field(default_factory=dict)
    days_off: frozenset[date] = frozenset()
    regions: frozenset[str] = frozenset()  # codes of those who send summaries of a region
    _known: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _days: dict[tuple[str, Period], str] = field(default_factory=dict, repr=False, compare=False)
    _told: dict[tuple[str, Period, str], Told] = field(default_factory=dict, repr=False, compare=False)
    _late: dict[tuple[str, str], bool | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls, catalogue: Iterable[Report], extensions: Iterable[Extension] = (), days_off: Iterable[date] = ()
    ) -> DueDays:
        """Put together what is known; of several extensions the longest counts."""
        longest: dict[tuple[str, str, str], date] = {}
        for one in extensions:
            key = one.centre, one.report, one.period
            longest[key] = max(longest.get(key, one.until), one.until)
        return cls({report.code: report for report in catalogue}, longest, frozenset(days_off))

    def report(self, code: str) -> Report | None:
        """Return the catalogue's entry of a code, that of ``MK-09`` for ``MK-09/8``; None where none is."""
        return self.reports.get(code) or self.reports.get(code.partition("/")[0])

    def known(self, code: str) -> str:
        """Return a report's code as the catalogue spells it, ``mk-10`` as ``MK-10``; empty for none.

        Cyrillic letters that look so are Latin ones. Without a catalogue every code is known.
        """
        if code not in self._known:
            self._known[code] = self._spelt(code)
        return self._known[code]

    def _spelt(self, code: str) -> str:
        if not self.reports or self.report(code):
            return code
        spelt = {code_letters(one): one for one in self.reports}
        main, slash, rest = code_letters(code.strip()).partition("/")
        whole = f"{main}{slash}{rest}"
        if whole in spelt:
            return spelt[whole]
        return f"{spelt[main]}{slash}{rest}" if main in spelt else ""

    def like(self, code: str) -> str:
        """Return the code of the catalogue that a wrong one is most like; empty where none is."""
        return nearest_code(code, self.reports) or ""

    def due(self, centre: str, code: str, period: Period, said: str = "") -> str:
        """Return the due day as ISO text: by an extension, by the catalogue, or as the form says."""
        return self.told(centre, code, period, said).due

    def told(self, centre: str, code: str, period: Period, said: str) -> Told:
        """Return the due day, and whether a form gives itself more time, and no extension says so.

        A day of the catalogue that nobody has confirmed gives way to an earlier one in the form: a later one
        needs an extension; a day that only follows days off is the same one. A region's summary has a day of
        its own, which the catalogue does not know.
        """
        if self.extensions and (until := self.extensions.get((centre, code, str(period)))):
            return Told(until.isoformat(), False)
        if centre in self.regions:
            return Told(said if _is_possible(said, period) else "", False)
        return self._of_all(code, period, said)

    def _of_all(self, code: str, period: Period, said: str) -> Told:
        of = code, period, said
        found = self._told.get(of)
        if found is None:
            own = said if _is_possible(said, period) else ""
            report, day = self.report(code), self._by_catalogue(code, period)
            gives_way = not day or (own and own < day and report and not report.confirmed)
            known, says = _day(day), _day(said)
            is_later = known is not None and says is not None and says > self._working(known)
            found = self._told[of] = Told(own if gives_way else day, is_later)
        return found

    def _by_catalogue(self, code: str, period: Period) -> str:
        if (code, period) not in self._days:
            report = self.report(code)
            day = calendar_day(report, period) if report else None
            self._days[code, period] = day.isoformat() if day else ""
        return self._days[code, period]

    def late(self, received: str, due: str) -> bool | None:
        """Tell whether what came on a day came after the end of its due day; None where one is not known.

        A due day that is a day off ends with the next working day.
        """
        of = received, due
        if of not in self._late:
            came, last = _day(received), _day(due)
            known = came is not None and last is not None
            self._late[of] = came > self._working(last) if known else None  # type: ignore[operator,arg-type]
        return self._late[of]

    def _working(self, day: date) -> date:
        while day.isoweekday() > _WEEK or day in self.days_off:
            day += timedelta(days=1)
        return day


def _is_possible(text: str, period: Period) -> bool:
    """Tell whether a form can be due on a day: in the year of its period, or that before or after it."""
    day = _day(text)
    return day is not None and abs(day.year - period.year) <= 1


@lru_cache(maxsize=4096)  # of thousands of forms each says one of few days
def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
