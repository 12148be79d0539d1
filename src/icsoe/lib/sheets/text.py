"""From the bytes of a text file to UTF-8, within bounds: encodings, NUL bytes, endless lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from icsoe.lib.sheets.errors import Note, note, refusal
from icsoe.lib.sheets.limits import Limits

_CHUNK = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text file as UTF-8 bytes without byte-order mark, its lines ended by LF or CRLF.

    `encoding`: utf-8, utf-8-sig, utf-16-le, utf-16-be, windows-1252 or mixed.
    """

    data: bytes
    encoding: str
    notes: tuple[Note, ...]


def read_text(path: Path, limits: Limits) -> Text:
    """The text of the file. Raises SheetError file_empty, file_unreadable (NUL bytes, cut UTF-16) or
    file_too_large (a line over `limits.max_line_bytes`, told after reading no more than that)."""
    bom, encoding = _mark(path)
    if encoding.startswith("utf-16"):
        data = _from_utf16(path, bom, encoding, limits)
        return Text(_line_feeds(data), encoding, ())
    valid = _survey(path, limits)
    data = path.read_bytes()[len(bom) :] if bom else path.read_bytes()
    if valid:
        return Text(_line_feeds(data), encoding, ())
    data, mixed = _from_windows(data)
    return Text(
        _line_feeds(data),
        "mixed" if mixed else "windows-1252",
        (note("encoding_mixed"),) if mixed else (),
    )


def _mark(path: Path) -> tuple[bytes, str]:
    with path.open("rb") as file:
        head = file.read(4)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return bom, encoding
    return b"", "utf-8"


def _chunks(path: Path, skip: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skip)
        while chunk := file.read(_CHUNK):
            yield chunk


class _Lines:
    """Watches that no line of the chunks it is fed grows past the bound."""

    def __init__(self, limits: Limits) -> None:
        self._limit = limits.max_line_bytes
        self._open = 0
        self._ended = 0

    def feed(self, chunk: bytes) -> None:
        """Raises SheetError as soon as a line is too long. Chunks are shorter than the bound."""
        end = b"\n" if b"\n" in chunk else b"\r"
        first = chunk.find(end)
        if first < 0:
            self._open += len(chunk)
        if self._open + max(first, 0) > self._limit:
            raise refusal("line_too_long", row=self._ended + 1)
        if first >= 0:
            self._ended += chunk.count(end)
            self._open = len(chunk) - chunk.rfind(end) - 1


def _survey(path: Path, limits: Limits) -> bool:
    """Whether the file is valid UTF-8. Raises SheetError for NUL bytes and endless lines."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = _Lines(limits)
    valid = True
    for chunk in _chunks(path):
        if b"\x00" in chunk:
            raise refusal("binary")
        lines.feed(chunk)
        if valid:
            valid = _accepts(decoder, chunk)
    return valid and _accepts(decoder, b"", final=True)


def _accepts(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _from_utf16(path: Path, bom: bytes, encoding: str, limits: Limits) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = _Lines(limits)
    parts = []
    try:
        for chunk in _chunks(path, len(bom)):
            part = decoder.decode(chunk).encode()
            lines.feed(part)
            parts.append(part)
        decoder.decode(b"", True)
    except UnicodeError as error:
        raise refusal("bad_encoding") from error
    data = b"".join(parts)
    if b"\x00" in data:
        raise refusal("binary")
    return data


def _from_windows(data: bytes) -> tuple[bytes, bool]:
    """UTF-8 bytes of a file that is not UTF-8, and whether some of its lines were."""
    if not _UTF8_PAIR.search(data):
        return _windows(data).encode(), False
    parts = []
    mixed = False
    for line in data.splitlines(keepends=True):
        try:
            line.decode()
        except UnicodeDecodeError:
            parts.append(_windows(line).encode())
        else:
            mixed = mixed or not line.isascii()
            parts.append(line)
    return b"".join(parts), mixed


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252; Latin-1 gives every byte a letter
        return data.decode("latin-1")


def _line_feeds(data: bytes) -> bytes:
    """Lines ended by a lone CR (old Macintosh files) end in LF instead."""
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    if not data or data.isspace():
        raise refusal("empty")
    return data
