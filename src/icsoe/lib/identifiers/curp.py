"""Clave Única de Registro de Población: eighteen characters made from a person's name, birth and sex.

Source: Instructivo Normativo para la Asignación de la CURP (DOF 18-10-2021).
"""

import calendar
import re
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
_FORMAT = "^[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9][0-9]$"
_MATCH = re.compile(_FORMAT[1:-1])
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
    if not _is_a_day(curp):
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


def _is_a_day(curp: str) -> bool:
    year, month, day = int(curp[4:6]), int(curp[6:8]), int(curp[8:10])
    year += 1900 if curp[16].isdigit() else 2000
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def normalise_expr(column: pl.Expr) -> pl.Expr:
    """`normalise` over a text column."""
    return compact_expr(column)


def check_expr(column: pl.Expr) -> pl.Expr:
    """`check` over a column already normalised: a code, or null."""
    return (
        pl.when(column.is_null() | (column == ""))
        .then(pl.lit("curp_required"))
        .when(~column.str.contains(_FORMAT))
        .then(pl.lit("curp_format"))
        .when(~column.str.slice(11, 2).is_in(STATES))
        .then(pl.lit("curp_state"))
        .when(~_is_a_day_expr(column))
        .then(pl.lit("curp_date"))
        .when(~_check_digit_holds_expr(column))
        .then(pl.lit("curp_check"))
    )


def word_expr(letters: pl.Expr) -> pl.Expr:
    """The first four letters, with the second made X where they spell an inconvenient word."""
    softened = {word: f"{word[0]}X{word[2:]}" for word in sorted(INCONVENIENT_WORDS)}
    return letters.replace(list(softened), list(softened.values()))


def _is_a_day_expr(column: pl.Expr) -> pl.Expr:
    digits = column.str.slice(4, 6).cast(pl.Int32, strict=False)
    year, month, day = digits // 10000, digits // 100 % 100, digits % 100
    # 1900 is the only year of 1900-2099 divisible by four without a 29 February.
    leap = (year % 4 == 0) & ((year != 0) | column.str.slice(16, 1).str.contains("[A-Z]"))
    february = 28 + leap.cast(pl.Int32)
    length = pl.when(month == 2).then(february).when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    return month.is_between(1, 12) & day.is_between(1, length)


def _check_digit_holds_expr(column: pl.Expr) -> pl.Expr:
    """Nine characters at a time are read as one number in base 36, then weighed digit by digit."""
    total: pl.Expr = pl.lit(0, pl.Int64)
    for start in (0, 9):
        number = column.str.slice(start, 9).str.to_integer(base=36, dtype=pl.Int64, strict=False)
        for place in range(9):
            digit = number // 36 ** (8 - place) % 36
            # Ñ comes between N and O in the CURP's alphabet: from O on (24 in base 36) add one.
            value = digit + (digit >= 24).cast(pl.Int64)
            total = total + value * (18 - start - place)
    return total % 10 == 0
