"""What holds of every period, day and calendar."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.periods.business_days import BusinessCalendar, NonBusinessDay
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import CENTRAL, PeriodState, due_period, may_update, state_at, window

periods = st.builds(Period, st.integers(2021, 2098), st.integers(1, 3))
days = st.dates(date(2021, 4, 24), date(2098, 12, 31))
instants = st.datetimes(datetime(2021, 4, 24), datetime(2098, 12, 31), timezones=st.just(CENTRAL))  # noqa: DTZ001
calendars = st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 31)), max_size=40).map(
    lambda free: BusinessCalendar(tuple(NonBusinessDay(day, "Cierre", "Prueba") for day in free))
)
CALENDAR = BusinessCalendar()


@given(periods)
def test_written_and_read_back_it_is_the_same(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(days)
def test_every_day_is_in_the_period_that_says_so(day: date) -> None:
    assert Period.of(day).first_day <= day <= Period.of(day).last_day


@given(periods)
def test_periods_follow_one_another_without_gap(period: Period) -> None:
    assert period.next.previous == period
    assert period.next.first_day == period.last_day + timedelta(days=1)
    assert period < period.next


@given(periods)
def test_a_window_has_17_days_or_ends_on_the_next_business_day(period: Period) -> None:
    days = window(period, CALENDAR)
    assert days.first_day.day == 1
    assert days.last_day.day >= 17
    assert CALENDAR.is_business_day(days.last_day)
    seventeenth = days.first_day.replace(day=17)
    between = (seventeenth + timedelta(days=n) for n in range((days.last_day - seventeenth).days))
    assert not any(CALENDAR.is_business_day(day) for day in between)


@given(instants)
def test_what_is_due_is_never_late_and_all_before_it_is(instant: datetime) -> None:
    due = due_period(instant, CALENDAR)
    assert state_at(due, instant, CALENDAR) in {PeriodState.CAPTURE, PeriodState.OPEN}
    if due.previous is not None:
        assert state_at(due.previous, instant, CALENDAR) is PeriodState.LATE


@given(instants.filter(lambda instant: instant.year > 2021))
def test_updates_are_accepted_in_three_months_of_the_year(instant: datetime) -> None:
    just_ended = Period.of(instant.date()).previous
    accepted = just_ended is not None and may_update(instant, just_ended)
    assert accepted is (just_ended is not None and instant.month in {1, 5, 9})


@given(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.integers(0, 60), calendars)
def test_a_term_holds_exactly_its_business_days(day: date, count: int, calendar: BusinessCalendar) -> None:
    last = calendar.add_business_days(day, count)
    passed = (day + timedelta(days=n) for n in range(1, (last - day).days + 1))
    assert sum(calendar.is_business_day(each) for each in passed) == count
    assert count == 0 or calendar.is_business_day(last)
