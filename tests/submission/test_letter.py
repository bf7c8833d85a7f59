"""The cover letter: what staff may write into its template, and what a template can never do."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.parser import parse_xml
from openxml_audit import OpenXmlValidator

from akmxl.core.i18n import in_language
from akmxl.submission.parcel import sandbox
from akmxl.submission.parcel.letter import PROPERTIES, TRIAL, LetterTemplate, Made
from akmxl.submission.template.template import BadTemplate

if TYPE_CHECKING:
    from pathlib import Path


def own_template(folder: Path, *lines: str) -> LetterTemplate:
    """A letter of the centre's own, with these lines."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    path = folder / "andozalar" / "xat.docx"
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))
    return LetterTemplate.of_plan(folder / "reja.xlsx")


def shown(letter: bytes) -> list[str]:
    """The lines of a letter, read by another program's library."""
    return [paragraph.text for paragraph in Document(BytesIO(letter)).paragraphs if paragraph.text]


def said(**words: Any) -> dict[str, Any]:
    return TRIAL | words


@pytest.mark.parametrize(
    "text",
    ["<w:b/>Tom & Jerry", "{{ 7 * 7 }}", "{% for x in y %}", "]]>&amp;", "“a” 'b' \"c\"", "{_{ 1 }_}x"],
)
def test_a_value_is_text_and_nothing_else(text: str, tmp_path: Path) -> None:
    for line in ("{{ kimga }}", "{{ kimga ~ '' }}"):
        letter = own_template(tmp_path, line).fill(said(kimga=text))
        (line,) = shown(letter)
        assert line.replace("{{ 1 }}x", "{_{ 1 }_}x") == text


def test_a_value_stays_in_its_line_and_loses_signs_that_no_document_holds(tmp_path: Path) -> None:
    letter = own_template(tmp_path, "Kimga: {{ kimga }}").fill(said(kimga="bir\n\tikki\x07\x00 uch\ud800"))
    assert shown(letter) == ["Kimga: bir ikki uch"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ kimgaa }}", r"xat.docx: .*“kimgaa”.*“kimga”"),
        ("{% for ilova in ilovalar %}{{ ilova.nomii }}{% endfor %}", "“nomii”.*“nomi”"),
        ("Kimga: {{ kimga", r"xat.docx, “Kimga: \{\{ kimga”: the letter cannot be filled"),
        ("{{ o‘tgan yil }}", "cannot be filled"),
        ("{%p for ilova in ilovalar %}", "cannot be filled"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "xat.docx"),
        ("{{ kimga.format.__globals__ }}", "xat.docx"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "cannot be filled"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "cannot be filled"),
        ("{{ kimga | safe }}", "cannot be filled"),
        ("{% include 'reja.xlsx' %}", "cannot be filled"),
        ("{{ ilovalar.append(1) }}{{ ilovalar + 1 }}", "cannot be filled"),
        ("{{r kimga }}", "cannot be filled"),
        ("{{ kimga.ljust(3000000000) }}", "“{{ kimga.ljust.*no filters, sums or functions"),
        ("{{ kimga | center(3000000000) }}", "no filters"),
        ("{{ '%3000000000s' | format(kimga) }}", "no filters"),
        ("{{ kimga | indent(3000000000) }}", "no filters"),
        ("{% for a in kimga | batch(3000000000, 1) %}{{ a }}{% endfor %}", "no filters"),
        ("{% for a in range(3000000000) %}{{ a }}{% endfor %}", "no filters"),
        ("{% for a in ilovalar for b in ilovalar %}{{ a.nomi }}{% endfor %}", "cannot be filled"),
        ("{% for a in ilovalar %}{% for b in ilovalar %}{{ b.nomi }}{% endfor %}{% endfor %}", "no filters"),
        ("{% for a in ilovalar recursive %}{{ loop(ilovalar) }}{% endfor %}", "no filters"),
        ("{{ 'a' * 3000000000 }}", "no filters"),
        ("{{ [kimga] * 3000000000 }}", "no filters"),
        ("{% autoescape false %}{{ kimga }}{% endautoescape %}", "no filters"),
        ("{{ kimga[0] }}", "no filters"),
        ("{% set a = kimga %}{{ a }}", "no filters"),
        ("{% macro a() %}{{ caller() }}{% endmacro %}{{ a() }}", "no filters"),
        ("{% if kimga is divisibleby 3 %}x{% endif %}", "no filters"),
        ("{% if " + "not " * 5000 + "kimga %}x{% endif %}", "cannot be filled"),
        ("{{ kimga.ljust }}", "“ljust”"),
        ("{{ self }}", "no filters"),
        ("{{ true }}", "no filters"),
        ("{{ ilovalar }}", "no filters"),
        ("{% for ilova in ilovalar %}{{ ilova }}{% endfor %}", "no filters"),
        ("{% raw %}{{ kimga }}{% endraw %}", "no filters"),
        ("Kimga: {kimga}", r"\{kimga\} in single braces is no placeholder. Write \{\{ kimga \}\}"),
        ("{% for ilova in ilovalar %}{ Ilova.nomi }{% endfor %}", r"\{ Ilova.nomi \} in single braces"),
        ("{{ 1" + "0" * 9999 + " }}", "cannot be filled"),
    ],
)
def test_a_template_that_asks_for_more_is_one_clear_sentence(line: str, told: str, tmp_path: Path) -> None:
    with in_language("en"), pytest.raises(BadTemplate) as error:
        own_template(tmp_path, line)
    with in_language("en"):
        assert re.search(told, str(error.value)), str(error.value)


def test_a_template_may_ask_for_words_lists_and_conditions(tmp_path: Path) -> None:
    line = (
        "{% for ilova in ilovalar %}{% if not loop.last and ilova.kodi != 'x' %}{% else %}{{ loop.index }}. "
        "{{ ilova.nomi if ilova.nomi else kimga }}{% endif %}{% endfor %}"
    )
    letter = own_template(tmp_path, line).fill(TRIAL)
    assert shown(letter) == ["1. …"]


@pytest.mark.parametrize("content", [b"", b"a text", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0 old Word"])
def test_a_file_that_is_no_word_document_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "andozalar" / "xat.docx"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(BadTemplate, match=r"xat\.docx"):
        LetterTemplate.of_plan(tmp_path / "reja.xlsx")


def test_a_document_type_inside_is_refused(tmp_path: Path) -> None:
    own_template(tmp_path, "{{ kimga }}")
    path = tmp_path / "andozalar" / "xat.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><w:document'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:document", bomb, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(BadTemplate):
        LetterTemplate.of_plan(tmp_path / "reja.xlsx")


def test_the_same_texts_give_the_same_bytes_and_no_moment(tmp_path: Path) -> None:
    template = own_template(tmp_path, "{{ kimga }}")
    letter = template.fill(said(kimga="Kutubxona"), listed=["MK-10_2025-Q1"])
    assert template.fill(said(kimga="Kutubxona"), listed=["MK-10_2025-Q1"]) == letter
    with zipfile.ZipFile(BytesIO(letter)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in archive.read("docProps/core.xml")


def test_the_shipped_letter_is_a_sound_document(tmp_path: Path) -> None:
    path = tmp_path / "Xat.docx"
    path.write_bytes(LetterTemplate.of_plan(tmp_path / "reja.xlsx").fill(TRIAL))
    assert OpenXmlValidator().validate(path).errors == []


def test_a_letter_knows_what_it_lists_and_whether_somebody_changed_it(tmp_path: Path) -> None:
    names = ("MK-10_2025-Q1", "MK-16_2025-Q1_v2")
    path = tmp_path / "Xat.docx"
    path.write_bytes(own_template(tmp_path, "{{ kimga }}").fill(TRIAL, listed=names))
    assert Made.read(path) == Made(names, changed=False)
    document = Document(str(path))
    document.paragraphs[0].add_run(" № 12")
    document.save(str(path))
    assert Made.read(path) == Made(names, changed=True)
    path.write_bytes(b"something else")
    assert Made.read(path) == Made((), changed=True)


@pytest.mark.parametrize(
    "body",
    [
        "{% for one in kimga %}{{ one }}{% endfor %}",  # a text is no list
        "{{ " * 50_000,
        "{% " * 50_000,
        "{" * 100_000,
        "{{ kimga" + " " * 30_000 + "}}",
        "{{ kimga }}" * 2_001,
    ],
)
def test_words_without_end_are_refused_at_once(tmp_path: Path, body: str) -> None:
    with pytest.raises(BadTemplate), in_language("en"):
        own_template(tmp_path, body)


def test_a_letter_that_grows_without_bounds_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "LONGEST", 200_000)
    letter = own_template(tmp_path, "{% for one in ilovalar %}" + "a" * 1000 + "{% endfor %}")
    assert letter.fill(TRIAL)
    with pytest.raises(BadTemplate):
        letter.fill(TRIAL | {"ilovalar": [{}] * 1000})


NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{NAMESPACE}" xmlns:r="{RELATION}" xmlns:v="urn:vml" xmlns:o="urn:office"'
FETCHED = {  # kind of relationship -> what shows it
    "image": '<w:p NAMES><w:r><w:pict><v:imagedata r:link="ID"/></w:pict></w:r></w:p>',
    "oleObject": '<w:p NAMES><w:r><w:object><o:OLEObject Type="Link" r:id="ID"/></w:object></w:r></w:p>',
    "subDocument": '<w:subDoc NAMES r:id="ID"/>',
    "hyperlink": '<w:p NAMES><w:hyperlink r:id="ID"><w:r><w:t>kutubxona.uz</w:t></w:r></w:hyperlink></w:p>',
}
FIELDS = (
    (
        "<w:p NAMES><w:r><w:instrText>INCLUDE</w:instrText></w:r>"
        '<w:r><w:instrText>PICTURE "http://yomon.uz/a.png"</w:instrText></w:r></w:p>'
    ),
    '<w:p NAMES><w:fldSimple w:instr=" DDEAUTO cmd /c "><w:r><w:t>5</w:t></w:r></w:fldSimple></w:p>',
)


@pytest.mark.parametrize("where", ["body", "header"])
def test_nothing_is_fetched_from_elsewhere(tmp_path: Path, where: str) -> None:
    document = Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "{{ tashkilot }}"
    part, holder = (
        (document.part, document.element.body) if where == "body" else (header.part, header._element)
    )
    for kind in ("attachedTemplate", *FETCHED):
        owner = document.part._settings_part if kind == "attachedTemplate" else part
        key = owner.relate_to(f"http://yomon.uz/{kind}", f"{RELATION}/{kind}", is_external=True)
        if kind in FETCHED:
            holder.insert(0, parse_xml(FETCHED[kind].replace("NAMES", NAMES).replace("ID", key)))
    for field in FIELDS:
        holder.insert(0, parse_xml(field.replace("NAMES", NAMES)))
    path = tmp_path / "andozalar" / "xat.docx"
    path.parent.mkdir()
    document.save(str(path))

    made = LetterTemplate.of_plan(tmp_path / "reja.xlsx").fill(TRIAL)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        whole = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert re.findall(r"http://yomon.uz/\w+", whole) == ["http://yomon.uz/hyperlink"]
    for kept in ("imagedata", "kutubxona.uz", "<w:t>5</w:t>"):
        assert kept in whole
    for gone in ("OLEObject", "subDoc ", "DDEAUTO", "INCLUDE"):
        assert gone not in whole
    Document(BytesIO(made))


def test_the_shipped_letter_kept_in_pieces_is_what_docxtpl_makes_of_it(tmp_path: Path) -> None:
    shipped = LetterTemplate.of_plan(tmp_path / "reja.xlsx")
    line = dict.fromkeys(TRIAL["ilovalar"][0], "“Bir” & <iki> 'uch' \"to‘rt\"")  # type: ignore[index]
    for text, lines in (
        ("", []),
        ("Xat & <b/> 'x' \"y\"", [line, line | {"tahriri": "", "nazorat_kodi": ""}]),
    ):
        words = {**dict.fromkeys(TRIAL, text), "ilovalar": lines}
        at_once = shipped._filled_at_once(words)
        assert at_once is not None
        by_docxtpl = shipped._filled_by_docxtpl(words)
        del at_once[PROPERTIES], by_docxtpl[PROPERTIES]  # these are made anew
        assert list(at_once.items()) == list(by_docxtpl.items())


def test_a_letter_that_somebody_changed_is_filled_by_docxtpl(tmp_path: Path) -> None:
    letter = own_template(tmp_path, "Kimga: {{ kimga }}")
    assert letter._filled_at_once(TRIAL) is None
