"""Registro Federal de Contribuyentes: the tax key of a company (12 characters) or a person (13)."""

import re
from datetime import date
from enum import StrEnum

from icsoe.lib.identifiers.characters import compact

#: SAT's keys for "the public at large" and "a foreigner": they name nobody, so they are refused.
GENERIC = frozenset({"XAXX010101000", "XEXX010101000"})
_FORMAT = re.compile(r"(?P<letters>[A-ZÑ&]{3,4})(?P<date>[0-9]{6})(?P<homoclave>[A-Z0-9]{3})")
_WITHOUT_HOMOCLAVE = re.compile(r"[A-ZÑ&]{3,4}[0-9]{6}")
_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"


class PersonType(StrEnum):
    """Whom an RFC names."""

    COMPANY = "moral"
    PERSON = "fisica"


def normalise(text: str) -> str:
    """The RFC in capitals, without blanks or hyphens."""
    return compact(text)


def person_type(text: str) -> PersonType | None:
    """`moral` for 12 characters, `fisica` for 13, None for anything else."""
    return {12: PersonType.COMPANY, 13: PersonType.PERSON}.get(len(normalise(text)))


def check_digit(text: str) -> str:
    """The digit (0-9 or A) that belongs after the first 11 (company) or 12 (person) characters of the key.

    Raises ValueError on characters no RFC has.
    """
    padded = text.rjust(12)
    remainder = sum(_ALPHABET.index(char) * (13 - place) for place, char in enumerate(padded)) % 11
    return {0: "0", 1: "A"}.get(remainder, str(11 - remainder))


def check(text: str) -> str | None:
    """Code of the first broken rule, or None.

    In order: `rfc_required`, `rfc_homoclave` (ten characters), `rfc_format`, `rfc_generic`, `rfc_date`,
    `rfc_check`. The last is a warning: about 1.5 % of the RFCs SAT has issued do not follow it.
    """
    rfc = normalise(text)
    if not rfc:
        return "rfc_required"
    parts = _FORMAT.fullmatch(rfc)
    if parts is None:
        return "rfc_homoclave" if _WITHOUT_HOMOCLAVE.fullmatch(rfc) else "rfc_format"
    if rfc in GENERIC:
        return "rfc_generic"
    if not _is_a_day(parts["date"]):
        return "rfc_date"
    return None if check_digit(rfc[:-1]) == rfc[-1] else "rfc_check"


def _is_a_day(yymmdd: str) -> bool:
    """Whether the six digits are a day in 1900-1999 or in 2000-2099: the key does not say which."""
    year, month, day = int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:])
    # Of 1900 and 2000 only 2000 had a 29 February; the other pairs of years agree.
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True
