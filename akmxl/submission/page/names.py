"""Keep people's names out of a text: those that the workbook knows, and words that can only be names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.submission.page.wording import brief

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST_NAME = 70  # letters of a title in a text
_LEAST_OF_NAME = 4  # letters by which a person is known, whatever ending follows them
_WHOLE_NAME = 3  # letters of a word that is a name only by itself
_APART = lazily(r"[\W_]+")
_SURNAME = lazily(r"(?:ov|ev)a?$")
# A woman's surname or anybody's patronymic, with any ending: nothing else is spelt so.
_SURELY = lazily(
    r"^\w{4,}(?:ov|ev)(?:ich|na|a)(?:ning|ni|ga|da|dan|lar)?$|^(?:\w{3,})?(?:qizi|ogli)(?:ning|ni|ga|dan)?$"
)
# What people write beside a name, or for one: posts, and the words of a patronymic.
_NO_NAMES = frozenset((
    "direktor", "direktori", "rahbar", "mudir", "mudiri", "bosh", "katta", "yetakchi", "kichik", "birinchi",
    "toifali", "mutaxassis", "bibliograf", "kutubxonachi", "inspektor", "operator", "dasturchi", "hisobchi",
    "kotib", "ijrochi", "xodim", "xodimi", "orinbosari", "vazifasini", "bajaruvchi", "xizmat", "xizmati",
    "sektor", "sektori", "bolim", "bolimi", "qizi", "ogli",
))  # fmt: skip
_HONOURED = lazily(r"\bnom(?:i|li|idagi)\b|\bimeni\b")


class Names:
    """The names that must not be told, by their words; a service may be called like a post."""

    def __init__(self, people: Collection[str], services: Collection[str]) -> None:
        posts = {word for name in services for word in _words(name) if not _SURNAME.search(word)}
        self._people = [_name_words(name, posts) for name in people]
        known = {word for words in self._people for word in words}
        self._short = {word for word in known if len(word) <= _WHOLE_NAME}
        self._stems = tuple(map(_stem, known - self._short))

    def without(self, text: str, instead: str = "…") -> str:
        """Return a text, or what stands in place of one in which a name stands, whatever its ending."""
        return instead if any(map(self._is_name, _words(text))) else text

    def without_person(self, text: str) -> str:
        """Return the name of a library, … where it names a person; it may be called after a Navoiy."""
        said = set(_words(text))
        if any(len(said & words) > 1 for words in self._people):
            return "…"
        return text if _HONOURED.search(fold(text)) else self.without(text)

    def title(self, text: str, code: str) -> str:
        """Return code and title, each only where no name stands in it."""
        title = brief(self.without(text, ""), LONGEST_NAME)  # looked through before it is cut
        told = brief(self.without(code), LONGEST_NAME)
        return ". ".join(filter(None, (told, title))) or "–"

    def _is_name(self, word: str) -> bool:
        known = word in self._short or bool(self._stems and word.startswith(self._stems))
        return known or bool(_SURELY.search(word))


def _stem(word: str) -> str:
    """Return a name without its woman's ending, so that Karimova is known in Karimov and in Karimovoy."""
    return word.removesuffix("a") if _SURNAME.search(word) else word


def _name_words(name: str, posts: Collection[str]) -> set[str]:
    """Return the words of a name; none of the name of a post, which stands where nobody is named."""
    words = {word for word in _words(name) if len(word) >= _WHOLE_NAME and not word.isdecimal()}
    words -= _NO_NAMES
    return set() if words <= set(posts) else words


def _words(text: str) -> Iterator[str]:
    return (word for word in _APART.split(fold(text)) if word)
