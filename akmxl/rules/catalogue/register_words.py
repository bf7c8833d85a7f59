"""Hold the words in a register's row beside one another: kinds, titles, courses, links."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import apart_from_digits, fold
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.alike import plain
from akmxl.rules.figures import item_of, record_period, row_name
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.plan_file import text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from akmxl.plan.model import Record

TITLE, PLACE = N_("Words of the rows"), 116

_NAME = 8  # letters of a course's name; “1-kurs” is the first of many
_GENERAL = frozenset({"tadbir", "tadbiri", "boyicha", "kuni", "otkazilgan"})
_PHRASE = 10  # letters of a kind's own words; of shorter ones a title may have others
_ODD_LINKS = 3  # links that there are; more than three times as many as those that are none
_BLANKS = lazily(r"[\s,;]+")
_CERTIFICATE = lazily(r"№|\bn[o°]?\b|sertifikat|guvohnoma|diplom|certificate")
_ORDER = lazily(r"buyru|bayonnoma|qaror|dalolatnoma")


def _hit(case: Case, record: Record, field: str, what: str, **params: object) -> Hit:
    return Hit(record.places[field], item_of(case, record), record_period(case, record),
               text_of(record.values.get(field)), f"{row_name(record)}/{what}", params=params)  # fmt: skip


@rule(
    "XSH35",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: the code {value}; the course “{course}” has {usual} in row {other}."),
    N_("Choose the code that the course counts for; if both are right, leave it."),
    unless=("REF34", "TXT09", "XSH13", "XSH24", "SUB03"),
)
def course_of_one_code(case: Case) -> Iterator[Hit]:
    """A course, or a test, counts for one item: the one for which it was entered first.

    Why: a test on conflicts of interest that is entered under 31 is missing from the list of 31.1.

    Okay:
        Malaka
        | Sana       | Kod   | Xodim    | Kurs yoki sinov  |
        | 2025-03-03 | '31   | A. Karim | Elektron katalog |
        | 2025-03-10 | '31.1 | A. Karim | Onlayn test      |
    Bad:
        Malaka
        | Sana       | Kod   | Xodim    | Kurs yoki sinov  |
        | 2025-03-03 | '31.1 | A. Karim | Onlayn test      |
        | 2025-03-10 | '31   | B. Salim | Onlayn test      |  XSH35
    """
    courses: defaultdict[str, list[Record]] = defaultdict(list)
    for record in case.plan.records[registers.TRAINING]:
        if record.codes and record.date:
            courses[text_of(record.values.get("course"))].append(record)
    names: defaultdict[str, list[Record]] = defaultdict(list)
    for course, rows in courses.items():
        names[plain(course)].extend(rows)
    for course, rows in names.items():
        counts = Counter(record.codes for record in rows)
        if sum(map(str.isalpha, course)) < _NAME or len(counts) != 2 or min(counts.values()) > 1:
            continue
        first, odd = _first_and_odd(rows, counts)
        yield _hit(case, odd, "code", "course", course=text_of(odd.values.get("course")),
                   usual=", ".join(first.codes), other=str(first.row))  # fmt: skip


def _first_and_odd(rows: list[Record], counts: Counter[tuple[str, ...]]) -> tuple[Record, Record]:
    """Return a row as it ought to be, and the single one of another code; of two the later is odd."""
    rows = sorted(rows, key=lambda record: record.row)
    usual = rows[0].codes if len(rows) == 2 else counts.most_common(1)[0][0]
    return (next(one for one in rows if one.codes == usual), next(o for o in rows if o.codes != usual))


@rule(
    "XSH36",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” stands in row {other} too, beside another person."),
    N_("Compare with the certificates; each has a number of its own."),
    unless=("XSH13", "SUB03"),
)
def certificate_of_one_person(case: Case) -> Iterator[Hit]:
    """No two people have a certificate of one number. What an order says of many is no certificate.

    Why: a row that was copied down for the next person brings along the number of the first.

    Okay:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Natija yoki sertifikat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | № 2214                 |
        | 2025-03-03 | '31 | B. Salim | Elektron katalog | № 2215                 |
    Bad:
        Malaka
        | Sana       | Kod | Xodim    | Kurs yoki sinov  | Natija yoki sertifikat |
        | 2025-03-03 | '31 | A. Karim | Elektron katalog | № 2214                 |
        | 2025-03-03 | '31 | B. Salim | Elektron katalog | № 2214                 |  XSH36
    """
    view = case.view(registers.TRAINING)
    said = Counter(view.values("result").values())
    numbered = {text for text, n in said.items() if n == 2 and type(text) is str and _is_certificate(text)}
    seen: dict[object, Record] = {}
    for record in case.plan.records[registers.TRAINING] if numbered else ():
        text = record.values.get("result")
        if text not in numbered:
            continue
        other = seen.setdefault(text, record)
        if other is not record and plain(other.values.get("person")) != plain(record.values.get("person")):
            yield _hit(case, record, "result", "certificate", other=str(other.row))


def _is_certificate(text: str) -> bool:
    words, digits = fold(text), sum(map(str.isdigit, text))
    return digits >= 3 and bool(_CERTIFICATE.search(words)) and not _ORDER.search(words)


@rule(
    "XSH39",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}”; the title “{title}” names the kind “{other}”."),
    N_("Choose the kind of the event anew; if it is right, leave it."),
    unless=("REF08", "SUB03", "XSH24"),
)
def title_names_its_kind(case: Case) -> Iterator[Hit]:
    """A title that names a kind of events in two words or more, and counts for another item, is of that kind.

    Why: the kind of the row above was left in the cell; the event counts for the wrong item.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi                  | Tadbir nomi                    |
        | 2025-03-04 | “Kitobxonlar klubi” tadbiri  | “Kitobxonlar klubi” yig‘ilishi |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi                    |
        | 2025-03-04 | Ko‘rgazma   | “Kitobxonlar klubi” yig‘ilishi |  XSH39
    """
    view, settings = case.view(registers.EVENTS), case.plan.settings
    by_digits = any(map(str.isdigit, "".join(settings.event_kind_names)))
    titles = {plain(one) for one in (case.texts if by_digits else case.without_digits)(view, "title")}
    phrases = _phrases(settings.event_kind_names)
    named = {title: kind for kind, words in phrases.items() for title in titles if words in title}
    if not named:
        return
    codes = {kind: set(settings.event_kinds.get(fold(kind), ())) for kind in set(named.values())}
    own = {kind: _own_words(kind) for kind in case.texts(view, "event_kind")}
    words_of = _words_of_titles(case.texts(view, "title"), by_digits)
    for record in case.plan.records[registers.EVENTS]:
        title, kind = record.values.get("title"), record.values.get("event_kind")
        said = words_of.get(title, "")
        other = named.get(said)
        if not (other and kind in own and record.codes) or codes[other].issubset(record.codes):
            continue
        if not all(word in said for word in own[kind]):
            yield _hit(case, record, "event_kind", "kind", other=other, title=text_of(title))


def _words_of_titles(texts: Collection[str], by_digits: bool) -> Mapping[object, str]:
    """Return the words of each title; where digits tell nothing, those that differ in them are one."""
    alike = texts if by_digits else apart_from_digits(texts)[0]
    words = {one: plain(one) for one in set(alike)}
    return {text: words[one] for text, one in zip(texts, alike, strict=True)}


def _phrases(kinds: Iterable[str]) -> dict[str, str]:
    """Return the kinds of events whose names say something in two words or more, with these words."""
    words = {kind: _own_words(kind) for kind in kinds}
    phrases = {kind: " ".join(own) for kind, own in words.items() if len(own) > 1}
    return {kind: phrase for kind, phrase in phrases.items() if len(phrase) >= _PHRASE}


def _own_words(kind: str) -> list[str]:
    return [word for word in plain(kind).split() if word not in _GENERAL]


@rule(
    "REF78",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: no address of a page: “{value}”."),
    N_("Copy the link anew from the browser; a remark goes into the column of remarks."),
    unless=("TYP15", "SUB03"),
)
def link_is_a_link(case: Case) -> Iterator[Hit]:
    """Where a column of links has links, everything in it is one, or several.

    Why: whoever opens the report above clicks on it, and nothing opens.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Havola        |
        | 2025-03-04 | Ko‘rgazma   | Birinchi    | t.me/akm/1    |
        | 2025-03-05 | Ko‘rgazma   | Ikkinchi    | -             |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi | Havola            |
        | 2025-03-04 | Ko‘rgazma   | Birinchi    | https://t.me/akm/1 |
        | 2025-03-05 | Ko‘rgazma   | Ikkinchi    | https://t.me/akm/2 |
        | 2025-03-06 | Ko‘rgazma   | Uchinchi    | https://t.me/akm/3 |
        | 2025-03-07 | Ko‘rgazma   | To‘rtinchi  | bor               |  REF78
    """
    for register in (registers.EVENTS, registers.LISTS):
        view = case.view(register)
        texts = [text for text in case.texts(view, "link") if text != view.title("link")]
        odd = {text for text in texts if not _is_link(text)}
        if not odd or len(texts) - len(odd) < max(_ODD_LINKS, _ODD_LINKS * len(odd)):
            continue
        for record in case.plan.records[register]:
            if record.values.get("link") in odd:
                yield _hit(case, record, "link", "link")


def _is_link(text: str) -> bool:
    """Tell whether a text is an address, several of them, or a dash."""
    parts = [part for part in _BLANKS.split(text.strip()) if part]
    return all(part in "-–—" or part[0] == "@" or _ADDRESS.match(part) for part in parts)


_ADDRESS = lazily(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?$")


@rule(
    "LIB15",
    Severity.WARNING,
    N_("Sheet “{sheet}”, cell {cell}: “{value}” says no more than the sheet does."),
    N_("Write what it was called; the forms list it under this name."),
    unless=("REF52", "SUB03"),
)
def name_says_something(case: Case) -> Iterator[Hit]:
    """A title says more than “event” or “course”.

    Why: the list in the report says “event” beside a date, and the addressee asks back.

    Okay:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi    |
        | 2025-03-04 | Ko‘rgazma   | Navro‘z tadbiri |
    Bad:
        Tadbirlar
        | Sana       | Tadbir turi | Tadbir nomi |
        | 2025-03-04 | Ko‘rgazma   | tadbir      |  LIB15
    """
    for register, nothing in _EMPTY.items():
        field = registers.TITLE_FIELDS[register]
        short = [text for text in case.without_digits(case.view(register), field) if len(text) < _LONGEST]
        empty = [text for text in short if plain(text) in nothing]
        for record in case.plan.records[register] if empty else ():
            if record.values.get(field) in empty:
                yield _hit(case, record, field, "empty")


_LONGEST = 16
_EMPTY = {
    registers.EVENTS: frozenset({"tadbir", "tadbiri", "tadbirlar", "tadbir nomi", "nomsiz", "xxx"}),
    registers.TRAINING: frozenset({"kurs", "kurslar", "kurs yoki sinov", "nomsiz", "xxx"}),
}
