"""Which days count: Saturdays, Sundays, the days of CFF art. 12 and those the officers add do not."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

_RULES: dict[str, Any] = tomllib.loads(
    (files("icsoe.lib.periods") / "non_business_days.toml").read_text("utf-8")
)
_DAY = timedelta(days=1)
# A calendar with ten years of added days in a row is a mistake, not a calendar.
_MOST_DAYS_IN_A_ROW = 3660


@dataclass(frozen=True, order=True, slots=True)
class NonBusinessDay:
    """A day that does not count, why, and the text that says so."""

    day: date
    reason: str
    source: str


@lru_cache(maxsize=128)
def statutory_days(year: int) -> tuple[NonBusinessDay, ...]:
    """The days of CFF art. 12 in the year, in order, without Saturdays and Sundays as such."""
    rules = (rule for rule in _RULES["day"] if _applies(rule, year))
    return tuple(sorted(NonBusinessDay(_day(rule, year), rule["reason"], _RULES["source"]) for rule in rules))


def _applies(rule: dict[str, Any], year: int) -> bool:
    since = rule.get("since", year)
    return bool(year >= since and (year - since) % rule.get("every", 1) == 0)


def _day(rule: dict[str, Any], year: int) -> date:
    if "day" in rule:
        return date(year, rule["month"], rule["day"])
    first = date(year, rule["month"], 1)
    return first + timedelta(days=(rule["weekday"] - first.weekday()) % 7 + 7 * (rule["nth"] - 1))


@dataclass(frozen=True)
class BusinessCalendar:
    """Business days: the statute, the days added by officers (each with its source) and those they restored.

    `added` do not count although the statute says nothing of them; `working` count although it does.
    """

    added: tuple[NonBusinessDay, ...] = ()
    working: frozenset[date] = frozenset()
    _added: dict[date, NonBusinessDay] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_added", {entry.day: entry for entry in self.added})

    def with_days(self, added: Iterable[NonBusinessDay], working: Iterable[date] = ()) -> "BusinessCalendar":
        """This calendar and more days."""
        return BusinessCalendar((*self.added, *added), self.working | frozenset(working))

    def why_not(self, day: date) -> NonBusinessDay | None:
        """Why the day does not count, or None if it is a business day."""
        if day in self.working:
            return None
        if day in self._added:
            return self._added[day]
        if day.weekday() >= 5:
            return NonBusinessDay(day, ("Sábado", "Domingo")[day.weekday() - 5], _RULES["source"])
        return next((entry for entry in statutory_days(day.year) if entry.day == day), None)

    def is_business_day(self, day: date) -> bool:
        """Whether the day counts."""
        return self.why_not(day) is None

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a business day, else the next one.

        Raises ValueError if the added days leave none within ten years.
        """
        for _ in range(_MOST_DAYS_IN_A_ROW):
            if self.is_business_day(day):
                return day
            day += _DAY
        raise ValueError(f"no business day up to {day.isoformat()}")

    def add_business_days(self, day: date, count: int) -> date:
        """The last day of a term of `count` business days that begins the day after `day`.

        Raises ValueError for a negative count.
        """
        if count < 0:
            raise ValueError(f"a term of {count} days")
        for _ in range(count):
            day = self.on_or_after(day + _DAY)
        return day
