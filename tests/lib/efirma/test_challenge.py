"""The text signed to enter: its exact bytes, and every way of bringing another one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.efirma.challenge import Challenge, check_entry_text, entry_text, escape
from icsoe.lib.efirma.errors import Code, EfirmaError

AT = datetime(2026, 5, 1, 11, 58, 0, 900_000, tzinfo=UTC)
NUMBER = "30009999000000000001"
HOST = "icsoe.example"
NONCE = bytes(range(16))
CHALLENGE = Challenge.issue(host=HOST, nonce=NONCE, at=AT)
TEXT = (
    "||ICSOE-ACCESO|1.0|icsoe.example|000102030405060708090a0b0c0d0e0f"
    "|2026-05-01T12:00:00Z|30009999000000000001||"
)


def test_the_text_is_exactly_this() -> None:
    assert _text(CHALLENGE) == TEXT


def test_the_right_text_is_accepted_until_the_last_instant() -> None:
    _check(TEXT, at=CHALLENGE.expires - timedelta(microseconds=1))


def test_values_are_escaped_so_that_bars_cannot_be_forged() -> None:
    assert escape("a|b%7Cc") == "a%7Cb%257Cc"
    assert _text(Challenge.issue(host="a|1.0|b", nonce=NONCE, at=AT)).count("|") == TEXT.count("|")


@given(st.text(), st.text())
def test_two_values_never_escape_to_the_same(one: str, other: str) -> None:
    assert "|" not in escape(one)
    assert (escape(one) == escape(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.CHALLENGE_MALFORMED),
        (TEXT + "\n", Code.CHALLENGE_MALFORMED),
        (TEXT.replace("ACCESO", "INFORMATIVA"), Code.CHALLENGE_MALFORMED),
        (TEXT.replace("1.0", "1.1", 1), Code.CHALLENGE_MALFORMED),
        (TEXT.replace(HOST, "x" * 1024), Code.CHALLENGE_MALFORMED),
        (TEXT.replace(HOST, "otro.example"), Code.CHALLENGE_OTHER_HOST),
        (TEXT.replace("0001", "ffff", 1), Code.CHALLENGE_OTHER_SESSION),
        (TEXT.replace("12:00:00", "12:30:00"), Code.CHALLENGE_OTHER_SESSION),
        (TEXT.replace(NUMBER, "30009999000000000002"), Code.CHALLENGE_OTHER_CERTIFICATE),
    ],
)
def test_another_text_is_refused(text: str, code: Code) -> None:
    with pytest.raises(EfirmaError) as refused:
        _check(text)
    assert refused.value.code is code


def test_a_challenge_of_another_host_is_refused_even_when_the_text_agrees() -> None:
    elsewhere = Challenge.issue(host="otro.example", nonce=NONCE, at=AT)
    for challenge, host in ((CHALLENGE, "otro.example"), (elsewhere, HOST)):
        with pytest.raises(EfirmaError) as refused:
            check_entry_text(TEXT, challenge, certificate_number=NUMBER, host=host, at=AT)
        assert refused.value.code is Code.CHALLENGE_OTHER_HOST


def test_two_minutes_later_it_is_too_late() -> None:
    with pytest.raises(EfirmaError) as refused:
        _check(TEXT, at=CHALLENGE.expires)
    assert refused.value.code is Code.CHALLENGE_EXPIRED


@pytest.mark.parametrize(
    ("nonce", "expires"),
    [(b"corto", AT), (NONCE, datetime(2026, 5, 1))],  # noqa: DTZ001 - the naive one is the fault
)
def test_a_challenge_takes_128_bits_and_an_aware_instant(nonce: bytes, expires: datetime) -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        Challenge(host=HOST, nonce=nonce, expires=expires)


def _text(challenge: Challenge) -> str:
    return entry_text(
        host=challenge.host, nonce=challenge.nonce, expires=challenge.expires, certificate_number=NUMBER
    )


def _check(text: str, *, at: datetime = AT) -> None:
    check_entry_text(text, CHALLENGE, certificate_number=NUMBER, host=HOST, at=at)
