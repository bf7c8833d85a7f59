"""Read a file as a package of parts.

What its directory tells is judged when it is opened; a part is unpacked, checked against its CRC and
searched for a document type when it is first read.

Paths are plain texts on this floor: importing pathlib takes longer than reading a workbook.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from akmxl.core.cells import WrongUse
from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.package import zipraw
from akmxl.ooxml.package.damage import damaged, empty
from akmxl.ooxml.package.directory import DamagedZip, read_directory
from akmxl.ooxml.package.names import file_name, folded_name
from akmxl.ooxml.package.refusals import (
    LIMIT,
    MOST_ENTRIES,
    refuse_hostile_directory,
    refuse_other_formats,
    too_large,
)
from akmxl.ooxml.package.regular import read_regular
from akmxl.ooxml.xml import xmlbytes
from akmxl.ooxml.xml.attributes import BadPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from akmxl.ooxml.package.directory import ZipEntry
    from akmxl.ooxml.package.locks import FilePath

# ElementTree's ParseError is a SyntaxError, UnicodeError a ValueError, an unknown encoding a LookupError.
_NONSENSE = (SyntaxError, ValueError, LookupError, OverflowError, AssertionError, RecursionError)
_XML_ENDINGS = (".xml", ".rels", ".vml")


class Relationship(NamedTuple):
    """One relationship of a part: ``target`` is a part's name in the zip, or a URL when external."""

    id: str
    type: str
    target: str
    external: bool


class Package:
    """A zip of parts held in memory: names, contents, content types and relationships."""

    def __init__(self, path: str, data: bytes, entries: list[ZipEntry], directory_start: int) -> None:
        self.path = path
        self.file = file_name(path)
        self.data = data
        self.entries = entries
        self.directory_start = directory_start
        self._by_name = {entry.name: entry for entry in entries}
        self._by_folded = {folded_name(entry.name): entry.name for entry in entries}
        self._contents: dict[str, bytes] = {}
        self._plain: dict[str, bytes] = {}
        self._relationships: dict[str, Sequence[Relationship]] = {}

    @classmethod
    def open(cls, path: FilePath) -> Package:
        """Read the file; raises FileProblem or Unreadable with the reason in one sentence."""
        return cls.of(path, _file_bytes(os.fspath(path)))

    @classmethod
    def of(cls, path: FilePath, data: bytes) -> Package:
        """Read a file that is already in memory; ``path`` is its name for messages. Raises Unreadable."""
        path = os.fspath(path)
        refuse_other_formats(path, data)
        entries, directory_start = _directory(path, data)
        refuse_hostile_directory(path, entries, len(data), directory_start)
        return cls(path, data, entries, directory_start)

    @property
    def part_crcs(self) -> dict[str, int]:
        """CRC-32 of every part as the zip's directory gives it: a free change detector."""
        return {entry.name: entry.crc for entry in self.entries}

    def find(self, name: str) -> str | None:
        """Return the entry's own spelling of a part name, whatever its case and slashes, or None."""
        return name if name in self._by_name else self._by_folded.get(folded_name(name))

    def read(self, name: str) -> bytes:
        """Return a part's bytes, checked against its CRC; raises Unreadable for damaged or hostile ones."""
        if name not in self._contents:
            try:
                content = zipraw.inflate(self.data, self._by_name[name])
                hostile = name.lower().endswith(_XML_ENDINGS) and xmlbytes.has_doctype(content)
            except (DamagedZip, UnicodeError, LookupError) as error:
                raise self.damaged(name) from error
            if hostile:
                raise Unreadable(
                    N_("The file is not safe to open: “{file}” declares a document type inside ({part})."),
                    file=self.file,
                    part=name,
                )
            self._contents[name] = content
        return self._contents[name]

    def xml(self, name: str) -> bytes:
        """Return a part as plain XML: UTF-8, the root without a prefix wherever that is safe."""
        if name not in self._plain:
            content = self.read(name)
            with self.reading(name):
                self._plain[name] = xmlbytes.without_prefix(xmlbytes.as_utf8(content))
            if self._plain[name] is not content:
                del self._contents[name]  # nobody asks for both forms of a large part
        return self._plain[name]

    def let_go(self, *parts: str) -> None:
        """Forget parts that were unpacked; without a name all of them."""
        for name in parts or (*self._contents, *self._plain):
            self._contents.pop(name, None)
            self._plain.pop(name, None)

    def tree(self, name: str) -> Element:
        """Return a small part as an element tree; raises Unreadable when it is not well-formed."""
        from xml.etree import ElementTree  # late: 6 ms that a help text need not pay

        with self.reading(name):
            return ElementTree.fromstring(self.xml(name))

    def reading(self, name: str) -> _Reading:
        """Raise Unreadable within a ``with`` block for what a part cannot mean: bad XML, no number."""
        return _Reading(self, name)

    def relationships(self, part: str, kind: str = "") -> Sequence[Relationship]:
        """Return the relationships of a part, their targets resolved; the package itself is the part ``""``.

        ``kind``, such as ``/table``, is the end of the types that are wanted.
        """
        folder, _, base = part.rpartition("/")
        name = self.find(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        if name is None or kind.encode() not in self.xml(name):
            return ()
        if name not in self._relationships:
            self._relationships[name] = tuple(self._related(folder, self.tree(name)))
        return [rel for rel in self._relationships[name] if rel.type.endswith(kind)]

    def _related(self, folder: str, tree: Element) -> Iterator[Relationship]:
        for element in tree.iter():
            if not element.tag.endswith("}Relationship"):
                continue
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = resolve(folder, target)
                target = self.find(target) or target
            yield Relationship(element.get("Id", ""), element.get("Type", ""), target, external)

    def damaged(self, part: str) -> Unreadable:
        """Return the refusal of a part whose content cannot be what it says."""
        return damaged(self.path, part)


class _Reading:
    """What is raised while a part is read: a class, for a block is entered a thousand times in a check."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> None:
        if error is None or isinstance(error, WrongUse):
            return
        if isinstance(error, DamagedZip):
            raise self._package.damaged(error.args[0]) from error
        if isinstance(error, BadPlace):
            raise self._package.damaged(f"{self._name}, {error.args[0]}") from error
        if isinstance(error, _NONSENSE):
            raise self._package.damaged(self._name) from error


def resolve(folder: str, target: str) -> str:
    """Return a relationship's target as a part name: ``/abs``, ``../`` and ``.\\`` all understood."""
    target = target.replace("\\", "/").partition("#")[0]
    if "%" in target:
        from urllib.parse import unquote

        target = unquote(target)
    steps = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(step for step in steps if step)


def _file_bytes(path: str) -> bytes:
    data = read_regular(path, LIMIT)
    if data is None:
        raise too_large(path)
    if not data:
        raise empty(path)
    return data


def _directory(path: str, data: bytes) -> tuple[list[ZipEntry], int]:
    if data.count(b"PK\1\2") > MOST_ENTRIES:
        raise damaged(path)
    try:
        return read_directory(data)
    except DamagedZip as error:
        raise damaged(path) from error
