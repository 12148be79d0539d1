"""Registro patronal, REPSE number, service folio and names: shapes, and what each refuses."""

import pytest

from icsoe.lib.identifiers import person_name, registro_patronal, repse


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "registro_patronal_required"),
        ("Y4612345678", None),
        ("y46-12345-67-8", None),
        ("Y461234567", "registro_patronal_format"),
        ("14612345678", "registro_patronal_format"),
        ("Υ4612345678", "registro_patronal_format"),  # Greek capital
    ],
)
def test_a_registro_patronal_is_a_letter_and_ten_digits(text: str, code: str | None) -> None:
    assert registro_patronal.check(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "registration_required"),
        ("STPS/UTD/DGIFT/AR1876/2021", None),
        ("STPS/UTD/DGIFT/ARR/4152/2024", None),
        (" stps / utd / dgift / ar1876 / 2021 ", None),
        ("AR1876/2021", "registration_shape"),
        ("STPS/UTD/DGIFT/AR1876/1921", "registration_shape"),
    ],
)
def test_a_registration_of_unknown_shape_is_told(text: str, code: str | None) -> None:
    assert repse.check(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "service_folio_required"),
        ("12", None),
        (" 12 ", None),
        ("12a", "service_folio_format"),
        ("１", "service_folio_format"),
    ],
)
def test_a_service_folio_is_a_number(text: str, code: str | None) -> None:
    assert repse.check_service_folio(text) == code


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("  maría   del\u00a0carmen ", "MARÍA DEL CARMEN"),
        ("Mun\u0303oz", "MUÑOZ"),
        ("D’Amico", "D'AMICO"),
        ("Pérez-Gómez", "PÉREZ-GÓMEZ"),
        ("Łukasz Ÿsaÿe", "ŁUKASZ ŸSAŸE"),
    ],
)
def test_a_name_is_written_one_way(text: str, written: str) -> None:
    assert person_name.normalise(text) == written
    assert person_name.check(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", None),
        ("A" * 50, None),
        ("A" * 51, "name_length"),
        ("JUAN 2", "name_chars"),
        ("JUAN, PEREZ", "name_chars"),
        ("-", "name_chars"),
        (".", "name_chars"),
        ("JUАN", "name_chars"),  # Cyrillic A
        ("JU\u200bAN", "name_chars"),
        ("\u202eJUAN", "name_chars"),
        ("JUAN\nPÉREZ", None),
        ("JUAN\x00", "name_chars"),
        ("=1+1", "name_chars"),
        ("1" * 60, "name_chars"),
    ],
)
def test_names_hold_letters_and_little_else(text: str, code: str | None) -> None:
    assert person_name.check(text) == code
