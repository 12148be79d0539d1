"""Text files to a grid. Polars reads the well-formed whole at once; only what it cannot is read line by
line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from polars.exceptions import PolarsError

from icsoe.lib.sheets.errors import refusal
from icsoe.lib.sheets.grid import Grid, cell_columns, row_numbers
from icsoe.lib.sheets.headers import recognised
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.sniff import SEPARATORS, sniff_separator, split_line
from icsoe.lib.sheets.text import Text

_EXTRA = "extra"
_SAMPLE = 64 * 1024
_UNUSED_MARKS = ("\x1f", "\x1e", "\x1d", "\x1c")
_LINES_IN_A_CELL = 20  # an open quote that finds no end so near is a mistake, not a cell of many lines
_BLOCK = 256 * 1024
# How Excel is told the separator, before the header: `sep=;`. Programs that save it again quote or pad it.
_DECLARED = re.compile(rb'\A"?sep=([^\r\n"]?)"?[;,|\t ]*(?:\r?\n|\Z)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shape:
    separator: str
    width: int


def read_csv_grid(text: Text, limits: Limits) -> Grid:
    """The grid of a text file. Raises SheetError file_too_large over the bounds of rows or columns."""
    declared, data = _declaration(text.data)
    shape = _first_look(data, declared)
    if shape.width > limits.max_columns:
        raise refusal("too_many_columns", limit=limits.max_columns)
    fast = _read_whole(data, shape)
    if fast is None:
        frame, broken = _read_in_blocks(data, shape)
    else:
        frame, broken = fast
    first = 1 if declared is None else 2
    return Grid(
        frame=frame,
        numbers=pl.Series("row", pl.int_range(first, frame.height + first, dtype=pl.UInt32, eager=True)),
        broken=broken + (first - 1),
        notes=text.notes,
        encoding=text.encoding,
        separator=shape.separator,
    )


def _declaration(data: bytes) -> tuple[str | None, bytes]:
    """The separator that a first line declares (None without such a line, "" when it is none of ours), and
    what follows that line."""
    found = _DECLARED.match(data)
    if found is None:
        return None, data
    separator = found[1].decode(errors="replace")
    rest = data[found.end() :]
    if not rest.strip():
        raise refusal("empty")
    return separator if separator in SEPARATORS else "", rest


def _first_look(data: bytes, declared: str | None = None) -> _Shape:
    start = len(data) - len(data.lstrip())
    end = data.find(b"\n", start)
    first = data[start : end if end >= 0 else len(data)].decode(errors="replace").rstrip("\r")
    sample = data[start : start + _SAMPLE].decode(errors="replace").splitlines()[1:]
    lines = [first, *(line for line in sample[:-1] or sample if line.strip())]
    separator = declared or sniff_separator(lines)
    if separator == "\t":  # blanks at the start of a line may be cells
        start = data.rfind(b"\n", 0, start) + 1
        first = data[start : end if end >= 0 else len(data)].decode(errors="replace").rstrip("\r")
    cells = split_line(first, separator)
    while recognised(cells) and not cells[-1].strip():  # a header that ends in separators: no column is there
        cells.pop()
    return _Shape(separator, len(cells))


def _read_whole(data: bytes, shape: _Shape) -> tuple[pl.DataFrame, pl.Series] | None:
    """Frame and broken rows, or None when the quotes of the file are not well formed."""
    columns = [*cell_columns(shape.width), _EXTRA]
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            schema=dict.fromkeys(columns, pl.String),
            separator=shape.separator,
            quote_char='"' if b'"' in data else None,
            empty_string_is_null=False,
            extra_columns="ignore",
            missing_columns="insert",
        )
    except PolarsError:
        return None
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    if frame.height != lines:  # cells of several lines: counting separators by line would lie
        return None
    return frame.select(columns[:-1]), _broken(data, frame, shape)


def _broken(data: bytes, frame: pl.DataFrame, shape: _Shape) -> pl.Series:
    """Numbers of the rows with more or fewer cells than the first.

    Polars fills short rows in and cuts long ones, so the separators are counted: in the whole file first,
    which settles it when no last cell is empty, then line by line.
    """
    no_extra = not (frame[_EXTRA] != "").any()
    expected = (shape.width - 1) * frame.height
    last = frame[f"c{shape.width - 1}"]
    if no_extra and data.count(shape.separator.encode()) == expected and not (last == "").any():
        return row_numbers([])
    counted = _separators(data, shape.separator)
    short = (counted["count"] < shape.width - 1) & ~counted["blank"]
    long = counted["count"] > shape.width - 1
    if long.any():
        long = long & ~(counted["trailing"] >= counted["count"] - (shape.width - 1))
    return (short | long).arg_true().cast(pl.UInt32).alias("row") + 1


def _separators(data: bytes, separator: str) -> pl.DataFrame:
    """For each line: separators outside quotes, how many of them end the line, whether it is blank."""
    mark = next((m for m in _UNUSED_MARKS if m.encode() not in data), None)
    if mark is None:
        raise refusal("binary")
    lines = pl.read_csv(
        data,
        has_header=False,
        schema={"line": pl.String},
        separator=mark,
        quote_char=None,
        empty_string_is_null=False,
    )
    line = pl.col("line")
    if b'"' in data:
        line = line.str.replace_all(r'"[^"]*"', "\u2026")
    bare = line.str.strip_chars_end(" ")
    return lines.select(
        line.str.count_matches(separator, literal=True).cast(pl.Int64).alias("count"),
        (bare.str.len_bytes().cast(pl.Int64) - bare.str.strip_chars_end(separator).str.len_bytes()).alias(
            "trailing"
        ),
        (line.str.strip_chars(" \r\t" + separator) == "").alias("blank"),
    )


def _read_in_blocks(data: bytes, shape: _Shape) -> tuple[pl.DataFrame, pl.Series]:
    """The same for a file with cells of several lines or wrong quotes: only the blocks that have them
    are read line by line."""
    frames = []
    broken: list[int] = []
    rows = 0
    for block in _blocks(data):
        frame, wrong = _read_whole(block, shape) or _read_by_line(block, shape)
        frames.append(frame)
        broken += (wrong.cast(pl.Int64) + rows).to_list()
        rows += frame.height
    return pl.concat(frames), row_numbers(broken)


def _blocks(data: bytes) -> Iterator[bytes]:
    """Pieces of whole lines that no cell can straddle: no line near the end of one leaves a quote open."""
    start = 0
    while start < len(data):
        end = start
        while end < len(data):
            found = data.find(b"\n", min(end + _BLOCK, len(data)))
            end = found + 1 if found >= 0 else len(data)
            last = data[max(start, end - _BLOCK) : end].split(b"\n")[-_LINES_IN_A_CELL - 1 :]
            if not any(line.count(b'"') % 2 for line in last):
                break
        yield data[start:end]
        start = end


def _read_by_line(data: bytes, shape: _Shape) -> tuple[pl.DataFrame, pl.Series]:
    lines = [
        line.decode(errors="replace").removesuffix("\r") for line in data.removesuffix(b"\n").split(b"\n")
    ]
    rows: list[list[str]] = []
    broken: list[int] = []
    for number, (cells, sound) in enumerate(_records(lines, shape.separator), start=1):
        blank = not any(cell.strip() for cell in cells)
        if not blank and (not sound or len(cells) < shape.width or any(cells[shape.width :])):
            broken.append(number)
        rows.append((cells + [""] * shape.width)[: shape.width])
    schema = dict.fromkeys(cell_columns(shape.width), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row"), row_numbers(broken)


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[list[str], bool]]:
    """The cells of each record, and whether its quotes are sound. A quote left open costs its line alone."""
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if line.count('"') % 2 == 0:
            yield next(csv.reader([line], delimiter=separator), [""]), True
            continue
        end = next(
            (i for i in range(index, min(index + _LINES_IN_A_CELL, len(lines))) if lines[i].count('"') % 2),
            None,
        )
        cells = None if end is None else _several_lines(lines[index - 1 : end + 1], separator)
        if cells is None or end is None:
            yield line.split(separator), False
        else:
            yield cells, True
            index = end + 1


def _several_lines(lines: Sequence[str], separator: str) -> list[str] | None:
    """The one record the lines make, or None when they do not make exactly one."""
    try:
        records = list(csv.reader([f"{line}\n" for line in lines], delimiter=separator, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None
