"""Decide in which encoding the letters of an ISO 2709 file stand, before pymarc reads it.

pymarc takes every byte for MARC-8 or Latin-1 and makes garbage of cp1251 without a word. So the bytes are
asked first (UTF-8 is valid or it is not), then what the records say (UNIMARC 100$a/26-27, leader/09), and
at last the letters: the right encoding makes words of one alphabet.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from contextlib import redirect_stderr
from typing import TYPE_CHECKING

from akmxl.importers.profile.profile import MARC21, UNIMARC
from akmxl.importers.sources.alphabets import is_word
from akmxl.importers.sources.encoding import ASKED, named_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UTF8, MARC8, UNKNOWN = "utf-8", "marc-8", ""
# 100$a/26-29 of RUSMARC names up to two sets of signs; 50 is Unicode, which the bytes have denied by then.
_DECLARED = {"79": "cp866", "89": "cp1251", "99": "koi8-r"}
_CODED = re.compile(rb"\x1fa[0-9]{8}[a-z |#][^\x1d-\x1f]{17}([0-9]{2})([0-9 |]{2})")
_ENOUGH = 0.75  # the share of words that are words of an alphabet
_NEAR = 0.05  # two shares so near do not decide
_SUBFIELDS = re.compile(rb"\x1f.|[\x1d\x1e]..", re.DOTALL)
_WORD = re.compile(rb"[A-Za-z'`\x80-\xff]*[\x80-\xff][A-Za-z'`\x80-\xff]*")
_ESCAPE = re.compile(rb"\x1b(?:[gbps]|[(,)\-$!]+[3BNQESAc24-9:1])")
_ASCII = frozenset(map(chr, range(128)))
_LIGATURES = "\u0360\u0361\ufe20\ufe21\ufe22\ufe23"  # over two letters: they never make one


def asked_encoding(name: str) -> str:
    """Return the encoding that a person asked for; raises ``BadArgument`` for one that is not known."""
    return MARC8 if name.lower().replace("_", "-") in (MARC8, "marc8") else named_encoding(name)


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
    if declared and _fitness(Counter(_WORD.findall(text)), declared) >= _ENOUGH:
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
    words = Counter(_WORD.findall(text))
    fits = {name: _fitness(words, name) for name in ASKED}
    best = max(ASKED, key=lambda name: fits[name])
    if fits[best] < _ENOUGH:
        return UNKNOWN
    near = [name for name in ASKED if fits[best] - fits[name] < _NEAR]
    if len({text.decode(name, "replace") for name in near}) == 1:
        return best
    return _told_by_statistics(text, near)


def _told_by_statistics(text: bytes, names: list[str]) -> str:
    from charset_normalizer import from_bytes  # late: letters decide in nearly every file

    match = from_bytes(text[: 1 << 16], cp_isolation=names).best()
    told = match.encoding if match is not None else UNKNOWN
    return told if told in names else UNKNOWN


def _fitness(words: Counter[bytes], encoding: str) -> float:
    """Return which share of the words that are not ASCII are words in this encoding: from 0 to 1."""
    right = sum(count for word, count in words.items() if is_word(word.decode(encoding, "replace")))
    return right / words.total() if words else 0.0


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
