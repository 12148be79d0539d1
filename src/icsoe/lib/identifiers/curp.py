"""Clave Única de Registro de Población: eighteen characters made from a person's name, birth and sex.

Source: Instructivo Normativo para la Asignación de la CURP (DOF 18-10-2021).
"""

import re
from functools import lru_cache
from importlib.resources import files

import polars as pl

from icsoe.lib.identifiers import person_name
from icsoe.lib.identifiers.characters import compact, compact_expr

#: The 32 states, and NE for those born abroad.
STATES = (files("icsoe.lib.identifiers") / "curp_states.txt").read_text("ascii").split()
#: Annex 2 of the Instructivo: where the first four letters spell one of these, the second becomes X.
INCONVENIENT_WORDS = frozenset(
    (files("icsoe.lib.identifiers") / "curp_inconvenient_words.txt").read_text("ascii").split()
)
# Letters, date, sex, state, inner consonants, homonymy, check digit.
FORMAT = "^[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9][0-9]$"
_MATCH = re.compile(FORMAT[1:-1])
# A day of the calendar: 29 February only of leap years, and 1900, written with a digit at place 17, was none.
_DATE = (
    "^.{4}(?:..(?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)"
    "|02(?:0[1-9]|1[0-9]|2[0-8]))|(?:0[48]|[2468][048]|[13579][26])0229|000229.{6}[A-Z])"
)
CODES = pl.Enum(["curp_required", "curp_format", "curp_state", "curp_date", "curp_check"])
_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"


def normalise(text: str) -> str:
    """The CURP in capitals, without blanks or hyphens."""
    return compact(text)


def check_digit(first_seventeen: str) -> str:
    """The digit that belongs after the first 17 characters. Raises ValueError on characters no CURP has."""
    weights = range(18, 1, -1)
    values = (_ALPHABET.index(char) for char in first_seventeen)
    return str(-sum(value * weight for value, weight in zip(values, weights, strict=True)) % 10)


def check(text: str) -> str | None:
    """Code of the first broken rule, in this order, or None.

    `curp_required`, `curp_format`, `curp_state`, `curp_date`, `curp_check`. The century of the date is
    the 17th character's: a digit for births before 2000, a letter since.
    """
    curp = normalise(text)
    if not curp:
        return "curp_required"
    if not _MATCH.fullmatch(curp):
        return "curp_format"
    if curp[11:13] not in STATES:
        return "curp_state"
    if not re.search(_DATE, curp):
        return "curp_date"
    return None if check_digit(curp[:17]) == curp[17] else "curp_check"


def matches_names(curp: str, *, first_surname: str, second_surname: str, given: str) -> bool:
    """Whether letters 1-4 and 14-16 of a normalised CURP follow from the normalised names.

    The second surname may be empty: X stands for it.
    """
    first, second = person_name.surname_letters(first_surname), person_name.surname_letters(second_surname)
    name = person_name.given_letters(given)
    word = first.initial + first.vowel + second.initial + name.initial
    if word in INCONVENIENT_WORDS:
        word = word[0] + "X" + word[2:]
    return curp[:4] == word and curp[13:16] == first.consonant + second.consonant + name.consonant


def normalise_expr(column: pl.Expr) -> pl.Expr:
    """`normalise` over a text column."""
    return compact_expr(column)


def check_expr(column: pl.Expr) -> pl.Expr:
    """`check` over a column already normalised: a code, or null."""
    return (
        pl.when(column.is_null() | (column == ""))
        .then(pl.lit("curp_required", CODES))
        .when(~column.str.contains(FORMAT))
        .then(pl.lit("curp_format", CODES))
        .when(~column.str.slice(11, 2).is_in(STATES))
        .then(pl.lit("curp_state", CODES))
        .when(~column.str.contains(_DATE))
        .then(pl.lit("curp_date", CODES))
        .when(~_check_digit_holds_expr(column))
        .then(pl.lit("curp_check", CODES))
    )


def letters_match_expr(column: pl.Expr, first_four: pl.Expr, inner: pl.Expr) -> pl.Expr:
    """Whether letters 1-4 and 14-16 are those given, each group as a number in base 36 (see `as_number`).

    An inconvenient word among the first four is softened before.
    """
    softened = {as_number(word): as_number(f"{word[0]}X{word[2:]}") for word in sorted(INCONVENIENT_WORDS)}
    word = first_four.replace(list(softened), list(softened.values()))
    return (_number_expr(column.str.slice(0, 4)) == word) & (_number_expr(column.str.slice(13, 3)) == inner)


def as_number(letters: str) -> int:
    """A group of letters as one number in base 36: a column takes a quarter of the memory of texts."""
    return int(letters, 36)


def _number_expr(column: pl.Expr) -> pl.Expr:
    return column.str.to_integer(base=36, dtype=pl.UInt32, strict=False)


def _check_digit_holds_expr(column: pl.Expr) -> pl.Expr:
    """Three characters at a time are read as one number in base 36, which says what the three add."""
    total: pl.Expr = pl.lit(0, pl.UInt16)
    for start, table in enumerate(_weighed_triples()):
        triple = _number_expr(column.str.slice(3 * start, 3))
        total = total + pl.lit(table).gather(triple)
    return total % 10 == 0


@lru_cache(maxsize=1)
def _weighed_triples() -> tuple[pl.Series, ...]:
    """For each of the six triples of a CURP, its weighed sum by the triple's number in base 36."""
    number = pl.int_range(36**3, dtype=pl.UInt16, eager=True)
    digits = [number // 36**2, number // 36 % 36, number % 36]
    # Ñ comes between N and O in the CURP's alphabet: from O on (24 in base 36) add one.
    first, second, third = (digit + (digit >= 24).cast(pl.UInt16) for digit in digits)
    return tuple(first * weight + second * (weight - 1) + third * (weight - 2) for weight in range(18, 0, -3))
