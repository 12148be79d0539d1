"""The last value a rule takes and the first it refuses: the day, the letter and the number at each edge."""

from datetime import date
from typing import Any

import pytest

from icsoe.lib.identifiers.folio import FilingKind
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import PeriodState
from icsoe.lib.rulebook.complement import REASON_LENGTH, ComplementState, check_complement
from icsoe.lib.rulebook.contact import check_address, check_email, check_phone
from icsoe.lib.rulebook.contract import ContractContext, ContractInput, check_contract
from icsoe.lib.rulebook.filing import ContractState, FilingState, check_filing
from icsoe.lib.rulebook.registration import Registered, check_registered, check_registration, valid_until
from icsoe.lib.rulebook.rules import Finding

START, END = date(2026, 5, 4), date(2029, 5, 3)
ADDRESS = {
    "postal_code": "06600",
    "colonia": "Juárez",
    "street": "Reforma",
    "outside_number": "476",
    "municipality": "Cuauhtémoc",
    "state": "09",
}


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"kind": FilingKind.UPDATE, "standing": FilingKind.NIL}, ["update_of_nil"]),
        ({"pending_folio": "N261000001"}, ["filing_pending"]),
        ({"kind": FilingKind.VOID, "standing": FilingKind.NIL, "reason": "x" * REASON_LENGTH}, []),
        (
            {"kind": FilingKind.VOID, "standing": FilingKind.NIL, "reason": "x" * (REASON_LENGTH + 1)},
            ["reason_length"],
        ),
    ],
)
def test_a_complementaria(changes: dict[str, Any], found: list[str]) -> None:
    state: dict[str, Any] = {"kind": FilingKind.CORRECTION, "standing": FilingKind.NORMAL, "presented": 0}
    assert codes(check_complement(ComplementState(**(state | {"in_update_month": True} | changes)))) == found


def test_an_email_is_as_long_as_mail_allows_and_no_longer() -> None:
    longest = f"{'x' * 64}@{'d.' * 93}com"
    assert (len(longest), check_email(longest)) == (254, [])
    assert codes(check_email(longest.replace("@", "@d"))) == ["email_format"]
    assert codes(check_email("x" + longest.replace("@d.", "@"))) == ["email_format"]
    assert codes(check_email("", required=True)) == ["email_required"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("+52 (55) 1234-5678", []),
        ("5512345678", []),
        ("", []),
        ("+1 5512345678", ["phone_format"]),
        ("445512345678", ["phone_format"]),
        ("551234567", ["phone_format"]),
    ],
)
def test_a_telephone_has_ten_digits_and_no_prefix_but_the_countrys(typed: str, found: list[str]) -> None:
    assert codes(check_phone(typed, column="mobile")) == found


@pytest.mark.parametrize("lacking", ADDRESS)
def test_an_address_is_given_whole(lacking: str) -> None:
    assert check_address(ADDRESS) == []
    (finding,) = check_address(ADDRESS | {lacking: " "}, prefix="social_")
    assert (finding.code, finding.column) == ("address_incomplete", f"social_{lacking}")


def test_a_postal_code_has_five_digits() -> None:
    assert codes(check_address(ADDRESS | {"postal_code": "0660"})) == ["postal_code_format"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"end_date": START}, []),
        ({"end_date": date(2026, 5, 3)}, ["end_before_start"]),
        ({"beneficiary_name": "n" * 300}, []),
        ({"beneficiary_name": "n" * 301}, ["party_name_length"]),
        ({"object": "o" * 1000}, []),
        ({"object": "o" * 1001}, ["object_length"]),
        ({"reference": "r" * 60}, []),
        ({"reference": "r" * 61}, ["reference_length"]),
        ({"estimated_workers": 1}, []),
        ({"estimated_workers": 0}, ["estimated_workers_range"]),
        ({"estimated_workers": 100_000_001}, ["estimated_workers_range"]),
        ({"start_date": date(2026, 8, 31)}, []),
        ({"start_date": date(2026, 9, 1)}, ["start_outside_period"]),
    ],
)
def test_a_contract(changes: dict[str, Any], found: list[str]) -> None:
    assert codes(check_contract(_contract(**changes), _context(date(2026, 1, 1), END))) == found


@pytest.mark.parametrize(
    ("registered_on", "ends", "found"),
    [
        (START, END, []),
        (date(2023, 5, 5), START, []),
        (date(2026, 5, 5), END, ["registration_expired"]),
        (date(2023, 5, 4), date(2026, 5, 3), ["registration_expired"]),
    ],
)
def test_a_contract_may_start_on_the_first_and_on_the_last_day_of_the_registration(
    registered_on: date, ends: date, found: list[str]
) -> None:
    assert codes(check_contract(_contract(), _context(registered_on, ends))) == found


def _contract(**changes: Any) -> ContractInput:
    right: dict[str, Any] = {
        "beneficiary_rfc": "HBS010203AB8",
        "beneficiary_name": "Hotelera",
        "object": "Limpieza",
        "service_folio": "104",
        "start_date": START,
        "end_date": None,
        "reference": "",
        "estimated_workers": None,
    }
    return ContractInput(**(right | changes))


def _context(registered_on: date, ends: date) -> ContractContext:
    return ContractContext(
        provider_rfc="LIA150312QX5",
        period=Period(2026, 2),
        services={"104": "Limpieza"},
        registered_on=registered_on,
        registration_ends=ends,
    )


CONTRACT = {"folio": "A26S1", "workers": 1, "beneficiary_rfc": "HBS010203AB8", "service_text": "Limpieza"}


@pytest.mark.parametrize(
    ("changes", "contract", "found"),
    [
        ({}, {}, []),
        ({}, {"workers": 0}, ["workers_missing"]),
        ({}, {"beneficiary_rfc": "LIA150312QX5"}, ["same_rfc"]),
        ({}, {"service_text": " "}, ["service_required"]),
        ({"email": ""}, {}, ["email_required"]),
        ({"has_registration": False}, {}, ["registration_required"]),
        ({"registration_expired": True}, {}, ["registration_out_of_date"]),
        ({"contracts": []}, {}, ["contracts_missing"]),
        ({"nil": True}, {}, ["contracts_present"]),
        ({"nil": True, "contracts": []}, {}, []),
        ({"nil": True, "contracts": [], "has_registration": False}, {}, []),
        ({"period_state": PeriodState.FUTURE}, {}, ["window_not_open"]),
        ({"period_state": PeriodState.CAPTURE}, {}, ["window_not_open"]),
        ({"period_state": PeriodState.LATE}, {}, ["filing_late"]),
        ({"standing_folio": "N262000001"}, {}, ["filing_in_force"]),
    ],
)
def test_a_filing(changes: dict[str, Any], contract: dict[str, Any], found: list[str]) -> None:
    right: dict[str, Any] = {
        "provider_rfc": "LIA150312QX5",
        "email": "avisos@firma.example",
        "has_registration": True,
        "registration_expired": False,
        "nil": False,
        "period_state": PeriodState.OPEN,
        "standing_folio": "",
        "contracts": [ContractState(**(CONTRACT | contract))],
    }
    assert codes(check_filing(FilingState(**(right | changes)))) == found


@pytest.mark.parametrize(
    ("registered_on", "today", "found"),
    [
        (date(2026, 5, 4), date(2026, 5, 4), []),
        (date(2026, 5, 5), date(2026, 5, 4), ["registration_date_future"]),
        (date(2023, 5, 4), date(2026, 5, 4), []),
        (date(2023, 5, 4), date(2026, 5, 5), ["registration_out_of_date"]),
        (None, date(2026, 5, 4), ["registration_date_required"]),
    ],
)
def test_a_registration_holds_from_its_day_to_the_same_day_three_years_later(
    registered_on: date | None, today: date, found: list[str]
) -> None:
    number = "STPS/UTD/DGIFT/AR1876/2025"
    services = [("104", "Limpieza")]
    told = check_registration(number=number, registered_on=registered_on, services=services, today=today)
    assert codes(told) == found


def test_a_registration_of_a_leap_day_ends_on_the_28th() -> None:
    assert valid_until(date(2024, 2, 29)) == date(2027, 2, 28)


def test_a_service_is_authorised_once() -> None:
    told = check_registration(
        number="STPS/UTD/DGIFT/AR1876/2025",
        registered_on=START,
        services=[("104", "Limpieza"), ("104", "Otra")],
        today=START,
    )
    assert [(one.code, one.column) for one in told] == [("service_repeated", "services.1.folio")]


@pytest.mark.parametrize(
    ("known", "complete", "found"),
    [
        ({}, True, []),
        ({"rfc": "HBS010203AB8"}, True, ["repse_other_holder"]),
        ({"services": frozenset({"233"})}, True, ["repse_service"]),
        ({"registered_on": date(2026, 5, 5)}, True, ["repse_date"]),
        (None, True, ["repse_unknown"]),
        (None, False, ["repse_unavailable"]),
    ],
)
def test_a_registration_against_the_register(
    known: dict[str, Any] | None, complete: bool, found: list[str]
) -> None:
    held: dict[str, Any] = {
        "rfc": "LIA150312QX5",
        "registered_on": START,
        "valid_until": END,
        "services": frozenset({"104"}),
    }
    told = check_registered(
        rfc="LIA150312QX5",
        number="STPS/UTD/DGIFT/AR1876/2025",
        registered_on=START,
        services=[("104", "Limpieza")],
        known=None if known is None else Registered(**(held | known)),
        is_complete=complete,
    )
    assert codes(told) == found
