"""An NSS is eleven digits, the last a check digit; zeros lost in a spreadsheet are put back when certain."""

import pytest

from icsoe.lib.identifiers import nss


@pytest.mark.parametrize("text", ["92919084431", " 92-91-90-8443-1 ", "92 91 90 8443 1"])
def test_a_right_number_is_accepted_however_it_is_written(text: str) -> None:
    assert nss.check(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nss_required"),
        (" - ", "nss_required"),
        ("9291908443", "nss_format"),
        ("929190844311", "nss_format"),
        ("9291908443A", "nss_format"),
        ("９2919084431", "nss_format"),
        ("9291908\u200b4431", "nss_format"),
        ("92919084431\n1", "nss_format"),
        ("00000000000", "nss_format"),
        ("92919084432", "nss_check"),
    ],
)
def test_the_first_broken_rule_is_named(text: str, code: str) -> None:
    assert nss.check(text) == code


def test_lost_zeros_are_put_back_only_where_the_check_digit_then_holds() -> None:
    ten = "012345678" + "9"
    whole = ten + nss.check_digit(ten)
    assert nss.restore_leading_zeros(whole.lstrip("0")) == whole
    wrong = whole.lstrip("0")[:-1] + str((int(whole[-1]) + 1) % 10)
    assert nss.restore_leading_zeros(wrong) is None


@pytest.mark.parametrize("text", ["", "0", "92919084431", "1.23E+10", "12345678901234", "abc"])
def test_what_is_no_shortened_number_is_left_alone(text: str) -> None:
    assert nss.restore_leading_zeros(text) is None
