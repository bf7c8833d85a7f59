"""Translate messages: English ids in the code, Uzbek by default on the screen, Russian where it is asked for.

A message is written in the code as its English id with ``{names}``; its text in another language stands in
``core/locale/<language>/LC_MESSAGES/akmxl.po``. A finding or an error keeps the id and the parameters, so
one run can show it in any of them.
"""

from __future__ import annotations

from bisect import bisect_left
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from struct import unpack_from
from typing import TYPE_CHECKING

from akmxl.core.agreement import agreeing, without_number
from akmxl.core.lazy_pattern import lazily
from akmxl.core.value_text import number_text, point_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = ("uz", "ru", "en")
DEFAULT_LANGUAGE = "uz"

_NAME = lazily(r"\{\w+\}")

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def N_(message: str) -> str:  # noqa: N802 - the name every extraction tool looks for
    """Mark a message id for extraction; it is translated later, where it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark a message that a library words differently for one and for many."""
    return one, many


def set_language(language: str) -> None:
    """Choose the language of this run's messages: one of ``LANGUAGES``; any other is taken as the default."""
    _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def spoken_language() -> str:
    """Return the language of this run's messages."""
    return _language.get()


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Use another language inside a ``with`` block: what is written into the workbook is always Uzbek.

    Raises ``ValueError`` for a language that there is not.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no messages in {language!r}; languages: {', '.join(LANGUAGES)}")
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def translate(message: str, /, **params: object) -> str:
    """Return a message in the run's language, its ``{names}`` filled from ``params``."""
    text = _texts(_language.get())[message] if message else ""
    return agreeing(text, params).format(**params) if params else text


_ = translate


def sentence(message: str) -> str:
    """Return a message in the run's language with a capital first letter: for ids quoted from a docstring."""
    text = translate(message)
    return text[:1].upper() + text[1:]


def outline(message: str) -> str:
    """Return a message in the run's language with … for its ``{names}``: for a quotation without a case."""
    return _NAME.sub("…", without_number(translate(message)))


def number(value: float) -> str:
    """Write a number as the run's language does: ``8 850,5`` in Uzbek and Russian, ``8850.5`` in English."""
    return point_text(value) if _language.get() == "en" else number_text(value)


def locale_folder() -> Path:
    """Return the folder of the message catalogues."""
    from pathlib import Path  # late: one that only reads and writes a file says nothing

    return Path(__file__).parent / "locale"


class _Texts(dict[str, str]):
    """The texts of a compiled catalogue by their ids, each decoded when it is first shown.

    ``gettext`` decodes them all, of which a run shows a few, and works out what plurals need: 4 ms. The ids
    stand in order, so one is looked for among them as they are: a list of all would take longer to make.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data
        self._count, self._ids, self._texts = unpack_from("<8x3I", data) if data else (0, 0, 0)

    def __missing__(self, message: str) -> str:
        wanted = message.encode(errors="replace")
        number = bisect_left(range(self._count), wanted, key=partial(self._entry, self._ids))
        known = number < self._count and self._entry(self._ids, number) == wanted
        self[message] = text = self._entry(self._texts, number).decode() if known else message
        return text

    def _entry(self, table: int, number: int) -> bytes:
        """Return what the numbered entry of a table of lengths and places tells."""
        length, start = unpack_from("<2I", self._data, table + 8 * number)
        return self._data[start : start + length]


@cache
def _texts(language: str) -> _Texts:
    path = locale_folder() / language / "LC_MESSAGES" / "akmxl.mo"
    return _Texts(path.read_bytes() if language != "en" and path.is_file() else b"")
