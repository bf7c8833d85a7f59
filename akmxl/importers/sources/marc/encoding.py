"""Decide in which encoding the letters of an ISO 2709 file stand, before pymarc reads it.

pymarc takes every byte for MARC-8 or Latin-1 and makes garbage of cp1251 without a word. So the bytes are
asked first (UTF-8 is valid or it is not), then what the records say (UNIMARC 100$a/26-27, leader/09), and
at last the letters: the right encoding makes words of one alphabet, in small letters or capitals.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections import Counter
from contextlib import redirect_stderr
from typing import TYPE_CHECKING

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.importers.profile.profile import MARC21, UNIMARC

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UTF8, MARC8, UNKNOWN = "utf-8", "marc-8", ""
_CANDIDATES = ("cp1251", "cp866", "cp1252")
# 100$a/26-29 of RUSMARC names up to two sets of signs; 50 is Unicode, which the bytes have denied by then.
_DECLARED = {"79": "cp866", "89": "cp1251", "99": "koi8-r"}
_CODED = re.compile(rb"\x1fa[0-9]{8}[a-z |#][^\x1d-\x1f]{17}([0-9]{2})([0-9 |]{2})")
_ENOUGH, _NEAR = (
    0.75,
    0.05,
)  # the share of words that are words; two shares between which letters do not decide
_SUBFIELDS = re.compile(rb"\x1f.|[\x1d\x1e]..", re.DOTALL)
_ESCAPE = re.compile(rb"\x1b(?:[gbps]|[(,)\-$!]+[3BNQESAc24-9:1])")
_LETTERS = re.compile(r"[^\W\d_]+")
_ASCII = frozenset(map(chr, range(128)))
_SIGNS = frozenset("«»“”„‘’‚‹›–—…№©®°§±·•\xa0")
_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳіїєґ")
_LATIN_LAST = "ɏ"
_LIGATURES = "\u0360\u0361\ufe20\ufe21\ufe22\ufe23"  # over two letters: they never make one


def asked_encoding(name: str) -> str:
    """Return the encoding that a person asked for under the name by which the records are read."""
    if name.lower().replace("_", "").replace("-", "") == "marc8":
        return MARC8
    try:
        known = codecs.lookup(name).name
        "a".encode(known)
    except (LookupError, UnicodeError, ValueError):
        raise BadArgument(
            N_("There is no encoding “{name}”. Write one of: utf-8, cp1251, cp866, cp1252, marc-8."),
            name=name,
        ) from None
    # Under this one name pymarc understands MARC-8.
    return "latin-1" if known == "iso8859-1" else known


def is_plain(data: bytes) -> bool:
    """Tell whether a record says nothing of its encoding: all letters are ASCII, nothing is escaped."""
    return data.isascii() and b"\x1b" not in data


def is_utf8(data: bytes) -> bool:
    """Tell whether letters are UTF-8; a few bytes that are not (a text cut within a letter) are damage."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if data[: error.start].isascii():
            return False  # at the very first letter
        text = data.decode(errors="replace")
        letters = sum(map(text.count, set(text) - _ASCII))
        return text.count("\ufffd") * 8 < letters
    return True


def encoding_of_record(data: bytes, kind: str, of_file: str) -> str:
    """Return the encoding of one record: of the file, where its own bytes do not say another.

    Letters of another encoding are next to never valid UTF-8, and MARC-8 alone has escapes.
    """
    if data.isascii():
        return MARC8 if b"\x1b" in data and _may_be_marc8(data, kind) else UTF8
    return UTF8 if is_utf8(data) else of_file


def _may_be_marc8(data: bytes, kind: str) -> bool:
    return kind == MARC21 and data[9:10] != b"a" and _ESCAPE.search(data) is not None


def encoding_of_file(samples: Sequence[bytes], kind: str) -> str:
    """Return the encoding of a file from those of its first records that have other letters than ASCII.

    Empty where it cannot be told.
    """
    escaped = [data for data in samples if data.isascii()]
    lettered = [data for data in samples if not data.isascii()]
    unicode = sum(map(is_utf8, lettered))
    if unicode * 2 >= len(lettered):
        return MARC8 if len(escaped) > len(lettered) and _may_be_marc8(b"".join(escaped), kind) else UTF8
    legacy = [data for data in lettered if not is_utf8(data)]
    text = b" ".join(_SUBFIELDS.sub(b" ", data[24:]) for data in legacy)
    declared = _declared(legacy) if kind == UNIMARC else ""
    if declared and _fitness(_decoded(text, declared)) >= _ENOUGH:
        return declared
    told = _told_by_letters(text)
    if told in ("", "cp1252") and kind == MARC21 and _are_marc8(legacy):
        return MARC8
    return told


def _declared(records: Iterable[bytes]) -> str:
    """Return the encoding that most records name in 100$a; empty where they name none that is known."""
    counts: Counter[str] = Counter()
    for data in records:
        if found := _CODED.search(data):
            named = (_DECLARED.get(part.decode()) for part in found.groups())
            counts.update(name for name in named if name)
    return counts.most_common(1)[0][0] if counts else ""


def _told_by_letters(text: bytes) -> str:
    texts = {name: _decoded(text, name) for name in _CANDIDATES}
    fits = {name: _fitness(decoded) for name, decoded in texts.items()}
    best = max(fits, key=lambda name: fits[name])
    if fits[best] < _ENOUGH:
        return UNKNOWN
    near = [name for name in fits if fits[best] - fits[name] < _NEAR]
    if len({texts[name] for name in near}) == 1:
        return best
    return _told_by_statistics(text, near)


def _told_by_statistics(text: bytes, names: list[str]) -> str:
    from charset_normalizer import from_bytes  # late: letters decide in nearly every file

    match = from_bytes(text[: 1 << 16], cp_isolation=names).best()
    told = match.encoding if match is not None else UNKNOWN
    return told if told in names else UNKNOWN


def _decoded(text: bytes, encoding: str) -> str:
    return text.decode(encoding, errors="replace")


def _fitness(text: str) -> float:
    """Return how many of the words that are not ASCII are words of one alphabet: a share from 0 to 1."""
    words = Counter(word for word in text.split() if not word.isascii())
    whole = words.total()
    return sum(count for word, count in words.items() if _is_word(word)) / whole if whole else 0.0


def _is_word(word: str) -> bool:
    odd = (sign for sign in word if not (sign.isascii() or sign.isalpha()))
    if any(sign not in _SIGNS for sign in odd):
        return False
    return all(run.isascii() or _is_run(run) for run in _LETTERS.findall(word))


def _is_run(run: str) -> bool:
    """Tell whether letters are of one alphabet, and small, capitals, or small after a capital."""
    cased = run.islower() or run.isupper() or (run[:1].isupper() and run[1:].islower())
    small = run.lower()
    if not cased or _CYRILLIC.issuperset(small):
        return cased
    accented = sum(not letter.isascii() for letter in run)
    latin = all(letter <= _LATIN_LAST for letter in small) and "ª" not in run and "º" not in run
    return latin and accented * 2 <= len(run)


def _are_marc8(records: Iterable[bytes]) -> bool:
    """Tell whether records that say so in leader/09 are MARC-8: escapes, or accents before their letters."""
    records = list(records)
    if any(data[9:10] == b"a" for data in records):
        return False
    text = b" ".join(_SUBFIELDS.sub(b" \x1f", data[24:]) for data in records)
    return _ESCAPE.search(text) is not None or _accents_join(text)


def _accents_join(text: bytes) -> bool:
    """Tell whether the accents, which stand before their letters in MARC-8, make letters that there are."""
    decoded = decode_marc8(text.replace(b"\x1f", b""))
    if decoded is None:
        return False
    accents = sum(byte >= 0xE0 for byte in text) or 1
    alone = sum(map(bool, map(unicodedata.combining, decoded))) - sum(map(decoded.count, _LIGATURES))
    return alone / accents <= 1 - _ENOUGH


def decode_marc8(text: bytes) -> str | None:
    """Decode MARC-8; None where a byte means nothing: pymarc writes a blank for it, and a line to stderr."""
    from pymarc.marc8 import marc8_to_unicode

    said = io.StringIO()
    try:
        with redirect_stderr(said):
            decoded: str = marc8_to_unicode(text)
    except Exception:
        return None
    return None if said.getvalue() else decoded
