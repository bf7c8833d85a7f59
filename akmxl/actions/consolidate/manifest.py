"""Keep what was read of each file by its hash, so that the next run reads new files alone.

A part of the manifest is a file of JSON lines: a heading with the SHA-256 of the lines below it, then forms
and what many of them share: keys, items, who sent them, of which report and period they are. What another
version of akmxl read, and a part that was damaged, counts for nothing: its files are read again. So do files
that were refused: the reasons may quote what people wrote. Nothing but figures is kept, unless texts were
asked for: a run that does not ask for them takes them out of what an earlier one kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING

from akmxl.actions.consolidate.figures import are_figures, without_texts
from akmxl.core.version import __version__
from akmxl.ooxml.package.save import create_file
from akmxl.ooxml.package.together import make_folders
from akmxl.plan.returns.records import Came, Return, ReturnedItem, are_of_summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from akmxl.plan.returns.records import Parts

_FORMAT = 6
_FOLDER, _ENDING = "manifest", ".jsonl"
_MOST = 1000  # forms of a part
_SHARED: Mapping[str, Callable[[Return], tuple[object, ...]]] = {
    "keys": attrgetter("keys", "columns"),
    "items": attrgetter("items"),
    "sender": attrgetter("organisation", "centre", "region"),
    "about": attrgetter("report", "period", "version", "due", "edition", "program"),
}  # by the kind of their lines: what many forms have in common
_OWN = attrgetter("supersedes", "values_sha256", "form_sha256")


class Known(Mapping[str, Return]):
    """Forms by the SHA-256 of their bytes, each made when it is asked for: only then is told how it came."""

    def __init__(self, parts: Mapping[str, Parts]) -> None:
        self._parts = parts

    def as_came(self, came: Came) -> Return:
        """Return the form of a file that came."""
        return Return.of_parts(came, self._parts[came.sha256])

    def __getitem__(self, sha256: str) -> Return:
        return self.as_came(Came("", sha256))

    def __contains__(self, sha256: object) -> bool:
        return sha256 in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


class Manifest:
    """The forms that were read, by the SHA-256 of their bytes."""

    def __init__(self, store: Path, *, texts: bool) -> None:
        self._folder = store / _FOLDER
        self._texts = texts
        self._new: list[Return] = []
        self._next = 0
        self._with_texts: list[Path] = []  # parts of a run that kept them, to be taken away
        known: dict[str, Parts] = {}
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            if path.stem.isdecimal():
                self._next = max(self._next, int(path.stem) + 1)
                known.update(self._part(path))
        self.known = Known(known)

    def add(self, read: Return) -> None:
        """Keep a form that was read; a thousand are written at a time, so what is done stays done."""
        if self._texts or are_figures(read):
            self._new.append(read)
        if len(self._new) >= _MOST:
            self.write()

    def write(self) -> None:
        """Write what is new as a further part; raises ``FileProblem``."""
        if self._new:
            self._write()
        while self._with_texts:
            with suppress(FileNotFoundError):
                self._with_texts.pop().unlink()

    def _write(self) -> None:
        lines = "\n".join(map(_json, _lines(self._new))).encode()
        head = _json([*self._kind(), _sha256(lines)]).encode()
        make_folders(self._folder)
        path = self._folder / f"{self._next:06}{_ENDING}"
        create_file(path, head + b"\n" + lines, overwrite=True, flush=False)
        self._next += 1
        self._new.clear()

    def _kind(self, *, texts: bool | None = None) -> list[object]:
        return ["akmxl", _FORMAT, __version__, self._texts if texts is None else texts]

    def _part(self, path: Path) -> Iterator[tuple[str, Parts]]:
        try:
            head, _line, lines = path.read_bytes().partition(b"\n")
            said = json.loads(head)
            if not self._texts and said[0] == "akmxl" and said[3] is True:
                self._with_texts.append(path)
                if said == [*self._kind(texts=True), _sha256(lines)]:
                    yield from self._without_texts(lines)
            elif said == [*self._kind(), _sha256(lines)]:
                yield from _forms(lines)
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return  # read the files again instead

    def _without_texts(self, lines: bytes) -> Iterator[tuple[str, Parts]]:
        for sha256, parts in list(_forms(lines)):
            figures = without_texts(Return.of_parts(Came("", sha256), parts))
            if isinstance(figures, Return) and are_figures(figures):
                self._new.append(figures)
                yield sha256, figures.parts


def _lines(forms: list[Return]) -> Iterator[list[object]]:
    """Yield the lines of a part: what forms share before the first one that has it."""
    shared: dict[str, dict[tuple[object, ...], int]] = {kind: {} for kind in _SHARED}
    for form in forms:
        numbers = []
        for kind, of in _SHARED.items():
            own, known = of(form), shared[kind]
            if own not in known:
                known[own] = len(known)
                yield [kind, *own]
            numbers.append(known[own])
        yield ["form", form.came.sha256, *numbers, *_OWN(form), form.said, form.doubts]


def _forms(lines: bytes) -> Iterator[tuple[str, Parts]]:
    keys: list[tuple[tuple[str, ...], tuple[str, ...], bool]] = []
    items: list[tuple[ReturnedItem, ...]] = []
    senders: list[list[object]] = []
    abouts: list[list[object]] = []
    for kind, *said in json.loads(b"[%s]" % lines.replace(b"\n", b",")):  # at once: in half the time
        if kind == "form":
            sha256, key, item, sender, about, supersedes, values_sha256, form_sha256, values, doubts = said
            own, columns, is_summary = keys[key]
            if len(own) != len(values):
                raise ValueError
            *of, edition, program = abouts[about]
            yield sha256, (
                is_summary, *senders[sender], *of, supersedes, edition, program, values_sha256, form_sha256,
                items[item], own, tuple(values), tuple(doubts), columns,
            )  # fmt: skip
        elif kind == "keys":
            own, columns = map(tuple, said)
            keys.append((own, columns, are_of_summary(own)))
        elif kind == "items":
            items.append(tuple(ReturnedItem(*one) for one in said))
        else:
            (senders if kind == "sender" else abouts).append(said)


def _json(line: object) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def _sha256(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()
