"""Give pages of where things stand as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.cli.json_data.check import finding_json
from akmxl.cli.json_data.report import owed_json
from akmxl.plan.period import Period

if TYPE_CHECKING:
    from akmxl.actions.page import Pages, WrittenPages
    from akmxl.cli.json_data.json_object import Json
    from akmxl.plan.standing import DirectorPage, Done, Lagging, ServicePage, Unsigned, Work


def pages_json(pages: Pages, made: WrittenPages | None = None, *, texts: bool = False) -> Json:
    """Return the pages; with ``texts`` each also as plain text, and with ``made`` the files of them."""
    said = pages.texts if texts else (None,) * len(pages.pages)
    told = dict(zip(map(id, pages.pages), said, strict=True))
    director = pages.director
    return {
        "today": pages.today.isoformat(),
        "director": _director(director) | _text(told[id(director)]) if director else None,
        "services": [_service(page) | _text(told[id(page)]) for page in pages.services],
        "not_known": list(pages.doubts),
        "files": [{"file": str(one.path), "status": one.status} for one in made.files] if made else [],
        "kept": [str(path) for path in made.kept] if made else [],
    }


def _text(text: str | None) -> Json:
    return {} if text is None else {"text": text}


def _director(page: DirectorPage) -> Json:
    return {
        "year_gone": page.year_gone,
        "sections": [{"name": one.name, **_done(one)} for one in page.sections],
        "services": [{"name": one.name, **_done(one)} for one in page.services],
        "reports": [owed_json(one, page.today) for one in page.owed],
        "behind": [_lagging(one) for one in page.behind],
        "unsigned": [_unsigned(one) for one in page.unsigned],
        "not_filled": page.gaps,
        "unknown": page.unknown,
        "counts": dict(page.found),
    }


def _service(page: ServicePage) -> Json:
    return {
        "service": page.done.name,
        "year_gone": page.year_gone,
        **_done(page.done),
        "blanks": [
            {"item": one.item.code, "months": _months(page.plan.year, one.spans)} for one in page.blanks
        ],
        "findings": [finding_json(one) for one in page.findings],
        "reports": [owed_json(one, page.today) for one in page.owed],
        "work": [_work(one) for one in page.work],
    }


def _months(year: int, spans: tuple[tuple[int, ...], ...]) -> list[str]:
    return [str(Period.month(year, month)) for span in spans for month in span]


def _done(done: Done) -> Json:
    return {
        "percent": done.share.percent,
        "rows": done.share.rows,
        "unplanned": done.share.unplanned,
        "blank": done.blank,
        "in_time": done.on_time.done,
        "compared": done.on_time.compared,
        "unknown": done.on_time.unknown,
    }


def _lagging(one: Lagging) -> Json:
    told = one.progress
    return {
        "item": told.item.code,
        "plan": told.item.plan,
        "asked": told.asked,
        "done": told.done,
        "missing_percent": told.lag,
        "reasons": list(one.reasons),
    }


def _unsigned(one: Unsigned) -> Json:
    return {
        "code": one.row.report,
        "title": one.title,
        "period": str(one.row.period or one.row.period_text) or None,
        "version": one.row.version,
        "due": one.due.isoformat() if one.due else None,
    }


def _work(one: Work) -> Json:
    return {"item": one.item.code, "day": one.day.isoformat(), "asked": one.asked, "done": one.done}
