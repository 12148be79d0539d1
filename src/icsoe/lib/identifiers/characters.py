"""What a key may lose before it is checked: blanks, hyphens and lower case, and nothing else.

Only ASCII letters and Ñ change case. A general upper-casing would turn look-alikes (dotless i, Kelvin
sign) into plain letters, and zero-width or bidirectional marks are never removed: they must fail.
"""

import polars as pl

BLANKS = " \t\n\r\v\f\u00a0\u2007\u202f"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014"
_LOWER = "abcdefghijklmnopqrstuvwxyzñ"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZÑ"
_DECOMPOSED = {"N\u0303": "Ñ", "n\u0303": "Ñ"}
_TABLE = str.maketrans(_LOWER, _UPPER, BLANKS + HYPHENS)
_MANY = _DECOMPOSED | dict(zip(_LOWER, _UPPER, strict=True)) | dict.fromkeys(BLANKS + HYPHENS, "")


def compact(text: str) -> str:
    """The key in capitals, without blanks or hyphens, with a decomposed Ñ made one character."""
    for parts, whole in _DECOMPOSED.items():
        text = text.replace(parts, whole)
    return text.translate(_TABLE)


def compact_expr(column: pl.Expr) -> pl.Expr:
    """`compact` over a text column."""
    return column.str.replace_many(list(_MANY), list(_MANY.values()))
