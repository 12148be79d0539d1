"""Safe export: CSV tables, the CSV report, workbooks, and names of files a person may download."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl
import xlsxwriter

from icsoe.lib.sheets.formula import escape_columns, is_dangerous
from icsoe.lib.sheets.xlsx_stream import BATCH, column_letters, fill_first_sheet, rows_xml, style_numbers

REPORT_COLUMNS = ("row", "column", "code", "severity", "value", "message")
REPORT_TITLES = ("renglón", "columna", "código", "gravedad", "valor", "mensaje")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NAME_CHARS = 100


def write_csv(frame: pl.DataFrame, target: Path | BinaryIO, *, separator: str = ",") -> None:
    """Write a table as CSV UTF-8 with byte-order mark (spreadsheets need it) and CRLF, every text cell
    harmless."""
    titles = escape_columns(pl.DataFrame({"title": frame.columns}))["title"].to_list()
    escape_columns(frame).rename(dict(zip(frame.columns, titles, strict=True))).write_csv(
        target, include_bom=True, line_terminator="\r\n", separator=separator, null_value=""
    )


def write_report_csv(
    findings: pl.DataFrame, target: Path | BinaryIO, *, titles: tuple[str, ...] = REPORT_TITLES
) -> None:
    """Write the findings (row, column, code, severity, value, message) as a CSV report, by default with
    Spanish titles."""
    table = findings.select(REPORT_COLUMNS).sort("row", maintain_order=True)
    write_csv(table.rename(dict(zip(REPORT_COLUMNS, titles, strict=True))), target)


def write_xlsx(frame: pl.DataFrame, target: Path, *, sheet: str = "datos") -> None:
    """Write a table of text as a workbook: every cell a string, those like formulas marked as text."""
    texts = frame.select(pl.all().cast(pl.String).fill_null(""))
    with tempfile.TemporaryDirectory(prefix="libro-") as folder:
        book = Path(folder) / "libro.xlsx"
        with xlsxwriter.Workbook(str(book)) as workbook:
            page = workbook.add_worksheet(sheet)
            for index, style in enumerate(TABLE_STYLES):
                page.write_blank(0, index, None, workbook.add_format(style))
            page.set_column(0, max(frame.width - 1, 0), 22)
            page.freeze_panes(1, 0)
        fill_with_table(book, target, texts)


TABLE_STYLES: tuple[dict[str, object], ...] = (
    {"num_format": "@"},
    {"num_format": "@", "quote_prefix": True},
    {"num_format": "@", "bold": True, "bg_color": "#D9E1F2"},
)


def fill_with_table(book: Path, target: Path, texts: pl.DataFrame) -> None:
    """Fill the first sheet of `book`, made with TABLE_STYLES as its first row, with titles and rows of
    text."""
    text, quoted, header = style_numbers(book)[:3]
    titles = pl.DataFrame([texts.columns], schema=_columns(texts), orient="row")
    rows = texts.rename(dict(zip(texts.columns, _columns(texts), strict=True)))

    styles = [
        pl.when(is_dangerous(name)).then(pl.lit(quoted)).otherwise(pl.lit(text)) for name in rows.columns
    ]

    def batches() -> Iterator[bytes]:
        yield rows_xml(titles, pl.Series("row", [1]), [header] * texts.width)
        for offset in range(0, rows.height, BATCH):
            piece = rows.slice(offset, BATCH)
            numbers = pl.int_range(offset + 2, offset + 2 + piece.height, eager=True)
            yield rows_xml(piece, numbers, styles)

    last = f"{column_letters(texts.width - 1)}{texts.height + 1}"
    fill_first_sheet(book, target, batches(), last_cell=last)


def _columns(frame: pl.DataFrame) -> list[str]:
    return [f"c{index}" for index in range(frame.width)]


def safe_file_name(name: str, *, default: str = "archivo") -> str:
    """A name fit for a header and any disk: the last part of a path, ASCII letters, digits, dot, hyphen
    and low line, at most 100 characters, never a device of Windows, never hidden."""
    last = re.split(r"[/\\]", name)[-1]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    safe = _UNSAFE.sub("_", plain).strip("._-")
    if not safe or _RESERVED.match(safe):
        return default
    if len(safe) > _NAME_CHARS:
        stem, dot, ending = safe.rpartition(".")
        kept = f"{dot}{ending}" if dot and len(ending) <= 8 else ""
        return (stem or safe)[: _NAME_CHARS - len(kept)].rstrip("._-") + kept
    return safe
