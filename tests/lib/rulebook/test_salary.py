"""An SBC is read as people write it, and never guessed."""

from decimal import Decimal

import pytest

from icsoe.lib.rulebook import salary


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("$1234.56", "1234.56"),
        (" $ 1,234.56 ", "1234.56"),
        ("1234.5", "1234.50"),
        ("1234", "1234.00"),
        ("0315.04", "315.04"),
        ("1234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("450,5", "450.50"),
        ("1,234", "1234.00"),
        ("12,345,678.90", "12345678.90"),
        ("1\u00a0234.56", "1234.56"),
        ("99999999.99", "99999999.99"),
    ],
)
def test_an_amount_is_read(text: str, amount: str) -> None:
    assert salary.parse(text) == Decimal(amount)
    assert salary.check(text) is None


@pytest.mark.parametrize("text", ["", "   ", "$"])
def test_nothing_is_said_to_be_missing(text: str) -> None:
    assert salary.check(text) == "sbc_required"


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "0.00",
        "-5",
        "1.234",
        "1234.567",
        "1,23,4",
        "1234,567.8",
        "12,34.5",
        "1e3",
        "abc",
        "１２３",
        "5.",
        ".5",
        "1'234.50",
        "100000000",
        "1234.56 MXN",
        "$$5",
        "NaN",
        "inf",
        "1.234.567",
    ],
)
def test_what_is_no_amount_is_refused_and_not_guessed(text: str) -> None:
    assert salary.parse(text) is None
    assert salary.check(text) == "sbc_format"
