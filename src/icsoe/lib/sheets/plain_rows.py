"""Worksheets in the shape that spreadsheet programs write, read by pattern. Runs in the child process.

Nothing is guessed: the patterns must cover a piece of the sheet to its last character, else the sheet is not
plain and the XML parser reads it.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from icsoe.lib.sheets.errors import SheetError
from icsoe.lib.sheets.row_builder import RowBuilder

_CHUNK = 256 * 1024
_LONGEST_ROW = 4 * 1024 * 1024
_ROW_END = b"</row>"
_DECLARATION = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*(?:<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?[^<>]*\?>)?\s*'
)
_SHEET_HEAD = re.compile(rb"<worksheet\s.*?<sheetData>", re.DOTALL)
_HIDDEN_COLUMN = re.compile(rb'<col [^<>]*hidden="(?:1|true)"')
_PIECE = re.compile(
    r'(<row r="(\d{1,7})"([^<>/]*)/?>|</row>'
    r'|<c r="([A-Z]{1,3})\d{1,7}"(?: s="(\d+)")?(?: t="(s|n|str|inlineStr|b|e)")?'
    r'(?:/>|>(?:</c>|<v>([^<]*)</v></c>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>)))'
)
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class NotPlainError(Exception):
    """The sheet is not in the plain shape; the XML parser must read it."""


def read_plain_rows(archive: zipfile.ZipFile, part: str, builder: RowBuilder) -> None:
    """Read the part into the builder. Raises NotPlainError, possibly after some rows were written;
    SheetError only for a bound of rows or columns."""
    try:
        with archive.open(part) as file:
            _read(cast(BinaryIO, file), builder)
    except (KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise NotPlainError from error
    except SheetError as error:
        if error.code == "file_unreadable":  # the parser says it with more authority
            raise NotPlainError from error
        raise


def _read(file: BinaryIO, builder: RowBuilder) -> None:
    head, rest = plain_head(file, _SHEET_HEAD)
    builder.facts.hidden_columns = len(_HIDDEN_COLUMN.findall(head))
    for piece in plain_pieces(file, rest, _ROW_END):
        rows, end, tail = piece.partition(b"</sheetData>")
        _read_piece(_text(rows), builder)
        if end:
            _refuse_odd_tail(tail)
            builder.facts.merged = tail.count(b"<mergeCell ")
            builder.end_row()
            return
    raise NotPlainError


def plain_head(file: BinaryIO, opening: re.Pattern[bytes]) -> tuple[bytes, bytes]:
    """What comes before the repeated pieces of a part, which must match `opening` after an XML declaration of
    UTF-8, and the rest of what was read to find it. Raises NotPlainError."""
    start = file.read(_CHUNK)
    declaration = _DECLARATION.match(start)
    found = opening.match(start, declaration.end() if declaration else 0)
    if not found or b"<!" in found[0] or b"<?" in found[0]:
        raise NotPlainError
    return found[0], start[found.end() :]


def plain_pieces(file: BinaryIO, rest: bytes, ending: bytes) -> Iterator[bytes]:
    """Pieces that end in `ending`; the last one is what comes after them all. Raises NotPlainError when
    one is endless."""
    while chunk := file.read(_CHUNK):
        rest += chunk
        end = rest.rfind(ending) + len(ending)
        if end >= len(ending):
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > _LONGEST_ROW:
            raise NotPlainError
    end = rest.rfind(ending) + len(ending)
    if end >= len(ending):
        yield rest[:end]
        rest = rest[end:]
    yield rest


def _text(piece: bytes) -> str:
    text = codecs.decode(piece, "utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _read_piece(text: str, builder: RowBuilder) -> None:
    """The hot loop: one turn a cell."""
    covered = 0
    columns, put, value = builder.columns, builder.put, builder.value
    for whole, row, attributes, column, style, kind, stored, written in _PIECE.findall(text):
        covered += len(whole)
        if column:
            content = stored or written
            if content:
                if "&" in content:
                    content = plain_characters(content)
                content = value(kind, content, style)
                if content:
                    put(columns[column], content)
        elif row:
            builder.start_row(int(row), hidden='hidden="1"' in attributes or 'hidden="true"' in attributes)
    if covered != len(text):
        raise NotPlainError


def plain_characters(text: str) -> str:
    """Text with its entities resolved. Raises NotPlainError for one that is not predefined."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    if not decimal and not hexadecimal:
        raise NotPlainError
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def _refuse_odd_tail(tail: bytes) -> None:
    """What comes after the rows must close the sheet and hold no comment."""
    if b"<!" in tail or not tail.rstrip().endswith(b"</worksheet>"):
        raise NotPlainError
