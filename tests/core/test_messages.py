"""The catalogues of messages: whole, compiled, and good Uzbek in what a machine can see of it."""

from __future__ import annotations

import ast
import importlib.util
import re
import string
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import read_mo

from akmxl.cli import options
from akmxl.core.i18n import in_language, translate
from akmxl.core.vocabulary import HEADERS, header
from akmxl.plan.findings import Severity
from akmxl.plan.period import Period
from akmxl.rules.find import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[2]


def _developer_command() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dev = _developer_command()


def _texts(catalogue: Catalog) -> dict[str, str]:
    """Message id -> text; those for one and for many apart."""
    texts: dict[str, str] = {}
    for message in catalogue:
        forms, told = dev.forms(message.id), dev.forms(message.string)
        texts |= {one: other for one, other in zip(forms, (told[0], told[-1]), strict=False) if one}
    return texts


CATALOGUES = {language: _texts(dev.read_catalogue(language)) for language in dev.catalogues()}
UZBEK = CATALOGUES["uz"]
IN_EACH = pytest.mark.parametrize("texts", CATALOGUES.values(), ids=CATALOGUES)


def _placeholders(text: str) -> list[str]:
    """The names in braces; those that only choose a word's form are no place where a value is shown."""
    parsed = string.Formatter().parse(text)
    return sorted(name for _, name, forms, _ in parsed if name is not None and "|" not in (forms or ""))


def _compiled_messages(data: bytes) -> dict[str, str]:
    return _texts(read_mo(BytesIO(data)))


def _wrong(test: re.Pattern[str]) -> dict[str, str]:
    return {found[0]: text for text in UZBEK.values() if (found := test.search(text))}


_MARKERS = {"_": 1, "N_": 1, "NN_": 2, "translate": 1}  # how many of the arguments are ids


@cache
def _trees() -> dict[Path, ast.AST]:
    """The code, parsed in the one process that asks."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "akmxl").rglob("*.py")}


def _f_strings(tree: ast.AST) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]


def _strings(tree: ast.AST) -> list[ast.Constant]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _marking(tree: ast.AST) -> Iterator[tuple[ast.Call, list[ast.expr]]]:
    """Every call of a marker, and the arguments that are ids."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKERS:
            yield node, node.args[: _MARKERS[node.func.id]]


def _ids(tree: ast.AST) -> list[ast.expr]:
    return [one for _, given in _marking(tree) for one in given if isinstance(one, ast.Constant)]


def _unclear_ids(tree: ast.AST) -> set[str]:
    """Of what one Babel extracts and another does not: calls that mark an id or take one for an id."""
    ids = _ids(tree)
    in_f_strings = {ast.unparse(one) for whole in _f_strings(tree) for one in _ids(whole)}
    with_f_strings = {ast.unparse(call) for call, _ in _marking(tree) if _f_strings(call)}
    with_others = {
        ast.unparse(call)
        for call, given in _marking(tree)
        if any(text not in ids for one in given for text in _strings(one))
    }
    return in_f_strings | with_f_strings | with_others


def test_every_id_is_a_text_of_its_own_and_no_f_string_is_near() -> None:
    unclear = {path.name: found for path, tree in _trees().items() if (found := _unclear_ids(tree))}
    assert unclear == {}, "give the f-string, or what looks the id up, a line and a name of its own"


@pytest.mark.parametrize(
    "code",
    [
        "f'({_(\"yes\")})'",
        "f'{name or _(N_(\"nobody\"))}'",
        "f'{a:{translate(\"wide\")}}'",
        "_(f'{count} rows')",
        "_('{day}', day=f'{day:%d}')",
        "N_('In all: ' + total)",
        "NN_('one row', f'{count} rows')",
        "_(WORDS['plan'])",
    ],
)
def test_an_id_that_a_babel_may_miss_is_seen(code: str) -> None:
    assert len(_unclear_ids(ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code", ["f'{_(WORDS[key])}'", "_(N_('one') if single else N_('many'))", "word.translate({'a': f'{b}'})"]
)
def test_what_every_babel_reads_alike_is_let_be(code: str) -> None:
    assert _unclear_ids(ast.parse(code)) == set()


def test_babel_finds_the_ids_that_stand_in_the_code() -> None:
    """So that the catalogue is the same whichever Babel collects it."""
    found = {text for message in dev.marked_ids() for text in dev.forms(message)}
    assert found == {one.value for tree in _trees().values() for one in _ids(tree)}


@IN_EACH
def test_every_message_of_the_code_is_translated(texts: dict[str, str]) -> None:
    ids = {text for message in dev.message_ids() for text in dev.forms(message)}
    assert {text for text in ids if not texts.get(text)} == set()
    assert set(texts) - ids == set(), "no longer in the code: run `python dev.py messages`"


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_form_for_a_number_is_left_out(language: str) -> None:
    catalogue = dev.read_catalogue(language)
    several = [one for one in catalogue if isinstance(one.id, tuple)]
    assert len(several) == len([words for words in options._CLICK if isinstance(words, tuple)])
    assert {len(one.string) for one in several} == {catalogue.num_plurals}
    assert all(text for one in several for text in one.string)


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_compiled_catalogue_is_that_of_the_po(language: str) -> None:
    """Compared as messages: the heading of a compiled catalogue holds the time of compiling."""
    committed = dev.catalogues()[language].with_suffix(".mo").read_bytes()
    fresh = dev.compiled(dev.read_catalogue(language))
    assert _compiled_messages(committed) == _compiled_messages(fresh) == CATALOGUES[language]


@IN_EACH
def test_a_translation_has_the_placeholders_of_its_id(texts: dict[str, str]) -> None:
    wrong = {text for text, told in texts.items() if _placeholders(text) != _placeholders(told)}
    assert wrong == set()


_CLICK = {text for words in options._CLICK for text in dev.forms(words)}  # which click fills in


def _filled(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Yield each id that is shown or raised where it is written, with the parameters that it is given."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args):
            continue
        shows = call.func.id in ("_", "translate")
        given = call.args[0]
        if isinstance(given, ast.Call) and isinstance(given.func, ast.Name) and given.func.id == "N_":
            given, shows = given.args[0], call.func.id[:1].isupper() or shows
        named = {word.arg for word in call.keywords if word.arg}
        if shows and isinstance(given, ast.Constant) and len(named) == len(call.keywords):
            yield given.value, named


def test_what_is_shown_or_raised_has_the_parameters_of_its_id() -> None:
    found = [pair for tree in _trees().values() for pair in _filled(tree)]
    assert len(found) > 300
    lacking = {text for text, named in found if not set(_placeholders(text)) <= named}
    assert lacking - _CLICK == set()


@pytest.mark.parametrize("field", HEADERS)
def test_no_heading_shows_the_name_of_a_parameter(field: str) -> None:
    assert not set("{}#") & set(header(field))
    assert not set("{}#") & set(header(field, 2025))


@IN_EACH
def test_a_translation_starts_and_ends_as_its_place_wants(texts: dict[str, str]) -> None:
    """Blanks in front and the sign at the end are part of how a message is put on the screen."""
    for text, told in texts.items():
        assert len(text) - len(text.lstrip()) == len(told) - len(told.lstrip()), told
        assert text.endswith(":") == told.endswith(":"), told
        if text.endswith("."):
            assert told.endswith("."), told


_RUSSIAN_NAME = re.compile("«[А-Яа-яё ]+»")  # what the Russian Excel calls a thing stands beside its name


@pytest.mark.parametrize(
    "sign",
    [
        r"['`ʻʼ´]",  # o‘ and g‘ have ‘, the tutuq is ’
        r"(?<![og])‘|(?<=[og])’(?=[a-z])",
        r"[“”\"]",  # quotes are « »
        r"!",
        r"\b[Ss]iz(ning|ga|ni|dan|da|lar)?\b",
        r"[а-яёўқғҳА-ЯЁЎҚҒҲ]",
        r" {2,}\S.*|\s$",
    ],
)
def test_no_sign_or_word_that_does_not_belong(sign: str) -> None:
    texts = {_RUSSIAN_NAME.sub("", text.lstrip()) for text in UZBEK.values()}
    stripped = {re.sub(r"![rs]\}", "}", text) for text in texts}
    assert [text for text in stripped if re.search(sign, text, re.IGNORECASE)] == []


def test_the_words_of_the_project_are_kept() -> None:
    assert _wrong(re.compile(r"kamchilik|nuqson|\bshit\b|qog‘oz varag|hesh|xesh", re.IGNORECASE)) == {}


# A suffix follows a placeholder only where the word before it is known: a month ends in "oyi".
_MONTH_WITH_SUFFIX = re.compile(r"\{period\}(ga|da)\b")


def test_suffixes_hang_on_no_placeholder() -> None:
    hung = [text for text in UZBEK.values() if re.search(r"\}[a-z‘’]", _MONTH_WITH_SUFFIX.sub("", text))]
    assert hung == []
    with_suffix = {text for text, uzbek in UZBEK.items() if _MONTH_WITH_SUFFIX.search(uzbek)}
    assert with_suffix == {RULES["TMP03"].message, RULES["PLN03"].message}


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2025-03", "2025-yil mart oyi"),
        ("2025-09", "2025-yil sentabr oyi"),
        ("2025-Q1", "2025-yil I chorak"),
        ("2025-H2", "2025-yil II yarim yil"),
        ("2025-9M", "2025-yilning 9 oyi"),
        ("2025", "2025-yil"),
    ],
)
def test_periods_in_words(period: str, words: str) -> None:
    with in_language("uz"):
        assert Period.parse(period).words == words


def test_a_language_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'de'"), in_language("de"):
        pass


MODELS = {
    "TYP01": "«{sheet}» varag‘i, {cell} katagida son o‘rniga matn bor: «{value}». Faqat son yozing.",
    "TYP02": "{cell} katagidagi son matn ko‘rinishida saqlangan: «{value}». "
    "Dastur uni shunday o‘qidi: {number}. Sonni qayta yozing.",
    "TYP04": "{cell} katagida manfiy son bor: {value}. 0 yoki undan katta son yozing.",
    "TYP05": "{cell} katagida kasr son bor: {value}. O‘lchov birligi: {unit}. Butun son yozing.",
    "TYP07": "{cell} katagida Excel xatosi bor: {value}. Formulani to‘g‘rilang yoki sonni yozing.",
    "TYP09": "{cell} katagida songa so‘z qo‘shilgan: «{value}». Faqat sonni qoldiring: {number}.",
    "TMP03": "{item}-band: bajarilish muddati — {due}, son esa {period}ga yozilgan: {value}. "
    "Oyni tekshiring; to‘g‘ri bo‘lsa, sababini yozing.",
}
PARTS = {
    "TYP06": ["katagidagi yozuvni Excel sanaga aylantirgan: {value}."],
    "STR18": [
        "{cell} katagidagi formula o‘rniga son yozilgan: {value}. Hisob bo‘yicha: {right}.",
        "Formulani tiklang",
    ],
    "ARI04": ["jami — {value}, qismlar yig‘indisi — {sum}, farqi — {difference}.", "Qismlarni tekshiring"],
    "REF01": ["«{value}» degan o‘lchov birligi ro‘yxatda yo‘q"],
    "TMP01": ["{period} hali boshlanmagan, lekin son kiritilgan: {value}", "Ustunni tekshiring"],
    "TMP04": [
        "{item}-band: {period} to‘ldirilmagan",
        "Ish bo‘lmagan bo‘lsa, 0 yozing; rejada bo‘lmasa, «-» qo‘ying.",
    ],
    "PLN01": [
        "{item}-band: yil boshidan {value}, yillik reja {planned} ({percent} %).",
        "Reja ortig‘i bilan bajarilgan; sababini yozing.",
    ],
    "PLN02": ["reja {share}, bajarildi {value} ({percent} %).", "Kam bajarilgani sababini yozing."],
    "PLN03": ["esa son bor: {value}.", "Rejadan tashqari ish bo‘lsa, izoh yozing."],
    "SUB03": ["yuborilgan hisobotda", "{old}, hozir faylda {value}.", "oldingi sonni qaytaring."],
}
SENTENCES = {
    "The sheet “{sheet}” was not found in the file. A similar name: “{similar}”. Restore its name.":
        "Faylda «{sheet}» varag‘i topilmadi. O‘xshash nom: «{similar}». Varaq nomini tiklang.",
    "The period “{text}” is not understood. Examples: 2025-03, 2025-Q1, 2025.":
        "Davrni tushunib bo‘lmadi: «{text}». Namunalar: 2025-03 (mart), 2025-Q1 (I chorak), 2025 (yil).",
    "Checked: nothing to mend.": "Xato topilmadi.",
}  # fmt: skip


@pytest.mark.parametrize("code", MODELS)
def test_rules_speak_in_the_model_sentences(code: str) -> None:
    rule = RULES[code]
    assert f"{UZBEK[rule.message]} {UZBEK[rule.fix]}" == MODELS[code]


@pytest.mark.parametrize("code", PARTS)
def test_rules_keep_the_words_of_the_model_sentences(code: str) -> None:
    rule = RULES[code]
    said = f"{UZBEK[rule.message]} {UZBEK[rule.fix]}"
    assert [part for part in PARTS[code] if part not in said] == []


def test_what_stops_a_run_speaks_in_the_model_sentences() -> None:
    with in_language("uz"):
        assert {text: translate(text) for text in SENTENCES} == SENTENCES


def test_every_finding_says_what_to_do() -> None:
    for rule in RULES.values():
        if rule.severity is not Severity.GATE:
            assert UZBEK[rule.message].endswith("."), rule.code
            assert re.search(r"(ng|yozing|qo‘ying)\b", UZBEK[rule.fix]) or "qiladi" in UZBEK[rule.fix], (
                rule.code
            )


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_text_is_found_by_its_id(language: str) -> None:
    read = dev.read_catalogue(language)
    texts = [(one.id, one.string) for one in read if one.id and isinstance(one.id, str)]
    with in_language(language):
        assert [translate(message) for message, _ in texts] == [text or message for message, text in texts]
        assert translate("no such message") == "no such message"
        assert translate("") == ""


def test_every_message_is_found_among_the_compiled_ones() -> None:
    for language in ("uz", "ru"):
        data = (ROOT / f"akmxl/core/locale/{language}/LC_MESSAGES/akmxl.mo").read_bytes()
        with in_language(language):
            lost = [one for one, text in _compiled_messages(data).items() if translate(one) != text]
        plurals = [
            one for message in read_mo(BytesIO(data)) if not isinstance(message.id, str) for one in message.id
        ]
        assert set(lost) <= set(plurals), "click asks for these itself"
