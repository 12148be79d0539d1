"""Large tables into a workbook: xlsxwriter makes the book, the rows of one sheet are streamed into it.

xlsxwriter writes a cell a call, some 20 s for a million rows; here the XML of a whole batch of rows is
built by Polars. All that is not rows (styles, notes, widths, validation) stays xlsxwriter's, through its
public face: the book is made with one row of blank cells, one for each style, from which the number of
each style is read before the row gives way to the real ones.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

_SHEET_PART = "xl/worksheets/sheet1.xml"
_STYLE = re.compile(r'<c r="[A-Z]+1" s="(\d+)"')
_ROWS = re.compile(r"<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_EDGES = r"^\s|\s$|\n"
_SPECIAL = r"[&<>\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]"
_NOT_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_LAST_ROW = 1_048_576
BATCH = 5_000  # small enough to stay in the processor's cache
_FAST = 1  # of the levels of deflate: the file is somewhat larger, and done three times sooner


def column_letters(index: int) -> str:
    """The letters of the column of that index: 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def rows_xml(frame: pl.DataFrame, numbers: pl.Series, styles: Sequence[pl.Expr | int]) -> bytes:
    """The XML of the rows: every cell of `frame` (text, not null) a string, its style number given by
    `styles`.

    An empty cell of style 0 is left out. The styles may use the columns of the frame. What is seldom needed
    (escapes, kept blanks, empty cells) is only done in columns that need it.
    """
    needs = frame.select(
        *(pl.col(name).str.contains(_SPECIAL).any().alias(f"special {name}") for name in frame.columns),
        *(pl.col(name).str.contains(_EDGES).any().alias(f"edges {name}") for name in frame.columns),
        *((pl.col(name) == "").any().alias(f"empty {name}") for name in frame.columns),
    ).row(0, named=True)
    pieces: list[pl.Expr] = [pl.lit('<row r="'), pl.col("row"), pl.lit('">')]
    for index, (name, style) in enumerate(zip(frame.columns, styles, strict=True)):
        pieces += _cell_pieces(
            name,
            column_letters(index),
            style,
            text=_escaped(pl.col(name)) if needs[f"special {name}"] else pl.col(name),
            keep=bool(needs[f"edges {name}"]),
            empty=bool(needs[f"empty {name}"]),
        )
    row = pl.concat_str(*pieces, pl.lit("</row>"))
    table = frame.with_columns(numbers.cast(pl.UInt32).alias("row"))
    joined: str = table.select(row.str.join("")).item()
    return joined.encode()


def _escaped(text: pl.Expr) -> pl.Expr:
    """Text fit to stand between tags; what XML cannot hold becomes U+FFFD."""
    clean = text.str.replace_all(_NOT_XML, "\ufffd").str.replace_all("\r", "_x000D_", literal=True)
    return clean.str.replace_many(["&", "<", ">"], ["&amp;", "&lt;", "&gt;"])


def _cell_pieces(
    name: str, letters: str, style: pl.Expr | int, *, text: pl.Expr, keep: bool, empty: bool
) -> list[pl.Expr]:
    """The pieces that make a cell when they stand one after the other."""
    if isinstance(style, int):
        before = [pl.lit(f'<c r="{letters}'), pl.col("row"), pl.lit(f'" s="{style}"')]
    else:
        before = [pl.lit(f'<c r="{letters}'), pl.col("row"), pl.lit('" s="'), style, pl.lit('"')]
    opening = ' t="inlineStr"><is><t xml:space="preserve">' if keep else ' t="inlineStr"><is><t>'
    full = [*before, pl.lit(opening), text, pl.lit("</t></is></c>")]
    if not empty:
        return full
    absent = pl.concat_str(*before, pl.lit("/>")) if not isinstance(style, int) or style else pl.lit("")
    return [pl.when(pl.col(name) == "").then(absent).otherwise(pl.concat_str(*full))]


def fitting_numbers(numbers: pl.Series) -> pl.Series:
    """The same numbers, or new ones in sequence when a sheet cannot hold the last."""
    if numbers.is_empty() or int(numbers[-1]) <= _LAST_ROW:
        return numbers
    return pl.Series("row", pl.int_range(1, len(numbers) + 1, dtype=pl.UInt32, eager=True))


def style_numbers(book: Path) -> list[int]:
    """The numbers of the styles of the blank cells of the first row of the first sheet, in order."""
    with zipfile.ZipFile(book) as archive:
        return [int(number) for number in _STYLE.findall(archive.read(_SHEET_PART).decode())]


def fill_first_sheet(book: Path, target: Path, rows: Iterable[bytes], *, last_cell: str) -> None:
    """Write to `target` the workbook of `book` with `rows` (XML) as the rows of its first sheet.

    The next batch is built while the one before is compressed.
    """
    with (
        zipfile.ZipFile(book) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as out,
    ):
        for name in source.namelist():
            if name != _SHEET_PART:
                out.writestr(name, source.read(name))
        before, after = _around_rows(source.read(_SHEET_PART).decode(), last_cell)
        with out.open(_SHEET_PART, "w", force_zip64=True) as part:
            part.write(before)
            for batch in _ahead(rows):
                part.write(batch)
            part.write(after)


def _around_rows(sheet: str, last_cell: str) -> tuple[bytes, bytes]:
    sheet = _DIMENSION.sub(f'<dimension ref="A1:{last_cell}"/>', sheet, count=1)
    start, end = _ROWS.search(sheet), "</sheetData>"
    if start is None:
        raise ValueError("the first sheet of the book has no row to give way")
    return sheet[: start.start()].encode() + b"<sheetData>", (end + sheet[start.end() :]).encode()


def _ahead(batches: Iterable[bytes]) -> Iterator[bytes]:
    """The same batches, each one asked for while the one before is being used."""
    iterator = iter(batches)
    with ThreadPoolExecutor(max_workers=1) as worker:
        coming = worker.submit(next, iterator, None)
        while (batch := coming.result()) is not None:
            coming = worker.submit(next, iterator, None)
            yield batch
