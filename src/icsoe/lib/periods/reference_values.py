"""UMA and general minimum wage by date, and what follows from them.

A date without data gives None, never a guess.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from icsoe.lib.periods.period import Period

#: The contribution base is capped at 25 UMA (LSS art. 28).
CAP_IN_UMA = 25
#: Fine for presenting late or not at all, in UMA (LSS arts. 304 A XXII and 304 B V).
FINE_IN_UMA = (500, 2000)


class Measure(StrEnum):
    """What the table holds, each in pesos a day."""

    UMA = "uma"
    MINIMUM_WAGE = "minimum_wage"


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """An amount in pesos a day, the days it is in force (both included) and who published it."""

    measure: Measure
    valid_from: date
    valid_to: date
    amount: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class SbcLimits:
    """Floor and cap of the SBC in pesos a day; None where the values of the period are not known."""

    floor: Decimal | None
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class ReferenceValues:
    """A table of values; where two cover a day, the later in the table counts."""

    rows: tuple[ReferenceValue, ...]

    def with_rows(self, rows: Iterable[ReferenceValue]) -> "ReferenceValues":
        """This table and more values, as officers add them year by year."""
        return ReferenceValues((*self.rows, *rows))

    def uma(self, day: date) -> Decimal | None:
        """The UMA in force on the day, in pesos a day."""
        return self._in_force(Measure.UMA, day)

    def minimum_wage(self, day: date) -> Decimal | None:
        """The general minimum wage in force on the day, in pesos a day."""
        return self._in_force(Measure.MINIMUM_WAGE, day)

    def sbc_limits(self, period: Period) -> SbcLimits:
        """Floor and cap by the values in force in the period.

        The UMA changes within January-April: the larger of both caps counts, so that nobody is warned of
        an SBC that was right on some day of the period.
        """
        days = (period.first_day, period.last_day)
        umas = [self.uma(day) for day in days]
        wages = [self.minimum_wage(day) for day in days]
        known_umas, known_wages = [uma for uma in umas if uma], [wage for wage in wages if wage]
        return SbcLimits(
            floor=min(known_wages) if len(known_wages) == len(days) else None,
            cap=max(known_umas) * CAP_IN_UMA if len(known_umas) == len(days) else None,
        )

    def fine_range(self, day: date) -> tuple[Decimal, Decimal] | None:
        """Least and greatest fine in pesos for a filing late on the day, or None without data."""
        uma = self.uma(day)
        return None if uma is None else (FINE_IN_UMA[0] * uma, FINE_IN_UMA[1] * uma)

    def _in_force(self, measure: Measure, day: date) -> Decimal | None:
        rows = (row for row in reversed(self.rows) if row.measure is measure)
        return next((row.amount for row in rows if row.valid_from <= day <= row.valid_to), None)


@lru_cache(maxsize=1)
def shipped_values() -> ReferenceValues:
    """The table that comes with the product."""
    text = (files("icsoe.lib.periods") / "reference_values.csv").read_text("utf-8")
    return ReferenceValues(tuple(map(_row, csv.DictReader(text.splitlines()))))


def _row(cells: dict[str, str]) -> ReferenceValue:
    return ReferenceValue(
        Measure(cells["measure"]),
        date.fromisoformat(cells["valid_from"]),
        date.fromisoformat(cells["valid_to"]),
        Decimal(cells["amount"]),
        cells["source"],
    )
