"""When each period is presented: from day 1 to day 17 of the month after it, in the central zone.

LSS art. 15 A; notice of 27 August 2021 for the first two periods, presented together.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icsoe.lib.periods.business_days import BusinessCalendar
from icsoe.lib.periods.period import Period

#: The zone that governs every deadline.
CENTRAL = ZoneInfo("America/Mexico_City")
_LAST_DAY_OF_MONTH = 17
_ONE_SECOND = timedelta(seconds=1)


class PeriodState(StrEnum):
    """What can be done about a period at an instant."""

    FUTURE = "future"  # has not begun
    CAPTURE = "capture"  # contracts are captured; presenting has not opened
    OPEN = "open"  # presented in time
    LATE = "late"  # presented as extemporánea


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a period is presented in time; instants are aware, in the central zone."""

    first_day: date
    last_day: date

    @property
    def opens(self) -> datetime:
        """First instant in time."""
        return midnight(self.first_day)

    @property
    def ends(self) -> datetime:
        """First instant that is late: the midnight after the last day."""
        return midnight(self.last_day + timedelta(days=1))

    @property
    def closes(self) -> datetime:
        """23:59:59 of the last day, as the law words it. To compare instants use `ends`."""
        return self.ends - _ONE_SECOND


def central_day(instant: datetime) -> date:
    """The day it is in the central zone. Raises ValueError for an instant without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(CENTRAL).date()


def midnight(day: date) -> datetime:
    """The first instant of the day in the central zone."""
    return datetime.combine(day, time.min, CENTRAL)


def window(period: Period, calendar: BusinessCalendar) -> Window:
    """The window of the period; its last day is the 17th or the next business day."""
    opens = _opening_day(period)
    return Window(opens, calendar.on_or_after(opens.replace(day=_LAST_DAY_OF_MONTH)))


def _opening_day(period: Period) -> date:
    if period.is_first:
        return _opening_day(period.next)
    return date(period.year + period.number // 3, 4 * period.number % 12 + 1, 1)


def state_at(period: Period, instant: datetime, calendar: BusinessCalendar) -> PeriodState:
    """What can be done about the period at the instant."""
    day, days = central_day(instant), window(period, calendar)
    if day < period.first_day:
        return PeriodState.FUTURE
    if day < days.first_day:
        return PeriodState.CAPTURE
    return PeriodState.OPEN if day <= days.last_day else PeriodState.LATE


def is_late(period: Period, instant: datetime, calendar: BusinessCalendar) -> bool:
    """Whether a filing received at the instant is extemporánea."""
    return state_at(period, instant, calendar) is PeriodState.LATE


def due_period(instant: datetime, calendar: BusinessCalendar) -> Period:
    """The earliest period that can still be presented in time: the one open, else the one being captured.

    Of the two of September 2021 it is the first.
    """
    period = Period.of_contract(central_day(instant))
    previous = period.previous
    while previous is not None and not is_late(previous, instant, calendar):
        period, previous = previous, previous.previous
    return period


def open_periods(instant: datetime, calendar: BusinessCalendar) -> tuple[Period, ...]:
    """The periods whose window holds the instant, in order: none, one, or the two of September 2021."""
    period, found = due_period(instant, calendar), []
    while state_at(period, instant, calendar) is PeriodState.OPEN:
        found.append(period)
        period = period.next
    return tuple(found)


def may_update(instant: datetime, period: Period) -> bool:
    """Whether an actualización of the period is accepted: the whole month in which the period is presented.

    That is May, September or January, about the period just ended (Lineamientos 5.6).
    """
    day, opens = central_day(instant), _opening_day(period)
    return (day.year, day.month) == (opens.year, opens.month)


def days_left(period: Period, instant: datetime, calendar: BusinessCalendar) -> int | None:
    """Whole days until the last day to present in time: 0 on that day, None after it."""
    left = (window(period, calendar).last_day - central_day(instant)).days
    return left if left >= 0 else None
