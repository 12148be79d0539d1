"""One worksheet, row by row, in memory that does not grow with it. Runs in the child process.

Most programs write a sheet in the same few shapes, which `plain_rows` reads three times as fast; whatever
is not exactly of those shapes is read from its beginning by the XML parser here. Both give the same rows
(proved by a property test).
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from icsoe.lib.sheets.errors import refusal
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.number_formats import Shown
from icsoe.lib.sheets.plain_rows import NotPlainError, read_plain_rows
from icsoe.lib.sheets.row_builder import Facts, RowBuilder, StringTable, WriteRow
from icsoe.lib.sheets.workbook import feed_part, new_parser

_DIGITS = "0123456789"


class _EnoughError(Exception):
    """The first value of a sheet was found."""


def read_rows(
    archive: zipfile.ZipFile,
    part: str,
    strings: StringTable,
    limits: Limits,
    write: WriteRow,
    restart: Callable[[], None],
    formats: Mapping[str, Shown] | None = None,
) -> Facts:
    """Call `write(row number, cells)` for every row that holds something, and tell the facts of the sheet.

    `restart()` is called when all rows written so far must be forgotten. A cell past `limits.max_columns`
    is kept as one cell more than those, wherever it stands, so that its row has the wrong shape. A formula
    without a value is handed on as its own text, which no rule lets through. Raises SheetError.
    """
    builder = RowBuilder(strings, limits, write, formats)
    try:
        read_plain_rows(archive, part, builder)
    except NotPlainError:
        restart()
        builder = RowBuilder(strings, limits, write, formats)
        read_xml_rows(archive, part, builder)
    return builder.facts


def holds_values(archive: zipfile.ZipFile, part: str, strings: StringTable, limits: Limits) -> bool:
    """Whether any cell of the sheet holds something."""

    def stop(_: int, __: list[str]) -> None:
        raise _EnoughError

    try:
        read_xml_rows(archive, part, RowBuilder(strings, limits, stop))
    except _EnoughError:
        return True
    return False


def read_xml_rows(archive: zipfile.ZipFile, part: str, builder: RowBuilder) -> None:
    """Read the part with the XML parser, whatever its dialect."""
    _Events(builder).parse(archive, part)


class _Events:
    """The parser's events to rows."""

    def __init__(self, builder: RowBuilder) -> None:
        self._builder = builder
        self._parser = new_parser()
        self._column = -1
        self._type = self._style = ""
        self._text: list[str] = []
        self._formula: list[str] | None = None
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "c": self._start_cell,
            "v": self._start_text,
            "t": self._start_text,
            "f": self._start_formula,
            "row": self._start_row,
            "rPh": self._start_phonetic,
            "mergeCell": self._count_merged,
            "col": self._count_hidden,
        }
        self._in_cell = False
        self._phonetic = False

    def parse(self, archive: zipfile.ZipFile, part: str) -> None:
        """Read the whole part."""
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        feed_part(archive, part, self._parser)
        self._builder.end_row()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        handler = self._starts.get(name.rpartition(" ")[2])
        if handler:
            handler(attributes)

    def _end(self, name: str) -> None:
        self._parser.CharacterDataHandler = None
        tag = name.rpartition(" ")[2]
        if tag == "c" and self._in_cell:
            self._end_cell()
        elif tag == "rPh":
            self._phonetic = False

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r")
        hidden = attributes.get("hidden") in ("1", "true")
        self._builder.start_row(int(number) if number else self._builder.row + 1, hidden=hidden)
        self._column = -1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            self._column = self._builder.columns[reference.rstrip(_DIGITS)]
        else:
            self._column += 1
        self._in_cell = True
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._text = []
        self._formula = None

    def _end_cell(self) -> None:
        self._in_cell = False
        text = self._builder.value(self._type, "".join(self._text), self._style) if self._text else ""
        if self._formula is not None:
            self._builder.facts.formulas += 1
            if not text:
                self._builder.facts.formulas_without_value += 1
                text = "=" + "".join(self._formula)
        if text:
            self._builder.put(self._column, text)

    def _start_text(self, _: Any) -> None:
        if self._in_cell and not self._phonetic:
            self._parser.CharacterDataHandler = self._take

    def _start_formula(self, _: Any) -> None:
        if self._in_cell:
            self._formula = []
            self._parser.CharacterDataHandler = self._take_formula

    def _take(self, text: str) -> None:
        self._text.append(text)
        self._refuse_endless(self._text)

    def _take_formula(self, text: str) -> None:
        if self._formula is not None:
            self._formula.append(text)
            self._refuse_endless(self._formula)

    def _refuse_endless(self, pieces: list[str]) -> None:
        if len(pieces) > 1 and sum(map(len, pieces)) > self._builder.limits.max_cell_chars:
            raise refusal("cell_too_long", limit=self._builder.limits.max_cell_chars)

    def _start_phonetic(self, _: Any) -> None:
        self._phonetic = True

    def _count_merged(self, _: Any) -> None:
        self._builder.facts.merged += 1

    def _count_hidden(self, attributes: Mapping[str, str]) -> None:
        self._builder.facts.hidden_columns += attributes.get("hidden") in ("1", "true")
