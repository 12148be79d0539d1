"""Free text: what a person cannot see, or tell from another letter, does not pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsoe.lib.rulebook.texts import check_address_texts, check_text, tidy


def codes(text: str, most: int = 20) -> list[str]:
    return [finding.code for finding in check_text(text, column="name", most=most)]


@pytest.mark.parametrize(
    "text", ["", "Ñandú & Güemes, S. A.", "Calle 5 N.º 3-B «Ote.»", "Façade ª", "50% + IVA", "20 °C ® ™ №"]
)
def test_what_a_mexican_keyboard_writes_passes(text: str) -> None:
    assert codes(text, 60) == []


@pytest.mark.parametrize(
    "text",
    [
        "Zero\u200bwidth",
        "Right\u202eleft",
        "N\x00ul",
        "Сyrillic",
        "Greek Α",
        "Com\u0336bined",
        "private \ue000",
        "picture 😀",
        "sign ☎",
    ],
)
def test_what_cannot_be_seen_or_told_apart_is_refused(text: str) -> None:
    assert codes(text) == ["text_characters"]


def test_a_text_over_its_length_says_the_limit() -> None:
    assert codes("x" * 21) == ["text_length"]
    assert check_text("x" * 1001, column="object", most=1000)[0].detail == "1,000"
    assert codes("x" * 20) == []


def test_a_decomposed_letter_is_the_composed_one_once_tidied() -> None:
    assert tidy("  Man\u0303ana \n  Feliz ") == "Mañana Feliz"
    assert codes(tidy("Man\u0303ana")) == []


def test_every_part_of_an_address_has_its_length_and_the_state_is_one_of_32() -> None:
    findings = check_address_texts(
        {"colonia": "c" * 121, "street": "s" * 160, "state": "33"}, prefix="social_"
    )
    assert [(one.code, one.column) for one in findings] == [
        ("text_length", "social_colonia"),
        ("state_unknown", "social_state"),
    ]
    assert check_address_texts({"state": "32"}) == []


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
