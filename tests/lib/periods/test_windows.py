"""Whoever must file knows on which days, to the second, and the true last days of the past come out right."""

from datetime import UTC, date, datetime, timedelta

import pytest

from icsoe.lib.periods.business_days import BusinessCalendar, NonBusinessDay
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import (
    CENTRAL,
    PeriodState,
    central_day,
    days_left,
    due_period,
    is_late,
    may_update,
    open_periods,
    state_at,
    window,
)

CALENDAR = BusinessCalendar()


def at(*parts: int, microsecond: int = 0) -> datetime:
    return datetime(*parts, microsecond=microsecond, tzinfo=CENTRAL)  # type: ignore[arg-type,misc]


TRUE_LAST_DAYS = {
    "2021-1": date(2021, 9, 17),
    "2021-2": date(2021, 9, 17),
    "2021-3": date(2022, 1, 17),
    "2022-1": date(2022, 5, 17),
    "2022-2": date(2022, 9, 19),
    "2022-3": date(2023, 1, 17),
    "2023-1": date(2023, 5, 17),
    "2023-2": date(2023, 9, 18),
    "2023-3": date(2024, 1, 17),
    "2024-1": date(2024, 5, 17),
    "2024-2": date(2024, 9, 17),
    "2024-3": date(2025, 1, 17),
    "2025-1": date(2025, 5, 19),
    "2025-2": date(2025, 9, 17),
    "2025-3": date(2026, 1, 19),
    "2026-1": date(2026, 5, 18),
    "2026-2": date(2026, 9, 17),
    "2026-3": date(2027, 1, 18),
}


@pytest.mark.parametrize(("period", "last_day"), TRUE_LAST_DAYS.items())
def test_the_last_day_is_the_one_the_institute_announced(period: str, last_day: date) -> None:
    assert window(Period.parse(period), CALENDAR).last_day == last_day


@pytest.mark.parametrize(
    ("period", "first_day"),
    [
        ("2021-1", date(2021, 9, 1)),
        ("2021-2", date(2021, 9, 1)),
        ("2025-3", date(2026, 1, 1)),
        ("2026-1", date(2026, 5, 1)),
        ("2026-2", date(2026, 9, 1)),
    ],
)
def test_presenting_opens_on_day_one_of_the_following_month(period: str, first_day: date) -> None:
    assert window(Period.parse(period), CALENDAR).first_day == first_day


def test_the_last_second_of_the_last_day_is_in_time_and_the_first_instant_after_is_late() -> None:
    period = Period(2026, 2)
    assert window(period, CALENDAR).closes == at(2026, 9, 17, 23, 59, 59)
    assert not is_late(period, at(2026, 9, 17, 23, 59, 59, microsecond=900_000), CALENDAR)
    assert is_late(period, at(2026, 9, 18, microsecond=100_000), CALENDAR)
    assert is_late(period, window(period, CALENDAR).ends, CALENDAR)


def test_the_central_zone_governs_wherever_the_instant_was_written() -> None:
    still_the_17th = datetime(2026, 9, 18, 5, 59, 59, tzinfo=UTC)
    assert not is_late(Period(2026, 2), still_the_17th, CALENDAR)
    assert is_late(Period(2026, 2), still_the_17th + timedelta(seconds=1), CALENDAR)


def test_summer_time_is_kept_for_the_years_that_had_it() -> None:
    assert window(Period(2022, 1), CALENDAR).ends == datetime(2022, 5, 18, 5, tzinfo=UTC)
    assert window(Period(2023, 1), CALENDAR).ends == datetime(2023, 5, 18, 6, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        central_day(datetime(2026, 9, 1))  # noqa: DTZ001 - the point of the test


def test_a_day_added_by_an_officer_moves_the_last_day() -> None:
    added = NonBusinessDay(date(2026, 9, 17), "Contingencia", "Acuerdo del Consejo Técnico")
    assert window(Period(2026, 2), CALENDAR.with_days([added])).last_day == date(2026, 9, 18)


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        (at(2026, 4, 30, 23, 59, 59), PeriodState.FUTURE),
        (at(2026, 5, 1), PeriodState.CAPTURE),
        (at(2026, 8, 31, 23, 59, 59), PeriodState.CAPTURE),
        (at(2026, 9, 1), PeriodState.OPEN),
        (at(2026, 9, 17, 23, 59, 59), PeriodState.OPEN),
        (at(2026, 9, 18), PeriodState.LATE),
    ],
)
def test_what_can_be_done_about_a_period_follows_the_day(instant: datetime, state: PeriodState) -> None:
    assert state_at(Period(2026, 2), instant, CALENDAR) is state


@pytest.mark.parametrize(
    ("instant", "due"),
    [
        (at(2020, 1, 1), Period(2021, 1)),
        (at(2021, 6, 1), Period(2021, 1)),
        (at(2021, 9, 17, 23), Period(2021, 1)),
        (at(2021, 9, 18), Period(2021, 3)),
        (at(2026, 5, 18, 23, 59, 59), Period(2026, 1)),
        (at(2026, 5, 19), Period(2026, 2)),
        (at(2026, 7, 1), Period(2026, 2)),
        (at(2026, 1, 19), Period(2025, 3)),
        (at(2026, 1, 20), Period(2026, 1)),
    ],
)
def test_the_period_due_is_the_earliest_that_can_still_be_in_time(instant: datetime, due: Period) -> None:
    assert due_period(instant, CALENDAR) == due


def test_the_first_two_periods_are_open_together() -> None:
    assert open_periods(at(2021, 9, 10), CALENDAR) == (Period(2021, 1), Period(2021, 2))
    assert open_periods(at(2026, 9, 10), CALENDAR) == (Period(2026, 2),)
    assert open_periods(at(2026, 9, 18), CALENDAR) == ()


@pytest.mark.parametrize(
    ("instant", "period", "accepted"),
    [
        (at(2026, 5, 1), Period(2026, 1), True),
        (at(2026, 5, 31, 23, 59, 59), Period(2026, 1), True),
        (at(2026, 6, 1), Period(2026, 1), False),
        (at(2026, 5, 10), Period(2025, 3), False),
        (at(2026, 5, 10), Period(2026, 2), False),
        (at(2026, 1, 31), Period(2025, 3), True),
        (at(2025, 9, 1), Period(2026, 2), False),
    ],
)
def test_an_update_is_accepted_in_the_month_after_its_period(
    instant: datetime, period: Period, accepted: bool
) -> None:
    assert may_update(instant, period) is accepted


def test_days_left_count_down_to_zero_on_the_last_day_and_then_say_nothing() -> None:
    period = Period(2026, 2)
    assert days_left(period, at(2026, 9, 1), CALENDAR) == 16
    assert days_left(period, at(2026, 9, 17, 23, 59, 59), CALENDAR) == 0
    assert days_left(period, at(2026, 9, 18), CALENDAR) is None
