"""Say where things stand as plain text for a messenger: short enough for one message, without people's names.

What people write freely (reasons, tasks, findings' words) is not in it, nor a title in which a known name
stands.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, in_language, translate
from akmxl.core.text_length import units
from akmxl.core.value_text import day_text, number_text
from akmxl.core.vocabulary import term
from akmxl.plan.standing import DirectorPage, title_of
from akmxl.submission.page.content import MOST_BEHIND
from akmxl.submission.page.names import LONGEST_NAME, Names
from akmxl.submission.page.wording import (
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
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from akmxl.plan.findings import Finding
    from akmxl.plan.owed import Owed
    from akmxl.plan.standing import Blank, Done, Lagging, ServicePage, Unsigned, Work

LONGEST = 4096  # units of UTF-16 that a messenger takes in one message


@dataclass(frozen=True)
class _Block:
    """A heading and its lines, the first ``late`` overdue; ``most`` are shown, the rest is counted."""

    title: str
    lines: tuple[str, ...]
    nothing: str
    most: int
    late: int = 0

    def text(self, most: int) -> Iterator[str]:
        yield ""
        yield self.title
        yield from shared(self.lines, self.late, most)
        if not self.lines:
            yield self.nothing
        elif len(self.lines) > most:
            yield translate(N_("… and {count} more"), count=len(self.lines) - most)


def text_of(page: DirectorPage | ServicePage, doubts: int, people: Collection[str]) -> str:
    """Return a page as plain text, always in Uzbek, with at most 4,096 units of UTF-16.

    ``doubts`` is how many reasons there are why it is not known what is owed, ``people`` are the names that
    must not be in it.
    """
    with in_language("uz"):
        names = Names(people, page.plan.settings.services.values())
        head = _head(page, names)
        if isinstance(page, DirectorPage):
            blocks = list(_of_director(page, names))
            head.append(check_words(page))
        else:
            blocks = list(_of_service(page, names))
            head.append(_done(page.done, names, coded=False).removeprefix("• "))
        if doubts:
            head.append(translate(N_("It is not wholly known what is owed or when: akmxl due.")))
        return _fitted(head, blocks)


def _fitted(head: Sequence[str], blocks: Sequence[_Block]) -> str:
    """Return head and blocks, lines left out from the end of the longest list until all has room."""
    most = [min(block.most, len(block.lines)) for block in blocks]
    while True:
        lines = chain(head, *(block.text(count) for block, count in zip(blocks, most, strict=True)))
        text = "\n".join(lines) + "\n"
        if units(text) <= LONGEST or not any(most):
            return text
        longest = max(range(len(most)), key=most.__getitem__)
        most[longest] -= 1


def _head(page: DirectorPage | ServicePage, names: Names) -> list[str]:
    organisation = brief(names.without_person(page.plan.organisation.get("organisation", "")), LONGEST_NAME)
    gone = number_text(page.year_gone, decimals=1)
    day = translate(N_("{day}. The year gone: {gone} %."), day=day_text(page.today), gone=gone)
    return [organisation, day] if organisation else [day]


def _of_director(page: DirectorPage, names: Names) -> Iterator[_Block]:
    sections = tuple(_done(one, names, coded=True) for one in page.sections)
    services = tuple(_done(one, names, coded=False) for one in page.services)
    yield _Block(translate(N_("Done by section, %:")), sections, translate(N_("No sections.")), 12)
    yield _Block(translate(N_("Done by service, %:")), services, translate(N_("No services.")), 12)
    yield _owed(page.owed, page, names)
    yield _Block(
        translate(N_("Furthest behind:")),
        tuple(_lagging(page, one, names) for one in page.behind[:MOST_BEHIND]),
        translate(N_("No item whose figures are known is behind its time.")),
        MOST_BEHIND,
    )
    yield _Block(
        translate(N_("Drafts that wait for a signature: {count}"), count=len(page.unsigned)),
        tuple(_unsigned(one, names) for one in page.unsigned),
        translate(N_("No draft waits for a signature.")),
        10,
    )


def _of_service(page: ServicePage, names: Names) -> Iterator[_Block]:
    blanks = tuple(_blank(page, one, names) for one in page.blanks)
    yield _Block(
        translate(N_("Not filled in:")), blanks, translate(N_("Every month that is over is filled in.")), 15
    )
    yield _Block(
        translate(N_("To mend or to explain: {count}"), count=len(page.findings)),
        tuple(_finding(one, names) for one in page.findings),
        translate(N_("Nothing is to be mended.")),
        15,
    )
    yield _owed(page.owed, page, names)
    yield _Block(
        translate(N_("Work that is late or due soon:")),
        tuple(_work(page, one, names) for one in page.work),
        translate(N_("No work is late or due by the end of next month.")),
        12,
    )


def _done(done: Done, names: Names, *, coded: bool) -> str:
    code = done.name if coded else ""
    percent = percent_words(done)
    said = percent if isinstance(percent, str) else number_text(percent, decimals=1)
    told = [translate(N_("in time: {count}"), count=on_time_words(done.on_time))]
    if done.blank:
        told.append(translate(N_("rows without a figure: {count}"), count=done.blank))
    return f"• {names.title(done.title, code)}: {said} ({'; '.join(told)})"


def _owed(owed: Sequence[Owed], page: DirectorPage | ServicePage, names: Names) -> _Block:
    late, near = late_and_near(owed, page.today)
    counted = owed_words(owed, page.today)
    return _Block(
        translate(N_("Reports: {counts}"), counts=counted),
        tuple(_owed_line(one, page, names) for one in (*late, *near)),
        translate(N_("Nothing is overdue or due by the end of next month.")),
        12,
        len(late),
    )


def _owed_line(owed: Owed, page: DirectorPage | ServicePage, names: Names) -> str:
    due = day_text(owed.due) if owed.due else translate(N_("no day set"))
    state = state_words(owed, page.today)
    if owed.one_off:  # people's own words
        task = translate(N_("one-off task"))
        return f"• {due}: {task}, {state}"
    name = names.title(owed.report.title, owed.report.code)
    return f"• {due}: {name}, {period_words(owed.period)}, {state}"


def _lagging(page: DirectorPage, one: Lagging, names: Names) -> str:
    told = one.progress
    text = N_("• {name}: asked by now {asked}, done {done}, missing {lag} % of the plan")
    return translate(
        text,
        name=names.title(title_of(page.plan, told.item), told.item.code),
        asked=number_text(told.asked),
        done=number_text(told.done or 0),
        lag=number_text(told.lag, decimals=1),
    )


def _unsigned(one: Unsigned, names: Names) -> str:
    period = one.row.period
    title = names.title(one.title if one.listed else "", one.row.report)
    return f"• {title}, {period_words(period)}" if period else f"• {title}"


def _blank(page: ServicePage, one: Blank, names: Names) -> str:
    name = names.title(title_of(page.plan, one.item), one.item.code)
    return f"• {name}: {span_words(one.spans)}"


def _finding(one: Finding, names: Names) -> str:
    place = f", {names.title('', one.place.sheet)}!{one.place.a1}" if one.place else ""
    item = translate(N_("item {code}"), code=names.title("", one.item)) if one.item else one.rule
    return f"• {term('severity', one.severity.value)}: {item}{place}"


def _work(page: ServicePage, one: Work, names: Names) -> str:
    done = translate(N_("no figures")) if one.done is None else number_text(one.done)
    text = N_("• {name}: by {day} {asked}, done {done}")
    name = names.title(title_of(page.plan, one.item), one.item.code)
    return translate(text, name=name, day=day_text(one.day), asked=number_text(one.asked), done=done)
