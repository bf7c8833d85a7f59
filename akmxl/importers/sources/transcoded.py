"""Give a parser the bytes of a text in UTF-8, whatever encoding it is in."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO, cast

from akmxl.importers.sources.files import CHUNK, chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.importers.sources.encoding import Encoding
    from akmxl.importers.sources.files import SourceFile

_OVERLAP = 512  # a tag that a chunk's end cuts in two


def decoded_chunks(file: SourceFile, encoding: Encoding) -> Iterator[str]:
    """Yield a text in pieces that end before a tag where they can, so that no tag is cut in two."""
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    rest = ""
    for chunk in chunks(file):
        text = rest + decoder.decode(chunk)
        at = text.rfind("<", len(text) - _OVERLAP if len(text) > _OVERLAP else 0)
        rest = text[at:] if at >= 0 else ""
        yield text[:at] if at >= 0 else text
    yield rest


class Transcoded(io.RawIOBase):
    """A stream of UTF-8 over a stream in another encoding."""

    def __init__(self, stream: BinaryIO, encoding: Encoding) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding.name)("replace")
        self._rest = b""
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast("memoryview", buffer)
        while not self._rest:
            data = self._stream.read(CHUNK // 8)
            # What no text of XML can hold would end a parser's reading.
            text = self._decoder.decode(data, final=not data).replace("\0", "\ufffd")
            # XML has to begin at once, which scripts do not know.
            self._rest = (text if self._begun else text.lstrip("\ufeff \t\r\n")).encode()
            self._begun = True
            if not data:
                break
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
