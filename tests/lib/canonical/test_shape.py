"""Records to canonical JSON and back: instants, money and bytes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.canonical.errors import CanonicalError
from icsoe.lib.canonical.shape import canonical_json, from_plain, to_plain


@dataclass(frozen=True)
class Sample:
    at: datetime
    amount: Decimal
    raw: bytes
    flag: bool


@given(
    at=st.datetimes(timezones=st.just(UTC)),
    amount=st.decimals(0, 10**10, places=2),
    raw=st.binary(max_size=40),
    flag=st.booleans(),
)
def test_every_sample_comes_back(at: datetime, amount: Decimal, raw: bytes, flag: bool) -> None:
    sample = Sample(at, amount, raw, flag)
    assert from_plain(Sample, to_plain(sample)) == sample


def test_instants_are_written_in_utc_and_money_with_two_digits() -> None:
    local = datetime(2026, 5, 1, 6, 0, tzinfo=timezone(timedelta(hours=-6)))
    assert to_plain(local) == "2026-05-01T12:00:00.000000Z"
    assert to_plain(Decimal("1250.5")) == "1250.50"
    assert to_plain(b"\x00\xff") == "AP8="


@pytest.mark.parametrize("value", [datetime(2026, 5, 1), Decimal("1.005"), Decimal("NaN"), 1.5, object()])  # noqa: DTZ001
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(CanonicalError):
        to_plain(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("at", "2026-05-01T12:00:00+00:00"),
        ("at", "2026-05-01T12:00:00"),
        ("at", "ayer"),
        ("amount", "1.5"),
        ("amount", "uno"),
        ("amount", "1E+2"),
        ("raw", "A"),
        ("raw", "AP8"),
        ("raw", "AP9="),
    ],
)
def test_a_second_spelling_of_a_value_is_refused(name: str, text: str) -> None:
    plain = to_plain(Sample(datetime(2026, 5, 1, tzinfo=UTC), Decimal("1.00"), b"\x00\xff", True))
    with pytest.raises(CanonicalError) as caught:
        from_plain(Sample, {**plain, name: text})
    assert caught.value.code == "wrong_value"
    assert caught.value.path == (name,)


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(value=_PLAIN)
def test_the_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


def test_half_a_surrogate_pair_has_no_canonical_form() -> None:
    with pytest.raises(CanonicalError):
        canonical_json({"name": "\ud800"})


@pytest.mark.parametrize("number", [2**53, -(2**53)])
def test_a_whole_number_that_json_cannot_hold_is_refused(number: int) -> None:
    with pytest.raises(CanonicalError):
        to_plain(number)
