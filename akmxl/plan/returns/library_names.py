"""Tell whether two names are of one library, or of two: under one code there is one library alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily
from akmxl.core.said import Said
from akmxl.core.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from akmxl.plan.returns.records import Centre, Counted, Place

SEVERAL_LIBRARIES = N_(
    "Forms of several libraries came under the code {code}: {names}. This one is of “{name}”. Put the code "
    "right, in Sozlamalar or after --centre; if they are one library, enter its other names into the list of "
    "centres."
)
_TOLD = 5  # names that are said
_LIKE = 0.85  # of two words: a slip of the pen, and no other place
_WORDS = lazily(r"[^\W\d_]+|\d+")
_ANY_LIBRARY = lazily(
    r"akm|axborot\w*|kutubxona\w*|markaz(?:i|ining)?|informas\w*|bibliote\w*|sentr\w*|im|nomi(?:da\w*)?|nomli"
    r"|son|sonli|no"
)
_KINDS = {
    "shahar": ("sh", "shahar", "shahri", "shahrining", "gorod", "gorodskaya", "gorodskoy"),
    "tuman": ("t", "tuman", "tumani", "tumanining", "rayon", "rayonnaya", "rayonniy"),
    "viloyat": ("vil", "viloyat", "viloyati", "oblast", "oblastnaya", "oblastnoy"),
}  # the words for what a library serves, folded
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}


def same_library(one: str, other: str) -> bool:
    """Tell whether names can be spellings of one library: all words of one are in the other, all numbers too.

    >>> same_library("Shirin sh. AKM", "Ширин шаҳар ахборот-кутубхона маркази")
    True
    >>> same_library("Guliston shahar AKM", "Guliston tuman AKM"), same_library("1-tuman", "2-tuman")
    (False, False)
    """
    fewer, more = sorted((_core(one), _core(other)), key=len)
    return one == other or _alike(fewer, more)


@lru_cache(maxsize=4096)
def _core(name: str) -> frozenset[str]:
    """Return the words by which a library is known: where it is, not that it is one; no first letters."""
    words = (_KIND_OF.get(word, word) for word in _WORDS.findall(fold(name)))
    return frozenset(
        word for word in words if not _ANY_LIBRARY.fullmatch(word) and (len(word) > 1 or word.isdecimal())
    )


@lru_cache(maxsize=4096)
def _alike(fewer: frozenset[str], more: frozenset[str]) -> bool:
    if {word for word in fewer ^ more if word.isdecimal()}:
        return False
    return all(_is_among(word, more) for word in fewer - more)


def _is_among(word: str, words: Iterable[str]) -> bool:
    """Tell whether a word is one of others, but for a slip; the kinds of places are told apart exactly."""
    from difflib import get_close_matches  # late: most runs have one name for a code

    names = [other for other in words if other not in _KINDS]
    return word not in _KINDS and bool(get_close_matches(word, names, 1, _LIKE))


def of_other_libraries(forms: Iterable[Counted], table: Iterable[Centre]) -> dict[Place, list[Said]]:
    """Return by place which forms are of another library than the one whose code it is.

    That is the one of the table of centres, else the one of which most forms came. Regions are known by
    their names.
    """
    forms = tuple(form for form in forms if not form.of_region)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in {(form.entry.centre, _name(form)) for form in forms}:
        named[code].add(name)
    listed = {one.code: (one.name, *one.spellings) for one in table}
    others: dict[tuple[str, str], Said] = {}
    for code, names in named.items():
        own = listed.get(code) or (() if len(names) == 1 else _usual(code, forms))
        strange = [name for name in names if name and not any(same_library(name, one) for one in own)]
        for name in strange if own else ():
            told = "; ".join((own[0], *sorted(strange)[: _TOLD - 1]))
            others[code, name] = Said(SEVERAL_LIBRARIES, code=code, names=told, name=name)
    if not others:
        return {}
    return {form.place: [why] for form in forms if (why := others.get((form.entry.centre, _name(form))))}


def _name(form: Counted) -> str:
    return form.entry.returned.organisation if form.entry.returned else ""


def _usual(code: str, forms: Iterable[Counted]) -> tuple[str, ...]:
    """Return the name of which most forms came, as far as it says of which library they are."""
    counts = Counter(name for form in forms if form.entry.centre == code and (name := _name(form)))
    return tuple(sorted(counts, key=lambda name: (not _core(name), -counts[name], name))[:1])
