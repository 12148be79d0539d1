"""Cells to rows, whichever reader found them. Runs in the child process."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

from icsoe.lib.sheets.errors import refusal
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.number_formats import Shown, shown_iso_date
from icsoe.lib.sheets.plain_number import plain_number

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_BOOLEANS = {"1": "VERDADERO", "0": "FALSO"}
_CODED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")

WriteRow = Callable[[int, list[str]], None]


class StringTable(Protocol):
    """The shared strings of a workbook, by index."""

    def __getitem__(self, index: int, /) -> str: ...


@dataclass(slots=True)
class Facts:
    """What a person should know about the sheet, counted."""

    formulas: int = 0
    formulas_without_value: int = 0
    merged: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0

    def counts(self) -> dict[str, int]:
        """Name -> how many."""
        return asdict(self)


class ColumnIndex(dict[str, int]):
    """Column letters -> index from zero, worked out once each."""

    def __missing__(self, letters: str) -> int:
        index = 0
        if not 1 <= len(letters) <= 3:
            raise refusal("damaged")
        for letter in letters.upper():
            index = index * 26 + ord(letter) - 64
        if not 1 <= index <= _LAST_COLUMN:
            raise refusal("damaged")
        self[letters] = index - 1
        return index - 1


class RowBuilder:
    """Puts cells in their place and hands every row that holds something to `write(number, cells)`.

    `formats`: the styles whose numbers are shown as something else (`number_formats`).
    """

    def __init__(
        self,
        strings: StringTable,
        limits: Limits,
        write: WriteRow,
        formats: Mapping[str, Shown] | None = None,
    ) -> None:
        self.facts = Facts()
        self.columns = ColumnIndex()
        self.row = 0
        self._strings = strings
        self._formats = formats or {}
        self.limits = limits
        self._write = write
        self._cells: list[str] = []
        self._hidden = False

    def start_row(self, number: int, *, hidden: bool) -> None:
        """Begin the row of that number; the one before ends. Raises SheetError out of order."""
        self.end_row()
        if not self.row < number <= _LAST_ROW:
            raise refusal("damaged")
        self.row = number
        self._hidden = hidden

    def end_row(self) -> None:
        """Hand the row over, if it holds anything."""
        if self._cells:
            self._write(self.row, self._cells)
            self.facts.hidden_rows += self._hidden
            self._cells = []

    def put(self, column: int, text: str) -> None:
        """A cell with something in it. Past the bound of columns it stands just after the last one
        allowed."""
        cells = self._cells
        last = self.limits.max_columns
        missing = column - len(cells)
        if missing == 0 and column <= last:
            cells.append(text)
            return
        column = min(column, last)
        missing = column - len(cells)
        if missing >= 0:
            cells.extend([""] * missing)
            cells.append(text)
        elif not cells[column] or column == last:
            cells[column] = text
        else:  # the same cell twice
            raise refusal("damaged")

    def value(self, kind: str, text: str, style: str = "") -> str:
        """The text of a cell of type `kind` and style `style` (its `t` and its `s`). Raises SheetError."""
        if kind == "s":
            return self._shared(text)
        if len(text) > self.limits.max_cell_chars:
            raise refusal("cell_too_long", limit=self.limits.max_cell_chars)
        if kind == "n" or not kind:
            shown = self._formats.get(style)
            return shown(text) if shown else plain_number(text)
        if kind == "b":
            return _BOOLEANS.get(text.strip(), text)
        if kind == "d":
            return shown_iso_date(text)
        return decode_characters(text)

    def _shared(self, text: str) -> str:
        try:
            index = int(text)
            if index >= 0:
                return self._strings[index]
        except (IndexError, ValueError) as error:
            raise refusal("damaged") from error
        raise refusal("damaged")


def decode_characters(text: str) -> str:
    """Characters that XML cannot hold are written `_x000D_` in workbooks."""
    if "_x" not in text:
        return text
    return _CODED_CHARACTER.sub(lambda match: chr(int(match[1], 16)), text)
