"""The template a person fills in: empty, or with the workers a contract already has."""

from __future__ import annotations

import tempfile
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from icsoe.lib.sheets.headers import columns, names
from icsoe.lib.sheets.write import TABLE_STYLES, fill_with_table, write_csv

Language = Literal["es", "en"]

SHEET = "captura"
_LAST_ROW = 1_048_575
_WIDTHS = {"nss": 16, "curp": 24, "sbc": 26}


@cache
def _texts(language: str) -> dict[str, Any]:
    with Path(__file__).with_name("template.toml").open("rb") as file:
        return dict(tomllib.load(file)[language])


def write_template_xlsx(
    target: Path, workers: pl.DataFrame | None = None, *, language: Language = "es"
) -> None:
    """Write the template to `target`: sheet `captura` with text columns and validation, and the instructions.

    `workers`: rows to begin with, text columns by our names, those it lacks left empty.
    `language`: of the instructions; the headers are the official ones in either.
    """
    with tempfile.TemporaryDirectory(prefix="plantilla-") as folder:
        book = Path(folder) / "plantilla.xlsx"
        with xlsxwriter.Workbook(str(book)) as workbook:
            sheet = workbook.add_worksheet(SHEET)
            formats = [workbook.add_format(dict(style)) for style in TABLE_STYLES]
            for index, style in enumerate(formats):
                sheet.write_blank(0, index, None, style)
            for index, name in enumerate(names()):
                sheet.set_column(index, index, _WIDTHS.get(name, 22), formats[0])
            sheet.freeze_panes(1, 0)
            texts = _texts(language)
            _validate(sheet, texts["ask"])
            _instruct(workbook, texts)
        fill_with_table(book, target, _titled(workers))


def write_template_csv(target: Path, workers: pl.DataFrame | None = None) -> None:
    """Write the template to `target` as CSV, empty or with `workers`."""
    write_csv(_titled(workers), target)


def _titled(workers: pl.DataFrame | None) -> pl.DataFrame:
    """All columns of the template under their titles; those not given are empty."""
    given = pl.DataFrame() if workers is None else workers
    if given.is_empty():
        return pl.DataFrame(schema={column.title: pl.String for column in columns()})
    return given.select(
        (
            pl.col(column.name).cast(pl.String).fill_null("")
            if column.name in given.columns
            else pl.lit("", pl.String)
        ).alias(column.title)
        for column in columns()
    )


def _validate(sheet: Worksheet, asked: dict[str, dict[str, str]]) -> None:
    """What the three official columns accept. Their cells are text, so the amount is asked for by formula."""
    rules: dict[str, dict[str, object]] = {
        "nss": {"validate": "length", "criteria": "==", "value": 11},
        "curp": {"validate": "length", "criteria": "==", "value": 18},
        "sbc": {"validate": "custom", "value": "=AND(ISNUMBER(VALUE(C2)),VALUE(C2)>0)"},
    }
    for name, rule in rules.items():
        ask = asked[name]
        index = names().index(name)
        said = {
            "input_title": ask["title"],
            "input_message": ask["message"],
            "error_title": ask["title"],
            "error_message": ask["error"],
        }
        sheet.data_validation(1, index, _LAST_ROW, index, {**rule, **said})


def _instruct(workbook: xlsxwriter.Workbook, texts: dict[str, Any]) -> None:
    sheet = workbook.add_worksheet(texts["sheet"])
    sheet.set_column(0, 0, 110, workbook.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, texts["title"], workbook.add_format({"bold": True, "font_size": 14}))
    for row, step in enumerate(texts["steps"], start=1):
        sheet.write_string(row + 1, 0, f"{row}. {step}")
