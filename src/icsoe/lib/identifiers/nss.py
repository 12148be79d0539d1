"""Número de seguridad social: eleven digits, the last one a Luhn check digit."""

import re
from functools import lru_cache

import polars as pl

from icsoe.lib.identifiers.characters import compact, compact_expr

LENGTH = 11
_HALF = 6  # digits in a table of sums
FORMAT = r"^[0-9]{11}$"
_ZEROS = "0" * LENGTH
CODES = pl.Enum(["nss_required", "nss_format", "nss_check"])
_SHORT = re.compile(r"[0-9]{1,10}\Z")


def normalise(text: str) -> str:
    """The NSS without the blanks and hyphens people write in it."""
    return compact(text)


def check_digit(first_ten: str) -> str:
    """Luhn digit of the first ten digits."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(first_ten))
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def check(text: str) -> str | None:
    """Code of the first broken rule (`nss_required`, `nss_format`, `nss_check`), or None."""
    nss = normalise(text)
    if not nss:
        return "nss_required"
    if not re.fullmatch(r"[0-9]{11}", nss) or nss == _ZEROS:
        return "nss_format"
    return None if check_digit(nss[:10]) == nss[10] else "nss_check"


def restore_leading_zeros(text: str) -> str | None:
    """The eleven digits of an NSS that a spreadsheet turned into a number, or None if it is not one.

    Zeros are put back only where ten digits or fewer remain and the check digit then holds.
    """
    nss = normalise(text)
    if not _SHORT.match(nss):
        return None
    restored = nss.zfill(LENGTH)
    return restored if check(restored) is None else None


def normalise_expr(column: pl.Expr) -> pl.Expr:
    """`normalise` over a text column."""
    return compact_expr(column)


def luhn_holds_expr(column: pl.Expr) -> pl.Expr:
    """Whether the Luhn digit holds, over a column of normalised texts of digits (null where it is not)."""
    # What is longer is no NSS whatever this says of it: it only has to fit the table.
    number = column.cast(pl.UInt64, strict=False) % 10**LENGTH
    sums = pl.lit(_sums())
    return (sums.gather(number % 10**_HALF) + sums.gather(number // 10**_HALF)) % 10 == 0


@lru_cache(maxsize=1)
def _sums() -> pl.Series:
    """The Luhn sum of every number of six digits; an NSS is two of them, and the upper one begins alike."""
    number = pl.int_range(10**_HALF, dtype=pl.UInt32, eager=True)
    total = number % 10
    for place in range(1, _HALF):
        digit = number // 10**place % 10
        if place % 2:
            digit = digit * 2 - (digit > 4).cast(pl.UInt32) * 9
        total = total + digit
    return total.cast(pl.UInt8)


def check_expr(column: pl.Expr) -> pl.Expr:
    """`check` over a column already normalised: a code, or null."""
    return (
        pl.when(column.is_null() | (column == ""))
        .then(pl.lit("nss_required", CODES))
        .when(~column.str.contains(FORMAT) | (column == _ZEROS))
        .then(pl.lit("nss_format", CODES))
        .when(~luhn_holds_expr(column))
        .then(pl.lit("nss_check", CODES))
    )


def restore_leading_zeros_expr(column: pl.Expr) -> pl.Expr:
    """`restore_leading_zeros` over a column already normalised."""
    padded = column.str.zfill(LENGTH)
    fits = column.str.contains(r"^[0-9]{1,10}$") & check_expr(padded).is_null()
    return pl.when(fits).then(padded)
