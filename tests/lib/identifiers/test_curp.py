"""A CURP is checked in a fixed order, for every state, century and sex, and against the person's names.

The examples of names are those of the Instructivo (DOF 18-10-2021); no CURP here is a person's.
"""

import pytest

from icsoe.lib.identifiers import curp, person_name


def made(first_seventeen: str) -> str:
    return first_seventeen + curp.check_digit(first_seventeen)


VALID = made("HEGG560427MVZRRL0")


@pytest.mark.parametrize(
    "text", [VALID, VALID.lower(), f" {VALID[:4]}-{VALID[4:10]}-{VALID[10:]} ", "HEGG560427MVZRRL04"]
)
def test_a_right_key_is_accepted_however_it_is_written(text: str) -> None:
    assert curp.check(text) is None


@pytest.mark.parametrize("state", curp.STATES)
@pytest.mark.parametrize("sex", "HMX")
def test_every_state_and_sex_is_accepted(state: str, sex: str) -> None:
    assert curp.check(made(f"HEGG560427{sex}{state}RRL0")) is None


def test_there_are_32_states_and_abroad() -> None:
    assert len(set(curp.STATES)) == 33


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "curp_required"),
        ("  ", "curp_required"),
        (VALID[:17], "curp_format"),
        (VALID + "0", "curp_format"),
        ("HBGG560427MVZRRL04", "curp_format"),
        ("HEGG560427AVZRRL04", "curp_format"),
        ("HEGG560427MVZARL04", "curp_format"),
        ("ÑEGG560427MVZRRL04", "curp_format"),
        ("HEGG560427MZZRRL04", "curp_state"),
        (made("HEGG561327MVZRRL0"), "curp_date"),
        (made("HEGG560431MVZRRL0"), "curp_date"),
        (made("HEGG560400MVZRRL0"), "curp_date"),
        ("HEGG560427MVZRRL05", "curp_check"),
        ("HEGG561327MZZRRL05", "curp_state"),
        ("HEGG561327MVZRRL05", "curp_date"),
    ],
)
def test_the_first_broken_rule_is_named(text: str, code: str) -> None:
    assert curp.check(text) == code


def test_the_17th_character_gives_the_century() -> None:
    assert curp.check(made("HEGG000229MVZRRLA")) is None, "2000 had a 29 February"
    assert curp.check(made("HEGG000229MVZRRL0")) == "curp_date", "1900 had none"


def test_x_may_stand_for_a_missing_vowel() -> None:
    assert curp.check(made("IXRA900101HDFCDN0")) is None


@pytest.mark.parametrize(
    "text",
    ["НEGG560427MVZRRL04", "HEGG560427MVZRRL0\u200b4", "\u202eHEGG560427MVZRRL04", "ſEGG560427MVZRRL04"],
)
def test_look_alikes_and_invisible_marks_never_pass(text: str) -> None:
    assert curp.check(text) == "curp_format"


@pytest.mark.parametrize(
    ("first", "second", "given", "four", "three"),
    [
        ("Salgado", "Briseño", "Concepción", "SABC", "LRN"),
        ("Ñando", "Rodríguez", "Alberto", "XARA", "NDL"),
        ("Oñate", "Rodríguez", "Alberto", "OARA", "XDL"),
        ("Pérez", "Hernández", "María Luisa", "PEHL", "RRS"),
        ("Romero", "Palazuelos", "Luis Enrique", "ROPL", "MLS"),
        ("D'Amico", "Álvarez", "Juan José", "DXAJ", "XLN"),
        ("D’Amico", "Álvarez", "Juan José", "DXAJ", "XLN"),
        ("Argüello", "Álvarez", "Juan José", "AUAJ", "RLN"),
        ("Riva Palacio", "Cruz", "Rocío", "RICR", "VRC"),
        ("Mc Gregor", "López", "Carlos", "GELC", "RPR"),
        ("de la Cruz", "y Vargas", "José", "CUVJ", "RRS"),
        ("Ich", "Rodríguez", "Andrés", "IXRA", "CDN"),
        ("Pedrero", "Domínguez", "Ofelia", "PXDO", "DMF"),
        ("Moreno", "Sánchez", "Ma. de los Ángeles", "MOSA", "RNN"),
        ("Moreno", "", "J. Jesús", "MOXJ", "RXS"),
        ("Moreno", "Sánchez", "María José", "MOSJ", "RNS"),
        ("Moreno", "Sánchez", "María", "MOSM", "RNR"),
        ("Po", "O", "Ana", "POOA", "XXN"),
    ],
)
def test_letters_follow_from_the_names(first: str, second: str, given: str, four: str, three: str) -> None:
    names = {
        "first_surname": person_name.normalise(first),
        "second_surname": person_name.normalise(second),
        "given": person_name.normalise(given),
    }
    assert curp.matches_names(f"{four}900101HDF{three}00", **names)
    assert not curp.matches_names(f"{four}900101HDF{three[:2]}Z00", **names)
    assert not curp.matches_names(f"Z{four[1:]}900101HDF{three}00", **names)
