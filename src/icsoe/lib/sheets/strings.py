"""The shared strings of a workbook. Runs in the child process."""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from array import array
from typing import BinaryIO, cast

from icsoe.lib.sheets.errors import refusal
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.plain_rows import NotPlainError, plain_characters, plain_head, plain_pieces
from icsoe.lib.sheets.row_builder import decode_characters
from icsoe.lib.sheets.workbook import feed_part, new_parser

_MANY_STRINGS = 32 * 1024 * 1024  # bytes of XML past which a list would be too heavy
_HEAD = re.compile(rb"<sst(?:\s[^<>]*)?>")
_STRING = re.compile(r'(<si><t(?: xml:space="preserve")?>([^<]*)</t></si>)')
_STRING_END = b"</si>"


class Strings:
    """The shared strings, in one block of bytes: a million of them cost their text and eight bytes each."""

    def __init__(self) -> None:
        self._block = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        """Keep one more."""
        self._block += text.encode("utf-8", "replace")
        self._ends.append(len(self._block))

    def __getitem__(self, index: int) -> str:
        """The string of that index. IndexError when there is none."""
        if index < 0 or index + 1 >= len(self._ends):
            raise IndexError(index)
        return self._block[self._ends[index] : self._ends[index + 1]].decode("utf-8")


def read_strings(archive: zipfile.ZipFile, part: str | None, limits: Limits) -> Strings | list[str]:
    """The shared strings, without the phonetic guides. Raises SheetError over `limits.max_cell_chars`."""
    if part is None or part not in archive.namelist():
        return []
    many = archive.getinfo(part).file_size > _MANY_STRINGS
    strings: Strings | list[str] = Strings() if many else []
    try:
        _read_plain(archive, part, strings, limits.max_cell_chars)
    except NotPlainError:
        strings = Strings() if many else []
        _StringEvents(strings, limits).parse(archive, part)
    return strings


def _read_plain(archive: zipfile.ZipFile, part: str, strings: Strings | list[str], max_chars: int) -> None:
    """Strings in the shape most programs write. Raises NotPlainError, possibly after some were kept."""
    try:
        with archive.open(part) as file:
            rest = plain_head(cast(BinaryIO, file), _HEAD)[1]
            for piece in plain_pieces(cast(BinaryIO, file), rest, _STRING_END):
                if not piece.startswith(b"<si"):
                    if piece.strip() != b"</sst>":
                        raise NotPlainError
                    return
                _keep_piece(codecs.decode(piece, "utf-8"), strings, max_chars)
    except (ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise NotPlainError from error


def _keep_piece(piece: str, strings: Strings | list[str], max_chars: int) -> None:
    covered = 0
    for whole, text in _STRING.findall(piece):
        covered += len(whole)
        strings.append(decode_characters(plain_characters(text)))
        if len(text) > max_chars:
            raise refusal("cell_too_long", limit=max_chars)
    if covered != len(piece) or "\r" in piece:
        raise NotPlainError


class _StringEvents:
    """The parser's events to strings. One is closed by the start of the next: events are what costs time."""

    def __init__(self, strings: Strings | list[str], limits: Limits) -> None:
        self._strings = strings
        self._limit = limits.max_cell_chars
        self._parser = new_parser(namespaces=False)
        self._pieces: list[str] = []
        self._phonetic = False
        self._open = False

    def parse(self, archive: zipfile.ZipFile, part: str) -> None:
        """Read the whole part."""
        self._parser.StartElementHandler = self._start
        feed_part(archive, part, self._parser)
        self._close()

    def _start(self, name: str, _: object) -> None:
        tag = name if name in ("t", "si") else name.rpartition(":")[2]
        if tag == "t":
            if not self._phonetic:
                self._parser.CharacterDataHandler = self._take
                self._parser.EndElementHandler = self._end_text
        elif tag == "si":
            self._close()
            self._open = True
            self._phonetic = False
        elif tag == "rPh":  # comes after all the text there is
            self._phonetic = True

    def _take(self, text: str) -> None:
        self._pieces.append(text)
        if len(self._pieces) > 1 and sum(map(len, self._pieces)) > self._limit:
            raise refusal("cell_too_long", limit=self._limit)

    def _end_text(self, _: str) -> None:
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = None

    def _close(self) -> None:
        if self._open:
            self._strings.append(decode_characters("".join(self._pieces)))
            self._pieces.clear()
