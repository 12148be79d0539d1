"""The four-month period (cuatrimestre): LSS art. 15 A and the notice of 27 August 2021 for the first one."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

LAST_YEAR = 2099
_MONTHS = {1: "enero-abril", 2: "mayo-agosto", 3: "septiembre-diciembre"}
_LAST_DAYS = {1: (4, 30), 2: (8, 31), 3: (12, 31)}
_TEXT = re.compile(r"(20[2-9][0-9])-([123])")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Four months of a year: 1 January-April, 2 May-August, 3 September-December. The first is (2021, 1).

    Raises ValueError for anything before (2021, 1), after 2099 or with another number.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in _MONTHS or not 2021 <= self.year <= LAST_YEAR:
            raise ValueError(f"no such period: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The period that holds the day. Raises ValueError for days before 24 April 2021."""
        period = cls(day.year, (day.month - 1) // 4 + 1)
        if day < period.first_day:
            raise ValueError(f"no period holds {day.isoformat()}")
        return period

    @classmethod
    def of_contract(cls, start: date) -> Self:
        """The period a contract that starts on the day is reported in.

        One signed before the reform and still running belongs to (2021, 1).
        """
        first = cls(2021, 1)
        return first if start < first.first_day else cls.of(start)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period written `2026-2`. Raises ValueError on anything else."""
        parts = _TEXT.fullmatch(text)
        if parts is None:
            raise ValueError(f"not a period: {text!r}")
        return cls(int(parts[1]), int(parts[2]))

    def __str__(self) -> str:
        """`2026-2`."""
        return f"{self.year}-{self.number}"

    @property
    def is_first(self) -> bool:
        """Whether it is (2021, 1), which has only seven days."""
        return (self.year, self.number) == (2021, 1)

    @property
    def first_day(self) -> date:
        """The day on which capture opens."""
        return date(2021, 4, 24) if self.is_first else date(self.year, 4 * self.number - 3, 1)

    @property
    def last_day(self) -> date:
        """The last day of the four months."""
        return date(self.year, *_LAST_DAYS[self.number])

    @property
    def previous(self) -> Self | None:
        """The period before, None for the first one."""
        if self.is_first:
            return None
        return type(self)(self.year - 1, 3) if self.number == 1 else type(self)(self.year, self.number - 1)

    @property
    def next(self) -> Self:
        """The period after. Raises ValueError after the last one, (2099, 3)."""
        return type(self)(self.year + 1, 1) if self.number == 3 else type(self)(self.year, self.number + 1)

    def holds_start(self, start: date) -> bool:
        """Whether a contract that starts on the day is reported in this period."""
        if self.is_first:
            return start <= self.last_day
        return self.first_day <= start <= self.last_day

    @property
    def spanish_name(self) -> str:
        """`enero-abril de 2026`; the first one is `24 al 30 de abril de 2021`."""
        if self.is_first:
            return "24 al 30 de abril de 2021"
        return f"{_MONTHS[self.number]} de {self.year}"
