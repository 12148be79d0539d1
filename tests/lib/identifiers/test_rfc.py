"""An RFC is read as people write it, and real keys are never refused for their digit."""

import pytest

from icsoe.lib.identifiers import rfc
from icsoe.lib.identifiers.rfc import PersonType


@pytest.mark.parametrize("text", ["SAT970701NN3", "sat-970701-nn3", " SAT 970701 NN3\u00a0", "IMS421231I45"])
def test_a_right_key_is_accepted_however_it_is_written(text: str) -> None:
    assert rfc.check(text) is None


@pytest.mark.parametrize("text", ["PAF070213GI1", "ACE900319JT9", "RDE7910023J3", "FNI970829JR9"])
def test_real_keys_that_do_not_follow_the_digit_only_get_the_warning(text: str) -> None:
    assert rfc.check(text) == "rfc_check"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rfc_required"),
        (" - ", "rfc_required"),
        ("GODE561231", "rfc_homoclave"),
        ("SAT970701", "rfc_homoclave"),
        ("SAT970701NN", "rfc_format"),
        ("SATA970701NN33", "rfc_format"),
        ("SA1970701NN3", "rfc_format"),
        ("XAXX010101000", "rfc_generic"),
        ("xexx-010101-000", "rfc_generic"),
        ("SAT971301NN3", "rfc_date"),
        ("SAT970230NN3", "rfc_date"),
        ("SAT970700NN3", "rfc_date"),
        ("SAT970701NN4", "rfc_check"),
    ],
)
def test_the_first_broken_rule_is_named(text: str, code: str) -> None:
    assert rfc.check(text) == code


def test_29_february_2000_is_a_day() -> None:
    assert rfc.check("SAT000229NN3") == "rfc_check"
    assert rfc.check("SAT010229NN3") == "rfc_date"


def test_a_decomposed_n_tilde_is_one_letter() -> None:
    assert rfc.normalise("n\u0303an970701ab1") == "ÑAN970701AB1"
    assert rfc.person_type("ÑAN970701AB1") is PersonType.COMPANY
    assert rfc.check("ÑAN970701AB1") == rfc.check("N\u0303AN970701AB1") == "rfc_check"


@pytest.mark.parametrize(
    "text",
    [
        "ЅАТ970701NN3",  # Cyrillic letters
        "SAT970701NN\u200b3",  # zero-width space
        "\u202eSAT970701NN3",  # right-to-left override
        "SAT９70701NN3",  # full-width digit
        "\u017fAT970701NN3",  # long s, which a general upper-casing turns into S
        "\u212aAT970701NN3",  # Kelvin sign, which composition turns into K
        "SAT970701NN3\x00",
    ],
)
def test_look_alikes_and_invisible_marks_never_pass(text: str) -> None:
    assert rfc.check(text) == "rfc_format"


def test_the_length_says_whom_it_names() -> None:
    assert rfc.person_type("SAT970701NN3") is PersonType.COMPANY
    assert rfc.person_type("GODE561231GR8") is PersonType.PERSON
    assert rfc.person_type("GODE561231") is None


def test_the_ampersand_is_a_letter_of_companies() -> None:
    first_eleven = "A&B970701AB"
    assert rfc.check(first_eleven + rfc.check_digit(first_eleven)) is None
