"""Write the draft of a profile: TOML that is ready to be read, with a comment in Uzbek on each column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, in_language, translate
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold_header
from akmxl.importers.sample import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from akmxl.importers.profile.profile import CountRule
    from akmxl.importers.said import Said
    from akmxl.importers.sample import ColumnSample, Sample

TAKEN, LEFT, PERSONAL, UNSURE = "taken", "left", "personal", "unsure"
_ANY = ("*",)


class ColumnDraft(NamedTuple):
    """A column of the sample in the draft: its letter, heading, fill rate (0 to 1), samples, values, why.

    ``name`` is the field that is proposed for it, or may be meant; empty without one; ``others`` may be
    meant too. ``state``: taken, left (out), personal (never proposed) or unsure (a person decides).
    """

    letter: str
    title: str
    filled: float
    samples: tuple[str, ...]
    kind: str
    name: str
    why: Said | None
    state: str
    others: tuple[str, ...] = ()


class Draft(NamedTuple):
    """All that a draft says; ``choices``: what has no column, with the words of which one is every row's.

    ``words``: by name the export's words and the plan's, which may be open. ``control``: the file's own
    totals are held against its rows. ``perhaps``: counts that a person may take, or not.
    """

    title: str
    target: str
    sample: Sample
    columns: tuple[tuple[ColumnSample, ColumnDraft], ...]
    counts: tuple[CountRule, ...]
    across: bool
    sheet: str
    order: str
    decimal: str
    identity: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    filters: Mapping[str, tuple[str, ...]]
    control: bool = False
    perhaps: tuple[CountRule, ...] = ()


def figures_of(draft: Draft) -> dict[str, int]:
    """Return the places of the columns whose totals a file may give, by heading."""
    if draft.across:
        return {
            column.title: column.place for column, _ in draft.columns if column.place in draft.sample.months
        }
    return {
        column.title: column.place
        for column, own in draft.columns
        if own.state == TAKEN and own.kind == NUMBER and own.name not in draft.filters
    }


def profile_text(draft: Draft, questions: Sequence[Said]) -> str:
    """Return the text of a draft's profile."""
    with in_language("uz"):
        return "\n".join(_lines(draft, questions)) + "\n"


def _lines(draft: Draft, questions: Sequence[Said]) -> Iterator[str]:
    about = N_("Draft made of a sample, rows looked at: {rows}. Look through it, then import by it.")
    yield _comment(translate(about, rows=len(draft.sample.rows)))
    for question in questions:
        yield _comment(translate(N_("TO DECIDE: {question}"), question=str(question)))
    yield f"nomi = {_text(draft.title)}"
    yield f"nishon = {_text(draft.target)}"
    if draft.identity:
        yield f"kalit = {_list(draft.identity)}"
    yield from _reading(draft)
    yield from _given(draft)
    yield ""
    yield "[ustunlar]"
    for column, own in draft.columns:
        if column.place not in (draft.sample.months if draft.across else ()):
            yield from _column(own)
    if draft.filters:
        yield from ("", "[filtr]", *(f"{_text(name)} = {_list(w)}" for name, w in draft.filters.items()))
    yield from _renamed(draft)
    for rule in draft.counts:
        yield from _count(rule)
    for rule in draft.perhaps:
        yield from (f"# {line}" if line else "" for line in _count(rule))


def _reading(draft: Draft) -> Iterator[str]:
    sample = draft.sample
    words = {
        "varaq": draft.sheet and _text(draft.sheet),
        "sarlavha_qatorlari": str(sample.depth) if sample.depth > 1 else "",
        "otkaziladigan": _list((*(() if draft.control else sample.totals), *sample.others)),
        "nazorat": _list(sample.totals) if draft.control else "",
        "sana_tartibi": draft.order and _text(draft.order),
        "kasr_belgisi": draft.decimal and _text(draft.decimal),
        "oylar_ustunda": "true" if draft.across else "",
    }
    lines = [f"{word} = {value}" for word, value in words.items() if value and value != "[]"]
    if lines:
        yield from ("", "[oqish]", *lines)


def _given(draft: Draft) -> Iterator[str]:
    """Write what is the same for every row; where several words may be meant, a person takes the # away."""
    if not draft.choices:
        return
    yield from ("", "[doimiy]")
    for name, words in draft.choices.items():
        if len(words) == 1:
            yield f"{_text(name)} = {_text(words[0])}"
        else:
            yield _comment(translate(N_("One of: {words}"), words=", ".join(words)))
            yield f"# {_text(name)} = {_text(words[0] if words else '')}"


def _column(own: ColumnDraft) -> Iterator[str]:
    percent = f"{100 * own.filled:.0f} %"
    if own.state == PERSONAL:
        left = N_("{letter}, “{title}”: data of persons; left out ({percent} filled)")
        yield _comment(translate(left, letter=own.letter, title=own.title, percent=percent))
        return
    shown = ", ".join(f"«{text}»" for text in own.samples) or "–"
    said = N_("{letter}: {percent} filled; e.g. {samples}")
    why = f"; {own.why}" if own.why and own.state != UNSURE else ""  # what is to decide stands at the top
    yield _comment(translate(said, letter=own.letter, percent=percent, samples=shown) + why)
    if own.state == TAKEN:
        other = () if fold_header(own.name) == fold_header(own.title) else (own.title,)
        yield f"{_text(own.name)} = {_list(other)}"
        return
    if own.others:
        yield _comment(translate(N_("One of: {words}"), words=", ".join((own.name, *own.others))))
    same = not own.name or fold_header(own.name) == fold_header(own.title)
    yield f"# {_text(own.name or own.title)} = {_list(() if same else (own.title,))}"


def _renamed(draft: Draft) -> Iterator[str]:
    for name, words in draft.words.items():
        if not words:
            continue
        yield from ("", f"[moslik.{_text(name)}]")
        for theirs, ours in words.items():
            if ours:
                yield f"{_text(theirs)} = {_text(ours)}"
            else:
                yield f"# {_text(theirs)} = {_text('')}"


def _count(rule: CountRule) -> Iterator[str]:
    yield from ("", "[[son]]", f"band = {_text(rule.code)}")
    for word, name in (
        ("oy", rule.month),
        ("miqdor", rule.quantity),
        ("turli", rule.distinct),
        ("keyin", rule.after),
    ):
        if name:
            yield f"{word} = {_text(name)}"
    if rule.at_least:
        yield "kamida = true"
    if rule.where:
        pairs = (f"{_text(n)} = {_text('*') if w == _ANY else _list(w)}" for n, w in rule.where.items())
        yield f"agar = {{ {', '.join(pairs)} }}"


def _text(text: str) -> str:
    """Write a text as TOML has it: as JSON, but for the sign that JSON leaves alone."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _comment(text: str) -> str:
    """Write a comment: on one line, without signs that TOML forbids there."""
    plain = " ".join(text.encode("utf-8", "replace").decode().split())
    return "# " + "".join(sign for sign in plain if sign.isprintable())
