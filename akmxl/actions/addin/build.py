"""Build the add-in from its sources, a module of VBA and the tab's XML, in each language of its buttons.

The same sources, texts and version give the same parts, in the same order and with the same dates.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from akmxl.actions.addin.words import MODULE, TAB, module_in, tab_in
from akmxl.core.errors import FileProblem, Unsupported
from akmxl.core.i18n import N_
from akmxl.core.version import __version__

_HEADING = f'Attribute VB_Name = "{MODULE}"'
_RELATIONSHIPS = "_rels/.rels"
_TAB_RELATIONSHIP = (
    '<Relationship Id="rIdAkmxl" '
    'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="customUI/{TAB}"/></Relationships>'
)
# Instead of the one of the empty add-in that we start from, which names its author.
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>akmxl</dc:title><dc:creator>akmxl</dc:creator>"
    f"<cp:version>{__version__}</cp:version></cp:coreProperties>"
)
_DATE = (1980, 1, 1, 0, 0, 0)


def build(sources: Path, language: str) -> bytes:
    """Return the bytes of the add-in made from the sources in a folder, its words in a language.

    Raises ``Unsupported`` without pyOpenVBA, ``FileProblem`` where a source is missing or its VBA would be
    spoilt on the way.
    """
    parts = _empty_with_module(module_in(language, read_module(sources / f"{MODULE}.bas")))
    relationships = parts[_RELATIONSHIPS].decode("utf-8").replace("</Relationships>", _TAB_RELATIONSHIP)
    parts[_RELATIONSHIPS] = relationships.encode("utf-8")
    parts[f"customUI/{TAB}"] = tab_in(language, _read(sources / TAB).decode("utf-8")).encode("utf-8")
    parts["docProps/core.xml"] = _CORE.encode("utf-8")
    return _zipped(parts)


def read_module(path: Path) -> str:
    """Return the VBA of a file as a module holds it, with CRLF at each line's end.

    Raises ``FileProblem`` where it cannot be read, has letters other than ASCII or lacks its heading.
    """
    data = _read(path)
    lines = data.decode("ascii", "replace").splitlines()
    if not data.isascii():  # another letter would be a question mark in Excel, and nobody would be told
        number = next(n for n, line in enumerate(lines, 1) if "\N{REPLACEMENT CHARACTER}" in line)
        raise FileProblem(N_("{file}, line {line}: only ASCII letters."), file=path.name, line=number)
    if lines[:1] != [_HEADING]:
        raise FileProblem(N_("{file}: the first line must be: {line}"), file=path.name, line=_HEADING)
    return "".join(f"{line}\r\n" for line in lines)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FileProblem(N_("The file cannot be read: {path}"), path=path) from problem


def _empty_with_module(source: str) -> dict[str, bytes]:
    """Return the parts of an empty add-in as Excel makes it, with this one module in its project."""
    try:
        from pyopenvba import ExcelFile
    except ImportError:
        raise Unsupported(
            N_("Building the add-in needs pyOpenVBA: pip install pyOpenVBA==6.5.0. Using it does not.")
        ) from None
    with TemporaryDirectory() as folder:
        path = Path(folder, "akmxl.xlam")
        with ExcelFile.create_new(path) as file:
            project = file.vba_project()
            project.delete_module("Module1")
            project.add_module(MODULE, source)
            file.save()
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, _DATE), parts[name], zipfile.ZIP_DEFLATED)
    return data.getvalue()
