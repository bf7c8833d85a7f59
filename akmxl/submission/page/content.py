"""Say what a page shows: its words and its lists, the same for the Excel page and the web page. Uzbek."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.errors import one_line
from akmxl.core.i18n import N_, in_language, translate
from akmxl.core.spelling import plain_signs
from akmxl.core.text_length import shortened
from akmxl.core.vocabulary import term
from akmxl.plan.period import month_name
from akmxl.plan.standing import DirectorPage, title_of
from akmxl.submission.page.wording import (
    LONGEST_TEXT,
    brief,
    check_words,
    late_and_near,
    on_time_words,
    owed_words,
    percent_words,
    period_words,
    shared,
    span_words,
    state_words,
    with_sign,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from akmxl.plan.findings import Finding
    from akmxl.plan.model import Item, Plan
    from akmxl.plan.owed import Owed
    from akmxl.plan.register_rows import FieldValue
    from akmxl.plan.standing import Blank, Done, Lagging, ServicePage, Unsigned, Work

    Row = Mapping[str, FieldValue]

MOST_BEHIND = 3
_LONGEST_OF_SECTION = 66
_MOST_DOUBTS = 2


_MORE = N_("and {count} more: {where}")


@dataclass(frozen=True)
class Listing:
    """A list of a page: its rows, the sentence where there are none, and where all of them are to be seen.

    The first ``late`` rows are those that are overdue.
    """

    rows: tuple[Row, ...]
    nothing: str
    where: str
    late: int = 0

    def first(self, room: int) -> tuple[Row, ...]:
        """Return the rows for which there is room; what is overdue leaves half of it to what is due."""
        return shared(self.rows, self.late, room)

    def more(self, shown: int) -> str:
        """Return what is said below the rows that are shown; empty where that is all."""
        left = len(self.rows) - shown
        with in_language("uz"):
            return translate(_MORE, count=left, where=self.where) if left > 0 else ""


@dataclass(frozen=True)
class PageContent:
    """All that a page can say: words by field, lists by name; of the director's ``service`` is empty."""

    service: str
    words: Mapping[str, FieldValue]
    lists: Mapping[str, Listing] = field(default_factory=dict)


def content_of(page: DirectorPage | ServicePage, doubts: Sequence[str] = ()) -> PageContent:
    """Return what a page says; ``doubts`` tell why it is not known what is owed, or when. Always in Uzbek."""
    with in_language("uz"):
        return _of_director(page, doubts) if isinstance(page, DirectorPage) else _of_service(page, doubts)


def _of_director(page: DirectorPage, doubts: Sequence[str]) -> PageContent:
    sheet = N_("the sheet “{sheet}”")
    home = translate(sheet, sheet="Bosh sahifa")
    words = _letterhead(page) | {
        "owed": owed_words(page.owed, page.today),
        "page_title": translate(N_("Where the plan stands")),
        "service": None,
        "percent": None,
        "on_time": None,
        "basis": translate(_BASIS),
        "check": check_words(page),
        "gaps": _gaps(page),
        "doubts": _doubts(doubts),
    }
    lists = {
        "bo‘limlar": Listing(
            tuple(_done(one, page.year_gone) for one in page.sections), translate(N_("No sections.")), home
        ),
        "xizmatlar": Listing(
            tuple(_done(one, page.year_gone) for one in page.services), translate(N_("No services.")), home
        ),
        "muddatlar": _owed(page.owed, page.today),
        "ortda": Listing(
            tuple(_lagging(page.plan, one) for one in page.behind),
            translate(N_("No item whose figures are known is behind its time.")),
            translate(sheet, sheet="Jamlanma"),
        ),
        "imzo": Listing(
            tuple(map(_unsigned, page.unsigned)),
            translate(N_("No draft waits for a signature.")),
            translate(sheet, sheet="Hisobotlar"),
        ),
    }
    return PageContent("", words, lists)


def _of_service(page: ServicePage, doubts: Sequence[str]) -> PageContent:
    sheet = N_("the sheet “{sheet}”")
    words = _letterhead(page) | {
        "owed": owed_words(page.owed, page.today),
        "page_title": translate(N_("The service's page")),
        "service": brief(page.done.name, LONGEST_TEXT),
        "percent": _percent(page.done),
        "on_time": on_time_words(page.done.on_time),
        "basis": translate(_BASIS),
        "check": None,
        "gaps": None,
        "doubts": _doubts(doubts),
    }
    lists = {
        "bo‘shlar": Listing(
            tuple(_blank(page.plan, one) for one in page.blanks),
            translate(N_("Every month that is over is filled in.")),
            translate(sheet, sheet="Oylik"),
        ),
        "holatlar": Listing(
            tuple(map(_finding, page.findings)),
            translate(N_("Nothing is to be mended.")),
            translate(sheet, sheet="Tekshiruv"),
        ),
        "muddatlar": _owed(page.owed, page.today),
        "ishlar": Listing(
            tuple(_work(page.plan, one) for one in page.work),
            translate(N_("No work is late or due by the end of next month.")),
            translate(sheet, sheet="Jamlanma"),
        ),
    }
    return PageContent(page.done.name, words, lists)


def _percent(done: Done) -> str:
    said = with_sign(percent_words(done))
    if not done.blank:
        return said
    without = translate(N_("rows without a figure: {count}"), count=done.blank)
    return f"{said} ({without})"


_BASIS = N_(
    "Done, %: the mean of the rows that have a plan, each with what is done since January against its yearly "
    "plan and never with more than 100 %; a row that has no figure yet counts as not done; different units "
    "are not added up. In time: how many rows have "
    "reached what their months, quarters or due time ask for by now, of those whose figures are known; "
    "rows that letters of the journal make up are not among them."
)


def _letterhead(page: DirectorPage | ServicePage) -> dict[str, FieldValue]:
    own = page.plan.organisation
    known = ("organisation", "region", "director", "reporter", "phone")
    texts: dict[str, FieldValue] = {name: brief(own.get(name, ""), LONGEST_TEXT) or None for name in known}
    return texts | {"year": page.plan.year, "day": page.today, "year_gone": page.year_gone}


def _gaps(page: DirectorPage) -> str | None:
    gaps = N_("Rows with months that are not filled in: {count}.")
    unknown = N_("Rows of which it is not known whether they are in time: {count}.")
    told = (
        translate(text, count=count) for text, count in ((gaps, page.gaps), (unknown, page.unknown)) if count
    )
    return " ".join(told) or None


def _doubts(doubts: Sequence[str]) -> str | None:
    if not doubts:
        return None
    told = [brief(one, LONGEST_TEXT) for one in doubts[:_MOST_DOUBTS]]
    left = len(doubts) - len(told)
    more = translate(_MORE, count=left, where="akmxl due") if left else ""
    return " ".join(filter(None, [*told, more]))


def _done(done: Done, year_gone: float) -> Row:
    return {
        "code": done.name,
        "title": brief(done.title, _LONGEST_OF_SECTION),
        "percent": percent_words(done),
        "year_gone": year_gone,
        "on_time": on_time_words(done.on_time),
        "rows": f"{done.share.rows} / {done.blank} / {done.share.unplanned}",
        "planned_rows": done.share.rows,
        "blank_rows": done.blank,
        "unplanned_rows": done.share.unplanned,
    }


def _owed(owed: Iterable[Owed], today: date) -> Listing:
    late, near = late_and_near(owed, today)
    return Listing(
        tuple(_owed_row(one, today) for one in (*late, *near)),
        translate(N_("Nothing is overdue or due by the end of next month.")),
        translate(N_("the button “Muddatlar” or akmxl due")),
        len(late),
    )


def _owed_row(owed: Owed, today: date) -> Row:
    report = owed.report
    return {
        "code": brief(report.code) or "–",
        "title": brief(report.title) or brief(report.recipient) or None,
        "period": period_words(owed.period),
        "recipient": brief(report.recipient) or None,
        "due": owed.due or translate(N_("no day set")),
        "send_by": owed.send_by,
        "state": state_words(owed, today),
    }


def _lagging(plan: Plan, one: Lagging) -> Row:
    progress = one.progress
    reasons = "; ".join(plain_signs(one_line(reason)) for reason in one.reasons)
    return {
        **_item_words(plan, progress.item),
        "plan": progress.item.plan,
        "asked": progress.asked,
        "done": progress.done,
        "through": month_name(progress.through) if progress.through else None,
        "lag": progress.lag,
        "reasons": shortened(reasons, LONGEST_TEXT) if reasons else translate(N_("no reason is written")),
    }


def _item_words(plan: Plan, item: Item) -> dict[str, FieldValue]:
    return {"code": item.code, "title": brief(title_of(plan, item)), "unit": brief(item.unit) or None}


def _unsigned(one: Unsigned) -> Row:
    period = one.row.period
    return {
        "code": brief(one.row.report),
        "title": brief(one.title) or None,
        "period": period_words(period) if period else brief(one.row.period_text) or None,
        "version": one.row.version,
        "due": one.due,
    }


def _blank(plan: Plan, one: Blank) -> Row:
    return {"code": one.item.code, "title": brief(title_of(plan, one.item)), "months": span_words(one.spans)}


def _finding(one: Finding) -> Row:
    place = one.place
    return {
        "severity": term("severity", one.severity.value),
        "place": f"{place.sheet}!{place.a1}" if place else None,
        "code": one.item,
        "title": brief(one.message, LONGEST_TEXT),
        "fix": brief(one.fix, LONGEST_TEXT) or None,
    }


def _work(plan: Plan, one: Work) -> Row:
    item = one.item
    return {
        **_item_words(plan, item),
        "due": one.day,
        "asked": one.asked,
        "done": translate(N_("no figures")) if one.done is None else one.done,
    }
