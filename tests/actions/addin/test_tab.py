"""The tab AKM: what Excel would refuse in silence, or show as a blank button, is found here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from .sources import IN_EACH, SHOWN, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
# Element -> the elements that may stand above it, and the attributes that it may have.
ALLOWED = {
    "customUI": ("", ""),
    "ribbon": ("customUI", ""),
    "tabs": ("ribbon", ""),
    "tab": ("tabs", "id label"),
    "group": ("tab", "id label"),
    "button": ("group", "id label size imageMso onAction screentip supertip"),
}
CALLBACK = re.compile(r"^Public Sub (\w+)\(control As IRibbonControl\)\r$", re.MULTILINE)
LABELS = {
    "uz": ["Tekshirish", "Keyingi xato", "Topshirdim", "Oyni yopish", "Jamlanmani yangilash", "Muddatlar",
           "Hisobot tayyorlash", "Yuborildi", "Papkani ochish", "Import", "Tiklash", "Yordam"],
    "ru": ["Проверить", "Следующее замечание", "Сдать месяц", "Закрыть месяц",
           "Обновить сводку", "Сроки",
           "Подготовить отчёты", "Отправлено", "Открыть папку", "Импорт", "Восстановить", "Справка"],
}  # fmt: skip


def faults(xml: str, source: str) -> Iterator[str]:
    """What is wrong with a tab whose callbacks stand in a module."""
    root = ET.fromstring(xml.encode())
    above = {child: parent for parent in root.iter() for child in parent}
    callbacks = CALLBACK.findall(source)
    seen: set[str] = set()
    for element in root.iter():
        name = element.tag.removeprefix(NAMESPACE)
        if name not in ALLOWED or NAMESPACE not in element.tag:
            yield f"element {element.tag}"
            continue
        parent, attributes = ALLOWED[name]
        if parent and above[element].tag != NAMESPACE + parent:
            yield f"{name} in {above[element].tag}"
        yield from (f"attribute {one} of {name}" for one in element.attrib if one not in attributes.split())
        if "id" in attributes.split():
            if not element.get("id") or element.get("id") in seen:
                yield f"id of {name}: {element.get('id')}"
            if not element.get("label"):
                yield f"label of {name}"
            seen.add(element.get("id", ""))
        if name == "button" and callbacks.count(element.get("onAction", "")) != 1:
            yield f"callback {element.get('onAction')}"


def buttons(language: str = "uz") -> list[ET.Element]:
    return list(ET.fromstring(SHOWN[language].encode()).iter(f"{NAMESPACE}button"))


@IN_EACH
def test_excel_finds_nothing_to_refuse(language: str) -> None:
    assert list(faults(SHOWN[language], SOURCE[language])) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("group", "grup"),
        ("2009/07", "2006/01"),
        ("imageMso=", "image_mso="),
        ('id="AkmxlSentButton"', 'id="AkmxlDueButton"'),
        ('label="Muddatlar"', 'label=""'),
        ('onAction="AkmxlHelp"', 'onAction="AkmxlRun"'),
        ("AkmxlSubmit(control As IRibbonControl)", "AkmxlSubmit()"),
        ("Public Sub AkmxlRollup", "Private Sub AkmxlRollup"),
    ],
)
def test_a_slip_in_the_sources_is_found(before: str, after: str) -> None:
    xml, source = SHOWN["uz"], SOURCE["uz"]
    assert before in xml + source
    assert list(faults(xml.replace(before, after), source.replace(before, after)))


@IN_EACH
def test_the_buttons_stand_in_their_order(language: str) -> None:
    assert [button.get("label") for button in buttons(language)] == LABELS[language]


@IN_EACH
def test_every_button_has_an_icon_and_says_what_it_does(language: str) -> None:
    for button in buttons(language):
        assert button.get("imageMso")
        assert button.get("screentip") == button.get("label")
        assert button.get("supertip", "").endswith(".")


def test_the_words_are_good_uzbek_in_what_a_machine_can_see() -> None:
    text = " ".join(value for button in buttons() for value in button.attrib.values())
    assert not re.findall(r"['`ʻʼ!\"“”]|[а-яё]|(?<![og])‘", text)


def test_every_public_sub_is_a_callback_and_named_for_akmxl() -> None:
    source = SOURCE["uz"]
    public = re.findall(r"^Public .*", source, re.MULTILINE)
    assert sorted(CALLBACK.findall(source)) == sorted(button.get("onAction", "") for button in buttons())
    assert len(public) == len(buttons())
    names = re.findall(r"^(?:Public|Private) (?:Sub|Function) (\w+)", source, re.MULTILINE)
    assert [name for name in names if not name.startswith("Akmxl")] == []
