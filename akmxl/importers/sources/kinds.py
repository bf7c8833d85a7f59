"""Know a file's kind by its bytes: the name says nothing, as programs name HTML pages ``.xls``."""

from __future__ import annotations

from akmxl.core.errors import Unreadable
from akmxl.core.i18n import N_, translate
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.sources.encoding import unicode_by_head

HEAD = 16 * 1024

ZIP, OLE, RAW_BIFF = "zip", "ole", "biff"
XLSX, XLSB, XLS, ODS = "xlsx", "xlsb", "xls", "ods"
HTML, SPREADSHEETML, TEXT = "html", "spreadsheetml", "text"
MARC21, MARCXML = "marc21", "marcxml"

_ARCHIVE = N_("an archive of another kind")
PICTURE = N_("a picture")
_DATABASE = N_("a database")
_PROGRAM = N_("a program")
_SOUND = N_("a film or a sound")
LETTER = N_("a document of Word")
SLIDES = N_("a presentation")
_PAGE = N_("a page of a browser in one file")

# Where a mark stands, the mark, what it gives away.
_FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF", "PDF"),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"Rar!", _ARCHIVE),
    (0, b"\x1f\x8b", _ARCHIVE),
    (0, b"BZh", _ARCHIVE),
    (0, b"\xfd7zXZ\0", _ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (0, b"MSCF", _ARCHIVE),
    (257, b"ustar", _ARCHIVE),
    (0, b"\x89PNG", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (0, b"GIF8", PICTURE),
    (0, b"II*\0", PICTURE),
    (0, b"MM\0*", PICTURE),
    (0, b"\0\0\1\0", PICTURE),
    (8, b"WEBP", PICTURE),
    (8, b"WAVE", _SOUND),
    (4, b"ftyp", _SOUND),
    (0, b"OggS", _SOUND),
    (0, b"ID3", _SOUND),
    (0, b"MZ", _PROGRAM),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"SQLite format 3", _DATABASE),
    (4, b"Standard ", _DATABASE),
    (0, b"PAR1", _DATABASE),
    (0, b"{\\rtf", LETTER),
    (0, b"MIME-Version:", _PAGE),
)
_BITMAP_SIZE = slice(2, 6)
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_ISO2709 = lazily(rb"[\r\n ]{0,4}\d{5}[ -~]{5}\d\d(\d{5})[ -~]{3}[ -~]{4}")
_ROOT = lazily(
    r"\A(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*<(?:([\w.-]+):)?([\w.-]+)([^>]*)", 2 | 16
)
_TYPED = lazily(r"<!DOCTYPE\s+html|<(?:table|td|tr)[\s>]", 2)
_MARCXML = "http://www.loc.gov/MARC21/slim"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_PAGES = {"html", "head", "body", "table", "meta", "style", "title", "div", "center", "font", "tr", "thead"}


def kind_of(head: bytes, file: str) -> str:
    """Return the kind of a file by its first bytes; raises ``Unreadable`` for one that is not read."""
    if not head:
        raise Unreadable(N_("The file is empty (0 bytes): “{file}”. Export it again."), file=file)
    _refuse_foreign(head, file)
    if head.startswith(b"PK"):
        return ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return OLE
    if head.startswith(_BIFF) and b"\0" in head[:32]:
        return RAW_BIFF
    if _is_iso2709(head):
        return MARC21
    return _kind_of_text(head, file)


def refused(file: str, what: str) -> Unreadable:
    """Return the refusal of a file by what it is."""
    return Unreadable(
        N_("The file is no table but {what}: “{file}”. Export the table as .xlsx or CSV."),
        file=file,
        what=translate(what),
    )


def _refuse_foreign(head: bytes, file: str) -> None:
    for at, mark, what in _FOREIGN:
        if head.startswith(mark, at):
            raise refused(file, what)
    if head.startswith(b"BM") and int.from_bytes(head[_BITMAP_SIZE], "little") and b"\0" in head[:16]:
        raise refused(file, PICTURE)


def _is_iso2709(head: bytes) -> bool:
    """Tell whether a record of ISO 2709 begins: its length, its leader, the end of its directory."""
    found = _ISO2709.match(head)
    if found is None or found.end() < 24:
        return False
    base = found.end() - 24 + int(found[1])
    rest = head[found.end() :]
    ends = b"\x1e" in rest or b"\x1d" in rest
    return ends or (base > len(head) and rest[:12].isdigit())


def _kind_of_text(head: bytes, file: str) -> str:
    text = head.decode(unicode_by_head(head) or "latin-1", "replace").lstrip("\ufeff").lstrip()
    if not text.startswith("<"):
        return TEXT
    root = _ROOT.match(text)
    name = root[2] if root else ""
    if name.lower() in _PAGES:
        return HTML
    if name == "Workbook" and _SPREADSHEET in text:
        return SPREADSHEETML
    if name in ("collection", "record") and (_MARCXML in text or "<leader" in text or ":leader" in text):
        return MARCXML
    if _TYPED.search(text):
        return HTML
    raise Unreadable(
        N_("The file is XML of an unknown kind: “{file}”. Export it as .xlsx or CSV."), file=file
    )
