"""Folios in the Institute's official shapes: `A26P3662382` for a contract, `N262253432` for a filing."""

import re
from enum import StrEnum
from typing import NamedTuple

FIRST_YEAR = 2021
LAST_YEAR = 2099
_PERIOD_LETTERS = "PST"
_CONTRACT = re.compile(r"A(?P<year>[0-9]{2})(?P<period>[PST])(?P<sequence>[0-9]{7})")
# Six digits at least; a seventh appears only when six are not enough, so it never begins with zero.
_FILING = re.compile(
    r"(?P<kind>N|SI|CO|AC|SE)(?P<year>[0-9]{2})(?P<period>[123])(?P<sequence>[0-9]{6}|[1-9][0-9]{6,17})"
)


class FilingKind(StrEnum):
    """The five types of filing by the prefix of their folio (Lineamientos 5.6)."""

    NORMAL = "N"
    NIL = "SI"
    CORRECTION = "CO"
    UPDATE = "AC"
    VOID = "SE"


class ContractFolio(NamedTuple):
    """What a contract folio says."""

    year: int
    period: int
    sequence: int


class FilingFolio(NamedTuple):
    """What a filing folio says."""

    kind: FilingKind
    year: int
    period: int
    sequence: int


def contract_folio(year: int, period: int, sequence: int) -> str:
    """`A`, two-digit year, P, S or T for period 1, 2 or 3, and the sequence in seven digits.

    Raises ValueError outside years 2021-2099, periods 1-3 and sequences 1-9,999,999.
    """
    _refuse_outside(year, period, sequence, most=9_999_999)
    return f"A{year % 100:02}{_PERIOD_LETTERS[period - 1]}{sequence:07}"


def filing_folio(kind: FilingKind | str, year: int, period: int, sequence: int) -> str:
    """Prefix of the type, two-digit year, digit of the period, and the sequence in six digits or more.

    Raises ValueError on an unknown type, outside years 2021-2099, periods 1-3 and sequences from 1 on.
    """
    _refuse_outside(year, period, sequence, most=10**18 - 1)
    return f"{FilingKind(kind)}{year % 100:02}{period}{sequence:06}"


def parse_contract_folio(text: str) -> ContractFolio:
    """What the folio says. Raises ValueError on anything that `contract_folio` would not have written."""
    parts = _CONTRACT.fullmatch(text)
    if parts is None:
        raise ValueError(f"not a contract folio: {text!r}")
    folio = ContractFolio(
        2000 + int(parts["year"]), _PERIOD_LETTERS.index(parts["period"]) + 1, int(parts["sequence"])
    )
    _refuse_outside(*folio, most=9_999_999)
    return folio


def parse_filing_folio(text: str) -> FilingFolio:
    """What the folio says. Raises ValueError on anything that `filing_folio` would not have written."""
    parts = _FILING.fullmatch(text)
    if parts is None:
        raise ValueError(f"not a filing folio: {text!r}")
    year, period, sequence = 2000 + int(parts["year"]), int(parts["period"]), int(parts["sequence"])
    _refuse_outside(year, period, sequence, most=10**18 - 1)
    return FilingFolio(FilingKind(parts["kind"]), year, period, sequence)


def _refuse_outside(year: int, period: int, sequence: int, *, most: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no folio for the year {year}")
    if period not in (1, 2, 3):
        raise ValueError(f"no folio for the period {period}")
    if not 1 <= sequence <= most:
        raise ValueError(f"no folio for the sequence {sequence}")
