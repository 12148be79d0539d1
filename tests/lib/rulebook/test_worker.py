"""Whoever types one worker is told all that is wrong with it, once, and what was understood."""

from decimal import Decimal

import pytest

from icsoe.lib.identifiers import curp, nss
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook.rules import Finding, message_for
from icsoe.lib.rulebook.worker import check_worker, normalise_worker

LIMITS = SbcLimits(Decimal("315.04"), Decimal("2932.75"))
RIGHT = {
    "nss": "92919084431",
    "curp": "HEGG560427MVZRRL04",
    "primer_apellido": "Hernández",
    "segundo_apellido": "García",
    "nombre": "Gloria",
    "sbc": "450.00",
}


def found(**changes: str) -> list[tuple[str, str]]:
    return [(finding.column, finding.code) for finding in check_worker(RIGHT | changes, LIMITS)]


def test_nothing_is_said_of_a_right_worker() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"nss": ""}, "nss", "nss_required"),
        ({"nss": "929190844"}, "nss", "nss_format"),
        ({"nss": "92919084432"}, "nss", "nss_check"),
        ({"curp": ""}, "curp", "curp_required"),
        ({"curp": "HEGG560427"}, "curp", "curp_format"),
        ({"curp": "HEGG560427MZZRRL04"}, "curp", "curp_state"),
        ({"curp": "HEGG561327MVZRRL04"}, "curp", "curp_date"),
        ({"curp": "HEGG560427MVZRRL05"}, "curp", "curp_check"),
        ({"nombre": "Rosa"}, "curp", "curp_names"),
        ({"segundo_apellido": ""}, "curp", "curp_names"),
        ({"primer_apellido": " "}, "primer_apellido", "primer_apellido_required"),
        ({"nombre": ""}, "nombre", "nombre_required"),
        ({"nombre": "Gl0ria"}, "nombre", "name_chars"),
        ({"segundo_apellido": "G" * 51}, "segundo_apellido", "name_length"),
        ({"sbc": ""}, "sbc", "sbc_required"),
        ({"sbc": "mucho"}, "sbc", "sbc_format"),
        ({"sbc": "315.03"}, "sbc", "sbc_floor"),
        ({"sbc": "2932.76"}, "sbc", "sbc_cap"),
    ],
)
def test_one_fault_gives_one_finding(changes: dict[str, str], column: str, code: str) -> None:
    assert found(**changes) == [(column, code)]


@pytest.mark.parametrize("sbc", ["315.04", "2932.75"])
def test_the_limits_themselves_are_within(sbc: str) -> None:
    assert found(sbc=sbc) == []


def test_limits_that_are_not_known_are_not_checked() -> None:
    assert check_worker(RIGHT | {"sbc": "1"}, SbcLimits(None, None)) == []


def test_lost_zeros_are_restored_with_a_warning_that_shows_them() -> None:
    ten = "0123456789"
    whole = ten + nss.check_digit(ten)
    (finding,) = check_worker(RIGHT | {"nss": whole[1:]}, LIMITS)
    assert finding == Finding("nss_leading_zero", "nss", whole[1:], whole)
    assert not finding.is_error
    assert whole in message_for(finding)
    assert normalise_worker(RIGHT | {"nss": whole[1:]})["nss"] == whole


def test_what_is_kept_is_clean() -> None:
    typed = {"nss": "92-91-90-8443-1", "curp": "hegg560427 mvzrrl04", "nombre": " gloria ", "sbc": "$1,234.5"}
    assert normalise_worker(typed) == {
        "nss": "92919084431",
        "curp": "HEGG560427MVZRRL04",
        "primer_apellido": "",
        "segundo_apellido": "",
        "nombre": "GLORIA",
        "sbc": "1234.5",
    }


def test_a_person_without_second_surname_has_an_x_in_the_curp() -> None:
    first = "HEXG560427MVZRXL0"
    key = first + curp.check_digit(first)
    assert found(curp=key, segundo_apellido="") == []


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert found(nss="1", curp="", nombre="", sbc="x") == [
        ("nss", "nss_format"),
        ("curp", "curp_required"),
        ("nombre", "nombre_required"),
        ("sbc", "sbc_format"),
    ]


def test_a_giant_cell_is_not_repeated_whole() -> None:
    (finding,) = check_worker(RIGHT | {"sbc": "9" * 10_000}, LIMITS)
    assert len(finding.value) == 200
