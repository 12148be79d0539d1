"""The person's own file back as a workbook: faulty cells coloured, each with its message as a note."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xlsxwriter

from icsoe.lib.sheets.formula import DANGEROUS, is_dangerous
from icsoe.lib.sheets.grid import Grid
from icsoe.lib.sheets.headers import map_columns
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.read import read_grid
from icsoe.lib.sheets.xlsx_stream import (
    BATCH,
    column_letters,
    fill_first_sheet,
    fitting_numbers,
    rows_xml,
    style_numbers,
)

MAX_NOTES = 10_000
ERRORS_TITLE = "Errores"
WARNINGS_TITLE = "Avisos"
_FILLS = {"E": "#F8CBAD", "W": "#FFE699"}
_MESSAGE_CHARS = 1_000
_CELL_CHARS = 32_000


@dataclass(frozen=True, slots=True)
class _Styles:
    """Style numbers: plain or marked as text (a cell that begins like a formula), by severity."""

    plain: dict[str | None, int]
    quoted: dict[str | None, int]
    header: int


def write_annotated(
    source: Path, findings: pl.DataFrame, target: Path, *, limits: Limits | None = None
) -> int:
    """Write to `target` (.xlsx) every row of the file at `source`, where the person had it, annotated.

    `findings`: row, column (our name, null for the whole row), severity (E or W), message. The last two
    columns added are `Errores` and `Avisos`, the messages of the row; beyond them the first 10,000 faulty
    cells carry their messages as notes. Returns how many notes were written. Raises SheetError as
    `read_table` does.
    """
    _, grid = read_grid(source, limits=limits)
    mapped = map_columns(grid.frame.row(0))
    numbers = fitting_numbers(grid.numbers)
    marks = _marks(findings, dict(mapped.positions), grid, numbers)
    with tempfile.TemporaryDirectory(prefix="reporte-") as folder:
        book = Path(folder) / "libro.xlsx"
        notes = _write_book(book, grid.frame.width, marks, top=numbers[0] if mapped.header else 0)
        numbered = style_numbers(book)
        styles = _Styles(
            plain=dict(zip((None, "W", "E"), numbered[0:3], strict=True)),
            quoted=dict(zip((None, "W", "E"), numbered[3:6], strict=True)),
            header=numbered[6],
        )
        rows = _rows(grid.frame, numbers, marks, styles, header=mapped.header)
        last = f"{column_letters(grid.frame.width + 1)}{numbers[-1]}"
        fill_first_sheet(book, target, rows, last_cell=last)
    return notes


def _marks(findings: pl.DataFrame, positions: dict[str, int], grid: Grid, numbers: pl.Series) -> pl.DataFrame:
    """One row a faulty cell: sheet row, index of its column (the first one for a whole row), severity,
    message."""
    by_name = pl.DataFrame(
        {"column": list(positions), "index": list(positions.values())},
        schema={"column": pl.String, "index": pl.Int64},
    )
    places = pl.DataFrame({"row": grid.numbers, "at": numbers})
    return (
        findings.select(
            pl.col("row").cast(pl.UInt32), pl.col("column", "severity").cast(pl.String), pl.col("message")
        )
        .join(by_name, on="column", how="left")
        .join(places, on="row", how="inner")
        .with_columns(pl.col("index").fill_null(0))
        .group_by("at", "index", maintain_order=True)
        .agg(
            pl.col("severity").min().alias("severity"),  # E comes before W
            pl.col("message").str.join("\n"),
            pl.col("message").filter(pl.col("severity") == "E").str.join(" ").alias("errors"),
            pl.col("message").filter(pl.col("severity") != "E").str.join(" ").alias("warnings"),
        )
        .sort("at", "index")
    )


def _write_book(path: Path, width: int, marks: pl.DataFrame, *, top: int) -> int:
    """The book around the rows: styles, widths and notes; the first ``top`` rows stay in sight."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("captura")
        styles = [{"num_format": "@", "quote_prefix": quoted} for quoted in (False, True) for _ in range(3)]
        for index, fill in enumerate((None, _FILLS["W"], _FILLS["E"]) * 2):
            if fill:
                styles[index] |= {"bg_color": fill}
        styles.append({"bold": True, "bg_color": "#D9E1F2", "num_format": "@"})
        for index, style in enumerate(styles):
            sheet.write_blank(0, index, None, book.add_format(style))
        sheet.set_column(0, width - 1, 22)
        sheet.set_column(width, width + 1, 60)
        sheet.freeze_panes(top, 0)
        sheet.set_comments_author("ICSOE")
        noted = marks.head(MAX_NOTES)
        for at, index, message in noted.select("at", "index", "message").iter_rows():
            sheet.write_comment(at - 1, index, message[:_MESSAGE_CHARS])
    return noted.height


def _rows(
    frame: pl.DataFrame, numbers: pl.Series, marks: pl.DataFrame, styles: _Styles, *, header: bool
) -> Iterator[bytes]:
    """The XML of the rows in batches."""
    told = marks.group_by("at", maintain_order=True).agg(
        pl.col("errors", "warnings").filter(pl.col("errors", "warnings") != "").str.join(" ")
    )
    start = 0
    if header:
        yield _header_row(frame.head(1), numbers.head(1), styles)
        start = 1
    for offset in range(start, frame.height, BATCH):
        rows = frame.slice(offset, BATCH)
        at = numbers.slice(offset, BATCH).alias("at")
        yield _batch(rows, at, marks, told, styles)


def _header_row(row: pl.DataFrame, number: pl.Series, styles: _Styles) -> bytes:
    row = row.with_columns(pl.lit(ERRORS_TITLE).alias("errors"), pl.lit(WARNINGS_TITLE).alias("warnings"))
    return rows_xml(row, number, [styles.header] * row.width)


def _batch(
    rows: pl.DataFrame, at: pl.Series, marks: pl.DataFrame, told: pl.DataFrame, styles: _Styles
) -> bytes:
    here = marks.filter(pl.col("at").is_between(at[0], at[-1]))
    messages = told.filter(pl.col("at").is_between(at[0], at[-1]))
    table = rows.with_columns(at).join(messages, on="at", how="left", maintain_order="left")
    faulty: list[int] = here["index"].unique().to_list()
    for index in faulty:
        severities = here.filter(pl.col("index") == index).select("at", pl.col("severity").alias(f"s{index}"))
        table = table.join(severities, on="at", how="left", maintain_order="left")
    wrong = table.select(pl.col(rows.columns).str.contains(DANGEROUS).any()).row(0, named=True)
    chosen: list[pl.Expr | int] = [
        _style(name, f"s{index}" if index in faulty else None, styles)
        if index in faulty or wrong[name]
        else styles.plain[None]
        for index, name in enumerate(rows.columns)
    ]
    codes = table.select(
        style.alias(f"style{i}") for i, style in enumerate(chosen) if not isinstance(style, int)
    )
    numbered = [
        style if isinstance(style, int) else pl.lit(codes[f"style{i}"]) for i, style in enumerate(chosen)
    ]
    cells = table.select(*rows.columns, pl.col("errors", "warnings").fill_null("").str.slice(0, _CELL_CHARS))
    return rows_xml(cells, at, [*numbered, 0, 0])


def _style(name: str, severity: str | None, styles: _Styles) -> pl.Expr:
    """The style number of each cell of a column."""
    plain, quoted = pl.lit(styles.plain[None]), pl.lit(styles.quoted[None])
    if severity:
        for mark in ("W", "E"):
            is_mark = pl.col(severity) == mark
            plain = pl.when(is_mark).then(pl.lit(styles.plain[mark])).otherwise(plain)
            quoted = pl.when(is_mark).then(pl.lit(styles.quoted[mark])).otherwise(quoted)
    return pl.when(is_dangerous(name)).then(quoted).otherwise(plain)
