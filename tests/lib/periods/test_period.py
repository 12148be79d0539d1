"""A period is four months of a year, the first one seven days, and every contract falls into one."""

from datetime import date

import pytest

from icsoe.lib.periods.period import Period


@pytest.mark.parametrize(("year", "number"), [(2020, 3), (2026, 0), (2026, 4), (2100, 1), (1, 1)])
def test_there_is_no_period_outside_the_law(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="no such period"):
        Period(year, number)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period(2021, 1), date(2021, 4, 24), date(2021, 4, 30)),
        (Period(2021, 2), date(2021, 5, 1), date(2021, 8, 31)),
        (Period(2026, 1), date(2026, 1, 1), date(2026, 4, 30)),
        (Period(2026, 3), date(2026, 9, 1), date(2026, 12, 31)),
    ],
)
def test_its_days(period: Period, first: date, last: date) -> None:
    assert (period.first_day, period.last_day) == (first, last)
    assert Period.of(first) == Period.of(last) == period


def test_no_period_holds_a_day_before_the_reform() -> None:
    with pytest.raises(ValueError, match="2021-04-23"):
        Period.of(date(2021, 4, 23))
    with pytest.raises(ValueError, match="no such period"):
        Period.of(date(2019, 1, 1))


def test_a_contract_signed_before_the_reform_belongs_to_the_first_period() -> None:
    assert Period.of_contract(date(2018, 3, 1)) == Period(2021, 1)
    assert Period.of_contract(date(2026, 8, 31)) == Period(2026, 2)
    assert Period(2021, 1).holds_start(date(2018, 3, 1))
    assert not Period(2021, 2).holds_start(date(2018, 3, 1))
    assert Period(2026, 2).holds_start(date(2026, 5, 1))
    assert not Period(2026, 2).holds_start(date(2026, 9, 1))


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-4", "2026-0", "2020-1", "26-1", "2026-1 ", "2026-1\n", "２０２６-1"]
)
def test_only_the_written_form_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        Period.parse(text)


def test_periods_have_names_for_people() -> None:
    assert Period(2026, 1).spanish_name == "enero-abril de 2026"
    assert Period(2025, 3).spanish_name == "septiembre-diciembre de 2025"
    assert Period(2021, 1).spanish_name == "24 al 30 de abril de 2021"


def test_the_first_has_none_before_it_and_the_last_none_after() -> None:
    assert Period(2021, 1).previous is None
    assert Period(2022, 1).previous == Period(2021, 3)
    with pytest.raises(ValueError, match="no such period"):
        _ = Period(2099, 3).next
