"""How names are written to be searched: plain capitals, whatever the accents and the person's typing."""

import re
import unicodedata

import polars as pl

_KEPT = "Ñ"
_WORDS = re.compile(r"[a-z0-9]+")


def name_key(*names: str) -> str:
    """The names one after another in plain capitals, without accents (Ñ stays), single blanks between."""
    text = " ".join(" ".join(names).split()).upper()
    return "".join(char if char == _KEPT else _plain(char) for char in unicodedata.normalize("NFC", text))


def _plain(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


#: Every letter beyond ASCII that a name may hold and that is written otherwise in a key.
_WRITTEN = {char: name_key(char) for char in map(chr, range(0xC0, 0x180)) if name_key(char) != char}


def name_key_expr(*columns: pl.Expr) -> pl.Expr:
    """`name_key` over columns of names already normalised (capitals, NFC, single blanks)."""
    joined = pl.concat_str(list(columns), separator=" ").str.replace_all("  +", " ").str.strip_chars(" ")
    return joined.str.replace_many(list(_WRITTEN), list(_WRITTEN.values()))


def search_words(text: str) -> list[str]:
    """The words of a text as the public list is searched: small letters and figures, no marks (an Ñ is an N).

    Whoever searches may write from any keyboard. The database's twin is ``icsoe_search_words``.
    """
    plain = "".join(
        char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char)
    )
    return _WORDS.findall(plain)
