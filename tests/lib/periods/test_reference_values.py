"""Limits of the SBC and fines come from published values; a year without them says nothing."""

from datetime import date
from decimal import Decimal

import pytest

from icsoe.lib.periods.period import Period
from icsoe.lib.periods.reference_values import Measure, ReferenceValue, SbcLimits, shipped_values

VALUES = shipped_values()


@pytest.mark.parametrize(
    ("day", "uma"),
    [
        (date(2021, 2, 1), "89.62"),
        (date(2022, 1, 31), "89.62"),
        (date(2022, 2, 1), "96.22"),
        (date(2023, 6, 1), "103.74"),
        (date(2024, 6, 1), "108.57"),
        (date(2026, 1, 31), "113.14"),
        (date(2027, 1, 31), "117.31"),
    ],
)
def test_the_uma_changes_in_february(day: date, uma: str) -> None:
    assert VALUES.uma(day) == Decimal(uma)


@pytest.mark.parametrize(
    ("year", "wage"),
    [
        (2021, "141.70"),
        (2022, "172.87"),
        (2023, "207.44"),
        (2024, "248.93"),
        (2025, "278.80"),
        (2026, "315.04"),
    ],
)
def test_the_minimum_wage_changes_in_january(year: int, wage: str) -> None:
    assert VALUES.minimum_wage(date(year, 1, 1)) == VALUES.minimum_wage(date(year, 12, 31)) == Decimal(wage)


def test_limits_of_a_period() -> None:
    assert VALUES.sbc_limits(Period(2026, 2)) == SbcLimits(Decimal("315.04"), Decimal("2932.75"))
    assert VALUES.sbc_limits(Period(2021, 1)) == SbcLimits(Decimal("141.70"), Decimal("2240.50"))


def test_the_larger_cap_counts_where_the_uma_changes_within_the_period() -> None:
    assert VALUES.sbc_limits(Period(2026, 1)).cap == 25 * Decimal("117.31")


def test_a_year_without_data_is_not_guessed() -> None:
    assert VALUES.uma(date(2027, 2, 1)) is None
    assert VALUES.minimum_wage(date(2020, 12, 31)) is None
    assert VALUES.sbc_limits(Period(2027, 1)) == SbcLimits(None, None)
    assert VALUES.fine_range(date(2027, 5, 20)) is None


def test_officers_extend_and_correct_the_table() -> None:
    wage = ReferenceValue(
        Measure.MINIMUM_WAGE, date(2027, 1, 1), date(2027, 12, 31), Decimal("340.00"), "CONASAMI"
    )
    assert VALUES.with_rows([wage]).sbc_limits(Period(2027, 1)) == SbcLimits(Decimal("340.00"), None)


def test_the_fine_is_500_to_2000_uma() -> None:
    assert VALUES.fine_range(date(2026, 5, 20)) == (Decimal("58655.00"), Decimal("234620.00"))
