"""Make one web page of all pages: a file that needs no network and no program beside a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core import assets
from akmxl.core.dataclass import dataclass
from akmxl.core.i18n import N_, in_language, translate
from akmxl.submission.page.template import PAGES, WEB
from akmxl.submission.page.wording import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.submission.page.content import Listing, PageContent

# The most rows of each list with which a page prints on one A4, the service's lists as the director's.
_ROOM = {
    "bo‘limlar": 7, "xizmatlar": 8, "muddatlar": 7, "ortda": 3, "imzo": 5,
    "bo‘shlar": 8, "holatlar": 5, "ishlar": 6,
}  # fmt: skip
_BAR, _LEFT = 5.6, 60  # of the chart: units of a percent, and of what stands left of its bars


@dataclass(frozen=True)
class _Shown:
    """A list as the page shows it: all values as texts."""

    rows: list[dict[str, str]]
    nothing: str
    more: str


@dataclass(frozen=True)
class _Bar:
    """A bar of the chart; ``width`` in its units, ``said`` beside it."""

    code: str
    title: str
    width: float
    said: str


def web_page(contents: Sequence[PageContent]) -> bytes:
    """Return the web page of these pages, in UTF-8; the same bytes for the same pages. Always in Uzbek."""
    from jinja2 import Environment, StrictUndefined

    source = assets.asset(f"{assets.TEMPLATES}/{PAGES}/{WEB}").read_text("utf-8")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    with in_language("uz"):
        title = translate(N_("Where the plan stands"))
        words = contents[0].words if contents else {}
        heading = ", ".join(filter(None, (title, shown(words.get("organisation")), shown(words.get("day")))))
        text = environment.from_string(source).render(title=heading, pages=[_page(one) for one in contents])
    return text.encode()


def _page(content: PageContent) -> Mapping[str, object]:
    return {
        "name": content.service or translate(N_("The director's page")),
        "service": content.service,
        "words": {field: shown(value, field) for field, value in content.words.items()},
        "lists": {name: _list(name, listing) for name, listing in content.lists.items()},
        "bars": list(map(_bar, content.lists["bo‘limlar"].rows[: _ROOM["bo‘limlar"]]))
        if "bo‘limlar" in content.lists
        else [],
        "gone": _width(content.words["year_gone"]) + _LEFT,
    }


def _list(name: str, listing: Listing) -> _Shown:
    kept = listing.first(_ROOM[name])
    rows = [{field: shown(value, field) for field, value in row.items()} for row in kept]
    return _Shown(rows, listing.nothing, listing.more(len(rows)))


def _bar(row: Mapping[str, object]) -> _Bar:
    percent = row["percent"]
    said = shown(percent) if isinstance(percent, int | float | str) else ""
    return _Bar(str(row["code"]), str(row["title"]), _width(percent), said)


def _width(percent: object) -> float:
    return round(_BAR * min(max(percent, 0), 100), 1) if isinstance(percent, int | float) else 0
