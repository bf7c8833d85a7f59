"""A consolidation in memory: seven centres of two regions, two reports of one quarter, and what went wrong.

What is counted is added up here from the forms, by other means than akmxl's own.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.plan.returns.figures import figures_of
from akmxl.plan.returns.records import (
    Came,
    Centre,
    Consolidation,
    Entry,
    Expected,
    Outlier,
    Rate,
    Return,
    ReturnedItem,
    Revised,
    Status,
    Total,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2025, 10, 12)
PERIOD, DUE = "2025-Q3", "2025-10-07"
ITEMS = {
    "MK-10": (("15", ""), ("15.1", "15"), ("15.2", "15")),
    "MK-14": (("29", ""),),
}
UNITS = {"15": "Nafar", "15.1": "Nafar", "15.2": "Nafar", "29": "Sahifa"}
NAMES = {
    "15": "Foydalanuvchilarni ro‘yxatga olish (UzNel), jami",
    "15.1": "yangi",
    "15.2": "qayta ro‘yxatdan o‘tgan",
    "29": "Bosma nashrlarni raqamlashtirish",
    "MK-10": "Foydalanuvchilarni ro‘yxatga olish to‘g‘risida (UzNel)",
    "MK-14": "Bosma nashrlarni raqamlashtirish to‘g‘risida",
}
CENTRES = (
    Centre("SR-01", "Guliston shahar AKM", (), "Sirdaryo viloyati", "Guliston", "shahar"),
    Centre("SR-02", "Shirin shahar AKM", (), "Sirdaryo viloyati", "Shirin", "shahar"),
    Centre("SR-03", "Yangiyer shahar AKM", (), "Sirdaryo viloyati", "Yangiyer", "shahar"),
    Centre("SR-04", "Boyovut tuman AKM", (), "Sirdaryo viloyati", "Boyovut", "tuman"),
    Centre("JZ-01", "Jizzax shahar AKM", (), "Jizzax viloyati", "Jizzax", "shahar"),
    Centre("JZ-02", "G‘allaorol tuman AKM", (), "Jizzax viloyati", "G‘allaorol", "tuman"),
    Centre("JZ-03", "Zomin tuman AKM", (), "Jizzax viloyati", "Zomin", "tuman"),
)  # fmt: skip
MISSING = {("SR-04", "MK-14"), ("JZ-03", "MK-10")}
LATE = {("JZ-02", "MK-10"), ("JZ-02", "MK-14")}
CLEAN = CENTRES[0]


def figures(centre: int, report: str) -> dict[str, int | str | None]:
    """The values of a centre's form: the second centre does not know its pages."""
    if report == "MK-14":
        fact = None if centre == 1 else 1200 + 310 * centre
        return {
            "item:29/plan": "-" if centre == 2 else 4000,
            "item:29/fact": fact,
            "item:29/ytd": 2500 + 700 * centre,
        }
    new, again = 84 + 17 * centre, 225 + 40 * centre
    if centre == 4:
        new = 2900
    found: dict[str, int | str | None] = {}
    for code, value in (("15", new + again), ("15.1", new), ("15.2", again)):
        found |= {f"item:{code}/plan": value * 4, f"item:{code}/fact": value, f"item:{code}/ytd": value * 3}
    return found


def form(place: int, report: str, version: int = 1, received: str = "2025-10-05") -> Return:
    centre = CENTRES[place]
    items = tuple(ReturnedItem(code, UNITS[code], "flow", parent) for code, parent in ITEMS[report])
    name = f"{report}_{PERIOD}{f'_v{version}' if version > 1 else ''}.xlsx"
    file = f"{centre.region.split()[0]}.zip/{centre.code}/{name}"
    values = figures(place, report)
    mark = sha256(file.encode()).hexdigest()
    return Return(
        Came(file, mark, received), centre.name, centre.code, centre.region, report, PERIOD, version, DUE, "",
        3, "1.0", mark, mark, items, tuple(values), tuple(values.values()),
    )  # fmt: skip


def entry(
    returned: Return, status: Status = Status.ACCEPTED, came: Came | None = None, **more: object
) -> Entry:
    late = returned.came.received > DUE
    head = came or returned.came, status, returned.centre, returned.report, returned.period, returned.version
    known = {"late": late if returned.version == 1 else None, "due": DUE, "returned": returned}
    return Entry(*head, **(known | more))  # type: ignore[arg-type]


def refused(path: str, reason: str, centre: str = "", report: str = "", **params: object) -> Entry:
    came = Came(path, sha256(path.encode("utf-8", "replace")).hexdigest(), "2025-10-06")
    return Entry(came, Status.REFUSED, centre, report, PERIOD if report else "", 0, reason, params)


def consolidation() -> Consolidation:
    entries, forms = [], []
    for place, report in product(range(len(CENTRES)), ITEMS):
        pair = CENTRES[place].code, report
        if pair in MISSING:
            continue
        one = form(place, report, received="2025-10-09" if pair in LATE else "2025-10-05")
        if pair == ("SR-03", "MK-14"):
            entries.append(entry(one, Status.SUPERSEDED, reason=N_("A later version counts.")))
            one = form(place, report, 2, "2025-10-08")
            one = replaced(one, "item:29/fact", 1950)
        forms.append(one)
        entries.append(entry(one))
    twice = form(1, "MK-10")
    again = Came("Shirin/nusxa (2).xlsx", twice.came.sha256, "2025-10-06")
    why = N_("The same file came already.")
    entries.append(entry(twice, Status.DUPLICATE, again, reason=why, late=None))
    damaged = N_("“{file}”: its values do not agree with their hash.")
    entries.append(
        refused("Boyovut/MK-14_2025-Q3.xlsx", damaged, "SR-04", "MK-14", file="MK-14_2025-Q3.xlsx")
    )
    entries.append(refused("rasm.xlsx", N_("“{file}” is not a form made by akmxl."), file="rasm.xlsx"))
    entries.sort(key=lambda one: (one.centre, one.report, one.period, one.version, one.came.file))
    expected = [Expected(centre.code, report, PERIOD, DUE) for centre, report in product(CENTRES, ITEMS)]
    came = {(one.centre, one.report) for one in forms}
    return read(Consolidation(
        CENTRES, tuple(entries), tuple(expected),
        tuple(one for one in expected if (one.centre, one.report) not in came), totals(forms),
        rates(came),
        (Outlier("JZ-01", "MK-10", PERIOD, "15.1", "fact", 2900.0, 101.0, 164.6),),
        (Revised("SR-03", "MK-14", PERIOD, 2, "item:29/fact", 1820, 1950),),
    ))  # fmt: skip


def read(found: Consolidation, known: Mapping[str, ReturnedItem] | None = None) -> Consolidation:
    """The same with what its forms say of items, held against those that are ``known``."""
    from dataclasses import replace

    return replace(found, figures=figures_of(found.entries, known or {}))


def clean() -> Consolidation:
    """The same centres, all of whose forms came in time, with nothing to mend."""
    forms = [form(place, report) for place, report in product(range(len(CENTRES)), ITEMS)]
    expected = tuple(Expected(centre.code, report, PERIOD, DUE) for centre, report in product(CENTRES, ITEMS))
    came = {(one.centre, one.report) for one in forms}
    return read(
        Consolidation(CENTRES, tuple(map(entry, forms)), expected, (), totals(forms), rates(came), (), ())
    )


def replaced(one: Return, key: str, value: int) -> Return:

    return one.saying((k, value if k == key else v) for k, v in one.values)


def totals(forms: list[Return]) -> tuple[Total, ...]:
    sums: Counter[tuple[str, str, str]] = Counter()
    said: Counter[tuple[str, str, str]] = Counter()
    for one in forms:
        for key, value in one.values:
            code, measure = key.removeprefix("item:").split("/")
            if isinstance(value, int):
                sums[one.report, code, measure] += value
                said[one.report, code, measure] += 1
    shares = tuple(
        Total(report, PERIOD, code, "percent", "%", *percent_of(forms, report, code), len(CENTRES))
        for report, items in ITEMS.items()
        for code, _ in items
    )
    return shares + tuple(
        Total(
            report,
            PERIOD,
            code,
            measure,
            UNITS[code],
            sums[key] if said[key] else None,
            said[key],
            len(CENTRES),
        )
        for report, items in ITEMS.items()
        for code, _ in items
        for measure in ("fact", "plan", "ytd")
        if (key := (report, code, measure))
    )


def percent_of(forms: list[Return], report: str, code: str) -> tuple[float, int]:
    """The percent of the centres that have a plan and a figure, and how many these are."""
    values = [dict(one.values) for one in forms if one.report == report]
    both = [(one[f"item:{code}/ytd"], one[f"item:{code}/plan"]) for one in values]
    known = [(done, plan) for done, plan in both if isinstance(done, int) and isinstance(plan, int)]
    return round(100 * sum(done for done, _ in known) / sum(plan for _, plan in known), 1), len(known)


def rates(came: set[tuple[str, str]]) -> tuple[Rate, ...]:
    found = []
    owed = [(centre, report) for centre in CENTRES for report in ITEMS]
    for of, name_of in (
        ("region", lambda c, _: c.region), ("centre", lambda c, _: c.code), ("report", lambda _, r: r),
    ):  # fmt: skip
        for name in dict.fromkeys(name_of(*one) for one in owed):
            own = [(c.code, r) for c, r in owed if name_of(c, r) == name]
            here = [one for one in own if one in came]
            found.append(Rate(of, name, len(own), len(here), sum(one not in LATE for one in here)))
    return tuple(found)
