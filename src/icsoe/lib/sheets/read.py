"""A file of workers to a table of text: the one door in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from icsoe.lib.sheets.csv_grid import read_csv_grid
from icsoe.lib.sheets.errors import Note, note, refusal
from icsoe.lib.sheets.formula import unescape_columns
from icsoe.lib.sheets.grid import Grid, shape_findings, without_blank_rows
from icsoe.lib.sheets.headers import Mapped, map_columns
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.sniff import Kind, sniff_kind
from icsoe.lib.sheets.text import read_text
from icsoe.lib.sheets.xlsx_grid import read_xlsx_grid

_SCIENTIFIC = r"^\s*\d(?:[.,]\d+)?[eE]\+?\d+\s*$"
_SHOWN_TITLES = 10


@dataclass(frozen=True, slots=True)
class Table:
    """What a file of workers says.

    `frame`: one row a worker, the columns the file has by our names, in the order of the template, as text
    just as written; never null, an empty cell is "". `row_numbers` (UInt32): the row of each in the file as
    the person sees it, first = 1. `findings`: the rows left out for their shape (row, column, code, severity,
    value). `rows_read` counts both. `header`: the titles found, None without header. `encoding` and
    `separator` are of text files, `sheet` of workbooks.
    """

    frame: pl.DataFrame
    row_numbers: pl.Series
    findings: pl.DataFrame
    rows_read: int
    kind: Kind
    header: tuple[str, ...] | None
    notes: tuple[Note, ...]
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None


def read_grid(path: Path, *, limits: Limits | None = None) -> tuple[Kind, Grid]:
    """All the cells of the file as they are, blank rows left out. Raises SheetError."""
    limits = limits or Limits()
    kind = sniff_kind(path, limits)
    if kind is Kind.XLSX:
        grid = read_xlsx_grid(path, limits)
    else:
        grid = read_csv_grid(read_text(path, limits), limits)
    grid = without_blank_rows(grid)
    if grid.frame.is_empty():
        raise refusal("empty")
    return kind, grid


def read_table(path: Path, *, limits: Limits | None = None) -> Table:
    """The workers in the file at `path`.

    Raises SheetError with code file_empty, file_unreadable, file_too_large, column_missing or
    column_repeated.
    """
    limits = limits or Limits()
    kind, grid = read_grid(path, limits=limits)
    first = grid.frame.row(0)
    mapped = map_columns(first)
    if mapped.header:
        grid = replace(grid, frame=grid.frame.slice(1), numbers=grid.numbers.slice(1))
    rows_read = grid.frame.height
    if not rows_read:
        raise refusal("header_only")
    if rows_read > limits.max_rows:
        raise refusal("too_many_rows", limit=limits.max_rows)
    findings = shape_findings(grid)
    frame, numbers = _named(grid, mapped)
    return Table(
        frame=frame,
        row_numbers=numbers,
        findings=findings,
        rows_read=rows_read,
        kind=kind,
        header=tuple(first) if mapped.header else None,
        notes=(*grid.notes, *_notes(frame, mapped)),
        encoding=grid.encoding,
        separator=grid.separator,
        sheet=grid.sheet,
    )


def _named(grid: Grid, mapped: Mapped) -> tuple[pl.DataFrame, pl.Series]:
    """The columns we know, by our names, without the rows of wrong shape."""
    frame = grid.frame.select(pl.col(f"c{index}").alias(name) for name, index in mapped.positions.items())
    numbers = grid.numbers
    if not grid.broken.is_empty():
        sound = ~numbers.is_in(grid.broken.implode())
        frame, numbers = frame.filter(sound), numbers.filter(sound)
    return unescape_columns(frame), numbers


def _notes(frame: pl.DataFrame, mapped: Mapped) -> list[Note]:
    notes = []
    if mapped.ignored:
        shown = ", ".join(title[:60] for title in mapped.ignored[:_SHOWN_TITLES])
        notes.append(note("columns_ignored", names=shown))
    damaged = frame.filter(pl.col("nss").str.contains("E+", literal=True))
    count = damaged.filter(pl.col("nss").str.contains(_SCIENTIFIC)).height
    if count:
        notes.append(note("scientific", count=count))
    return notes
