"""Registro patronal: the Institute's key of an employer. Only its shape is checked."""

import re

from icsoe.lib.identifiers.characters import compact

_FORMAT = re.compile(r"[A-Z][0-9]{10}")


def normalise(text: str) -> str:
    """The key in capitals, without blanks or hyphens."""
    return compact(text)


def check(text: str) -> str | None:
    """`registro_patronal_required`, `registro_patronal_format` (a letter and ten digits), or None."""
    key = normalise(text)
    if not key:
        return "registro_patronal_required"
    return None if _FORMAT.fullmatch(key) else "registro_patronal_format"
