"""Terms are counted in business days: the statute's, and what officers add with its source."""

from datetime import date, timedelta

import pytest

from icsoe.lib.periods.business_days import BusinessCalendar, NonBusinessDay, statutory_days

CALENDAR = BusinessCalendar()


def test_the_days_of_the_statute_in_a_year_of_handover() -> None:
    assert [entry.day for entry in statutory_days(2024)] == [
        date(2024, 1, 1),
        date(2024, 2, 5),
        date(2024, 3, 18),
        date(2024, 5, 1),
        date(2024, 5, 5),
        date(2024, 9, 16),
        date(2024, 10, 1),
        date(2024, 11, 18),
        date(2024, 12, 25),
    ]


@pytest.mark.parametrize(("year", "free"), [(2018, False), (2024, True), (2026, False), (2030, True)])
def test_the_first_of_october_is_free_every_six_years(year: int, free: bool) -> None:
    assert (date(year, 10, 1) in {entry.day for entry in statutory_days(year)}) is free


def test_every_day_that_does_not_count_says_why_and_by_which_text() -> None:
    saturday = CALENDAR.why_not(date(2026, 9, 19))
    assert saturday is not None
    assert (saturday.reason, saturday.source) == ("Sábado", "Código Fiscal de la Federación, artículo 12")
    independence = CALENDAR.why_not(date(2026, 9, 16))
    assert independence is not None
    assert independence.reason == "Día de la Independencia"
    assert CALENDAR.why_not(date(2026, 9, 17)) is None


def test_officers_add_days_and_restore_days() -> None:
    added = NonBusinessDay(date(2026, 9, 17), "Suspensión de labores", "DOF 10-09-2026")
    calendar = CALENDAR.with_days([added], working=[date(2026, 9, 19)])
    assert calendar.why_not(date(2026, 9, 17)) == added
    assert calendar.is_business_day(date(2026, 9, 19))
    assert not CALENDAR.is_business_day(date(2026, 9, 19))


def test_a_term_skips_what_does_not_count_and_begins_the_day_after() -> None:
    # Notified on Friday 11 September 2026: the 16th is free and two week-ends pass.
    assert CALENDAR.add_business_days(date(2026, 9, 11), 10) == date(2026, 9, 28)
    assert CALENDAR.add_business_days(date(2026, 9, 12), 1) == date(2026, 9, 14)
    assert CALENDAR.add_business_days(date(2026, 9, 12), 0) == date(2026, 9, 12)


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 days"):
        CALENDAR.add_business_days(date(2026, 9, 11), -1)


def test_a_calendar_that_leaves_no_business_day_is_refused_and_does_not_hang() -> None:
    start = date(2026, 1, 1)
    closed = [NonBusinessDay(start + timedelta(days=n), "Cierre", "Prueba") for n in range(3700)]
    with pytest.raises(ValueError, match="no business day"):
        CALENDAR.with_days(closed).on_or_after(start)
