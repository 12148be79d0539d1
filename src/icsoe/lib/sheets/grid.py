"""A file as it is: rows of text cells with the numbers a person sees, before anyone asks what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from icsoe.lib.sheets.errors import Note

FINDINGS_SCHEMA = {
    "row": pl.UInt32,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "value": pl.String,
}
_VALUE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Grid:
    """`frame`: columns c0, c1... of text, never null, the header (if any) as its first row.

    `numbers`: the row of each, as the person sees it, first = 1. `broken`: numbers (UInt32) of the rows with
    more or fewer cells than the first one.
    """

    frame: pl.DataFrame
    numbers: pl.Series
    broken: pl.Series
    notes: tuple[Note, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    facts: dict[str, int] = field(default_factory=dict)


def cell_columns(width: int) -> list[str]:
    """The names of the columns of a grid."""
    return [f"c{index}" for index in range(width)]


def row_numbers(values: Iterable[int]) -> pl.Series:
    """A series of row numbers."""
    return pl.Series("row", list(values), dtype=pl.UInt32)


def empty_findings() -> pl.DataFrame:
    """A table of findings without any."""
    return pl.DataFrame(schema=FINDINGS_SCHEMA)


def shape_findings(grid: Grid) -> pl.DataFrame:
    """One `row_shape` for each broken row, its cells joined by bars as the value."""
    if grid.broken.is_empty():
        return empty_findings()
    rows = grid.frame.with_columns(grid.numbers.alias("row")).filter(
        pl.col("row").is_in(grid.broken.implode())
    )
    value = pl.concat_str(grid.frame.columns, separator=" | ").str.slice(0, _VALUE_CHARS)
    return rows.select(
        "row",
        pl.lit(None, pl.String).alias("column"),
        pl.lit("row_shape").alias("code"),
        pl.lit("E").alias("severity"),
        value.alias("value"),
    )


def without_blank_rows(grid: Grid) -> Grid:
    """The grid without the rows that hold nothing; the numbers of the others stay. A broken row is kept."""
    # A cell that holds nothing is empty or begins with a blank: before "!", or beyond ASCII.
    suspect = grid.frame.select(((pl.col("c0") < "!") | (pl.col("c0") > "~")).arg_true()).to_series()
    rows, numbers = grid.frame[suspect], grid.numbers.gather(suspect)
    blank = rows.select(pl.all_horizontal(pl.all().str.strip_chars() == "")).to_series()
    blank = suspect.filter(blank & ~numbers.is_in(grid.broken.implode()))
    if blank.is_empty():
        return grid
    kept = ~pl.repeat(False, grid.frame.height, dtype=pl.Boolean, eager=True).scatter(blank, True)
    return replace(grid, frame=grid.frame.filter(kept), numbers=grid.numbers.filter(kept))
