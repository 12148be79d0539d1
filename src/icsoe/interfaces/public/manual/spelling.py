"""Words as they are compared: without accents, case or ending."""

import re
import unicodedata
from pathlib import Path

_WORD = re.compile(r"[a-z0-9]+")
# Endings of gender and number, longest first: contrato, contratos and contrata are one word.
_ENDINGS = ("aciones", "acion", "ciones", "cion", "es", "os", "as", "s", "o", "a", "e")
_LEAST_STEM = 3
#: Words that say nothing about what is looked for.
IDLE = frozenset(Path(__file__).with_name("idle_words.txt").read_text("utf-8").split())


def folded(text: str) -> str:
    """Lower case without accents; ñ is n, as people without that key type it."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


def stems(text: str) -> list[str]:
    """The words of a text as they are compared, idle ones left out."""
    return [_stem(word) for word in _WORD.findall(folded(text)) if word not in IDLE]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word
