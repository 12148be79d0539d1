"""Cells that a spreadsheet would take for a formula, made harmless in everything we emit, and back.

A cell that begins with = + - @, TAB, CR or LF (full-width twins too) gets an apostrophe before it, which
is how spreadsheets mark text. One that already has apostrophes there gets one more, so that taking one off
is exact. Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import re

import polars as pl

_OPENERS = "=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20"
_DANGEROUS = re.compile(f"^'*[{_OPENERS}]")
_ESCAPED = re.compile(f"^''*[{_OPENERS}]")
DANGEROUS = _DANGEROUS.pattern
_ESCAPED_TEXT = _ESCAPED.pattern


def escape_cell(text: str) -> str:
    """The cell, harmless."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unescape_cell(text: str) -> str:
    """The cell before `escape_cell`."""
    return text[1:] if _ESCAPED.match(text) else text


def is_dangerous(column: str) -> pl.Expr:
    """Whether each cell of a text column needs the apostrophe."""
    return pl.col(column).str.contains(DANGEROUS)


def escape_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Every text column of the frame, harmless."""
    return frame.with_columns(
        pl.when(is_dangerous(name)).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )


def unescape_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Every text column as before `escape_columns`. Columns without apostrophes are not touched."""
    marked = [
        name
        for name in frame.columns
        if frame[name].str.starts_with("'").any() and frame[name].str.contains(_ESCAPED_TEXT).any()
    ]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_ESCAPED_TEXT))
        .then(pl.col(name).str.slice(1))
        .otherwise(pl.col(name))
        .alias(name)
        for name in marked
    )
