"""The daily contribution base salary (SBC) as people write it: `1234.5`, `1,234.56`, `$1234.56`, `12,5`."""

import re
from decimal import Decimal

import polars as pl

from icsoe.lib.identifiers.characters import BLANKS

MONEY = pl.Decimal(10, 2)
CODES = pl.Enum(["sbc_required", "sbc_format"])
# A comma before three digits parts thousands, as in Mexico; before one or two it can only be decimal.
_SIGNS = f"^[{BLANKS}]*[$]|[{BLANKS}]"
_THOUSANDS = "^[0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]{1,2})?$"
_DECIMAL_COMMA = "^(?:[0-9]+|[0-9]{1,3}(?:[.][0-9]{3})+),[0-9]{1,2}$"
#: An amount once it is normalised.
AMOUNT = "^[0-9]{1,8}(?:[.][0-9]{1,2})?$"


def normalise(text: str) -> str:
    """The amount with a decimal point and nothing else, if it is one; else the text without blanks or `$`."""
    bare = re.sub(_SIGNS, "", text)
    if re.fullmatch(_THOUSANDS[1:-1], bare):
        return bare.replace(",", "")
    if re.fullmatch(_DECIMAL_COMMA[1:-1], bare):
        return bare.replace(".", "").replace(",", ".")
    return bare


def parse(text: str) -> Decimal | None:
    """The amount in pesos a day: over zero, under 100 million, with at most two decimals; else None."""
    amount = normalise(text)
    if not re.fullmatch(AMOUNT[1:-1], amount):
        return None
    value = Decimal(amount).quantize(Decimal("0.01"))
    return value if value > 0 else None


def check(text: str) -> str | None:
    """`sbc_required`, `sbc_format` or None."""
    if not normalise(text):
        return "sbc_required"
    return "sbc_format" if parse(text) is None else None


def normalise_expr(column: pl.Expr) -> pl.Expr:
    """`normalise` over a text column."""
    bare = column.str.replace_all(_SIGNS, "")
    return (
        pl.when(bare.str.contains(_THOUSANDS))
        .then(bare.str.replace_all(",", "", literal=True))
        .when(bare.str.contains(_DECIMAL_COMMA))
        .then(bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .otherwise(bare)
    )


def parse_expr(column: pl.Expr) -> pl.Expr:
    """`parse` over a column already normalised: Decimal with two decimals, null where it is no amount."""
    amount = pl.when(column.str.contains(AMOUNT)).then(column).cast(MONEY, strict=False)
    return pl.when(amount > 0).then(amount)


def check_expr(column: pl.Expr, amount: pl.Expr) -> pl.Expr:
    """`check` over a column already normalised and what `parse_expr` made of it: a code, or null."""
    return (
        pl.when(amount.is_not_null())
        .then(None)
        .when(column.is_null() | (column == ""))
        .then(pl.lit("sbc_required", CODES))
        .otherwise(pl.lit("sbc_format", CODES))
    )
