"""Names of persons: how they are written, and the letters a CURP takes from them.

Letters of a CURP: Instructivo Normativo para la Asignación de la CURP (DOF 18-10-2021), criteria for
positions 1-4 and 14-16 and Annex 2. Both twins run the same expressions over the same tables.
"""

import re
import unicodedata
from typing import NamedTuple

import polars as pl

from icsoe.lib.identifiers.characters import BLANKS

MAX_LENGTH = 50
#: Latin letters as Mexican birth certificates hold them; everything after `Z` carries a diacritic.
_LETTERS = "A-ZÀ-ÖØ-ÞĀ-Ž"
_ALLOWED = f"^[{_LETTERS} '.-]*$"
_A_LETTER = f"[{_LETTERS}]"
_BLANKS = f"[{BLANKS}]+"
_ACCENTED = "".join(map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xDF), *range(0x100, 0x17F))))
_APOSTROPHES = dict.fromkeys("’‘´`ʼ", "'")
_UPPER = {
    letter.lower(): letter
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + _ACCENTED + "Ÿ"
    if letter.lower() != letter and len(letter.lower()) == 1
}
_WRITTEN = _APOSTROPHES | _UPPER

# A sign inside a name stands where a letter would and counts as X; Ñ is kept apart until the end.
_SIGN = "/"
_PLAIN = {
    letter: unicodedata.normalize("NFD", letter)[0] for letter in _ACCENTED if letter != "Ñ"
} | dict.fromkeys("'-.", _SIGN)
_PARTICLES = "^(?:(?:DA|DAS|DE|DEL|DER|DI|DIE|DD|EL|LA|LOS|LAS|LE|LES|MAC|MC|VAN|VON|Y) )+"
_COMMON = "^(?:MARIA|MA/?|JOSE|J/?) "
_FIRST_WORD = "^([^ ]*)"
_INITIAL = "^([A-Z])"
_VOWEL = "^.[^AEIOU/]*([AEIOU])"
_CONSONANT = "^.[^B-DF-HJ-NP-TV-ZÑ/]*([B-DF-HJ-NP-TV-Z])"


class Letters(NamedTuple):
    """What one name gives to a CURP: its initial, first inner vowel and first inner consonant (or X)."""

    initial: str
    vowel: str
    consonant: str


def normalise(text: str) -> str:
    """The name in capitals, composed (NFC), with single blanks and the plain apostrophe."""
    written = "".join(_WRITTEN.get(char, char) for char in unicodedata.normalize("NFC", text))
    return re.sub(_BLANKS, " ", written).strip(" ")


def check(text: str) -> str | None:
    """`name_chars`, `name_length` (over 50 characters) or None. An empty name breaks neither."""
    name = normalise(text)
    if not name:
        return None
    if not re.search(_ALLOWED[:-1] + r"\Z", name) or not re.search(_A_LETTER, name):
        return "name_chars"
    return "name_length" if len(name) > MAX_LENGTH else None


def surname_letters(surname: str) -> Letters:
    """Letters of a normalised surname: first word that is no particle; all X where there is no surname."""
    return _letters(re.sub(_PARTICLES, "", _plain(surname)))


def given_letters(given: str) -> Letters:
    """Letters of normalised given names: the second one where the first is MARÍA or JOSÉ."""
    word = re.sub(_COMMON, "", re.sub(_PARTICLES, "", _plain(given)))
    return _letters(re.sub(_PARTICLES, "", word))


def _plain(name: str) -> str:
    return "".join(_PLAIN.get(char, char) for char in name)


def _letters(text: str) -> Letters:
    word = text.split(" ", 1)[0]
    return Letters(*(_found(pattern, word) for pattern in (_INITIAL, _VOWEL, _CONSONANT)))


def _found(pattern: str, word: str) -> str:
    found = re.search(pattern, word)
    return found[1] if found else "X"


def normalise_expr(column: pl.Expr) -> pl.Expr:
    """`normalise` over a text column."""
    written = column.str.normalize("NFC").str.replace_many(list(_WRITTEN), list(_WRITTEN.values()))
    return written.str.replace_all(_BLANKS, " ").str.strip_chars(" ")


def check_expr(column: pl.Expr) -> pl.Expr:
    """`check` over a column already normalised: a code, or null."""
    bad = ~column.str.contains(_ALLOWED) | ~column.str.contains(_A_LETTER)
    return (
        pl.when((column != "") & bad)
        .then(pl.lit("name_chars"))
        .when(column.str.len_chars() > MAX_LENGTH)
        .then(pl.lit("name_length"))
    )


def surname_letters_expr(column: pl.Expr) -> dict[str, pl.Expr]:
    """`surname_letters` over a column already normalised: `initial`, `vowel` and `consonant`."""
    return _letters_expr(_plain_expr(column).str.replace(_PARTICLES, ""))


def given_letters_expr(column: pl.Expr) -> dict[str, pl.Expr]:
    """`given_letters` over a column already normalised: `initial`, `vowel` and `consonant`."""
    word = _plain_expr(column).str.replace(_PARTICLES, "").str.replace(_COMMON, "")
    return _letters_expr(word.str.replace(_PARTICLES, ""))


def _plain_expr(column: pl.Expr) -> pl.Expr:
    return column.str.replace_many(list(_PLAIN), list(_PLAIN.values()))


def _letters_expr(text: pl.Expr) -> dict[str, pl.Expr]:
    word = text.str.extract(_FIRST_WORD)
    patterns = (_INITIAL, _VOWEL, _CONSONANT)
    return {
        name: _found_expr(pattern, word).alias(name)
        for name, pattern in zip(Letters._fields, patterns, strict=True)
    }


def _found_expr(pattern: str, word: pl.Expr) -> pl.Expr:
    return word.str.extract(pattern).fill_null("X")
