"""Forms of several libraries under one code are told, in words; spellings of one name are not."""

from __future__ import annotations

import pytest

from akmxl.core.i18n import in_language
from akmxl.plan.returns.consolidate import consolidation
from akmxl.plan.returns.library_names import SEVERAL_LIBRARIES, same_library
from akmxl.plan.returns.records import Centre, Return
from tests.plan.returns.making import KNOWN, form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Shirin AKM", "Shirin shahar axborot-kutubxona markazi"),
        ("Guliston t. AKM", "Гулистон тумани АКМ"),
        ("Gulston tuman AKM", "Guliston tumani AKM"),
        ("AKM", "Guliston tumani AKM"),
        ("“Zarbdor” tumani AKM", "Zarbdor tuman axborot-kutubxona markazi"),
        ("A. Qodiriy nomidagi Jizzax viloyat AKM", "Jizzax viloyat AKM"),
        ("A. Qodiriy nomidagi AKM", "Abdulla Qodiriy nomidagi AKM"),
        ("3-son kutubxona", "Kutubxona № 3"),
    ],
)
def test_spellings_of_one_library(one: str, other: str) -> None:
    assert same_library(one, other)
    assert same_library(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1-tuman AKM", "2-tuman AKM"),
        ("Guliston shahar AKM", "Guliston tuman AKM"),
        ("Yangiyer shahar AKM", "Yangiyo‘l shahar AKM"),
        ("Bo‘ston tumani AKM", "Bo‘stonliq tumani AKM"),
        ("Yuqori Chirchiq tumani AKM", "Quyi Chirchiq tumani AKM"),
        ("Guliston AKM", "Guliston 2-son AKM"),
    ],
)
def test_names_of_two_libraries(one: str, other: str) -> None:
    assert not same_library(one, other)
    assert not same_library(other, one)


def told(*forms: Return, table: tuple[Centre, ...] = (), given: str = "") -> dict[str, str]:
    """Return what is told by the report of a form."""
    found = consolidation(forms, (), table, known=KNOWN, given=given)
    with in_language("en"):
        texts = {one.report: str(one.said) for one in found.findings if one.said.message == SEVERAL_LIBRARIES}
        assert all(text in str(_reason(found.entries, report)) for report, text in texts.items())
    return texts


def _reason(entries: object, report: str) -> str:
    from akmxl.core.i18n import translate

    (one,) = (one for one in entries if one.report == report)  # type: ignore[attr-defined]
    return translate(one.reason, **one.params)


FIRST, SECOND, THIRD = (
    form("0101", report=report, name=f"{nth}-tuman AKM", old=False)
    for nth, report in ((1, "MK-10"), (2, "MK-11"), (2, "MK-12"))
)


def test_the_code_of_a_copied_plan_is_told_without_a_table() -> None:
    found = told(FIRST, SECOND, THIRD)
    assert list(found) == ["MK-10"]  # most are of the other
    assert "under the code 0101: 2-tuman AKM; 1-tuman AKM. This one is of “1-tuman AKM”" in found["MK-10"]
    assert told(FIRST, form("0101", report="MK-11", name="1-tuman axborot-kutubxona markazi")) == {}


def test_with_a_table_its_name_is_the_right_one() -> None:
    table = (Centre("0101", "1-tuman AKM"),)
    assert list(told(FIRST, SECOND, THIRD, table=table)) == ["MK-11", "MK-12"]
    assert list(told(SECOND, table=table)) == ["MK-11"]
    assert told(FIRST, SECOND, table=(Centre("0101", "1-tuman AKM", ("2-tuman AKM",)),)) == {}


def test_forms_under_a_given_code_are_told_too() -> None:
    forms = [
        form("", report=report, name=f"{nth}-tuman AKM", old=True)
        for nth, report in ((1, "MK-10"), (2, "MK-11"), (3, "MK-12"))
    ]
    assert list(told(*forms, given="SR-02")) == ["MK-11", "MK-12"]
