"""Tell which number formats show a date or a time of day, and which another number than the cell holds."""

from __future__ import annotations

from akmxl.core.lazy_pattern import lazily

_BUILTIN_ODD = {9: "0%", 10: "0.00%", 46: "[h]:mm:ss"}
_BUILTIN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", **_BUILTIN_ODD}
_BUILTIN_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_DATE_LETTERS = frozenset("dmyhs")
_NOISE_SIGNS = frozenset('"\\_*[')
_FORMAT_NOISE = lazily(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = lazily(r"\[(?:h+|m+|s+)\]")


def is_date_format(number_id: int, code: str | None) -> bool:
    """Tell whether a number format shows a date or a time of day (elapsed times stay numbers)."""
    if code is None:
        return number_id in _BUILTIN_DATES
    first = code.split(";")[0].lower()
    if first == "standard" or ("[" in first and _ELAPSED.search(first)):
        return False
    if _NOISE_SIGNS.isdisjoint(first):  # as most
        return not _DATE_LETTERS.isdisjoint(first)
    return not _DATE_LETTERS.isdisjoint(_FORMAT_NOISE.sub("", first))


_WORDS = lazily(r'"([^"]*)"|\\(.)')
_COLOURS = lazily(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.", 2)  # re.IGNORECASE
_SCALED = lazily(r"[0#?],+(?![0#?,])")
_PARTED = lazily(r"""[0#?](?:"[^"]*[^"\s'’][^"]*"|\\[^\s'’]|[-:])+[0#?]""")
_FEW_DIGITS = lazily(r"^[^.]*[0#?]e[-+]")  # of 12 they leave 1E+01


def odd_format(number_id: int, code: str | None) -> str:
    """Return a number format that shows another number than the cell holds, 0 or more, or none; else ``""``.

    These are percents, thousands cut off, elapsed times, digits as words, signs between the digits, and
    formats that hide the number.
    """
    if code is None:
        return _BUILTIN_ODD.get(number_id, "")
    if code in ("General", "@", "0") or is_date_format(number_id, code):
        return ""
    sections = [one for one in code.split(";") if "[=0]" not in one]  # a nought may be hidden
    return code if any(map(_is_odd, sections if "[<" in code or "[>" in code else sections[:1])) else ""


def _is_odd(section: str) -> bool:
    words = "".join(quoted or sign for quoted, sign in _WORDS.findall(section))
    rest = _COLOURS.sub("", _WORDS.sub("", section)).lower()
    if any(map(str.isdecimal, words)) or not {"%", "["}.isdisjoint(rest) or _PARTED.search(section):
        return True
    if _SCALED.search(rest) or _FEW_DIGITS.search(rest):
        return True
    return _PLACES.isdisjoint(rest) and not {"general", "standard", "@"} & {rest.strip()}


_PLACES = frozenset("0#?")


def format_code(number_id: int, code: str | None) -> str:
    """Return a number format as it is written; empty for Excel's own that neither hide nor round a number."""
    return _BUILTIN.get(number_id, "") if code is None else code


def rounds(code: str, value: float) -> bool:
    """Tell whether a number format leaves away some of a number's decimals."""
    match = _DECIMALS.match(_FORMAT_NOISE.sub("", code.split(";")[0]))
    return match is not None and round(value, len(match[1] or "")) != value


_DECIMALS = lazily(r"[^0#?]*[0#?][0#?, ]*(?:\.([0#?]+))?(?! *[0#?,./eE])")
