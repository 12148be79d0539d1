"""A complementaria follows a filing in force and not for ever; imported filings are searched for faults."""

from datetime import date

import pytest

from icsoe.lib.identifiers.folio import FilingKind
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.complement import ComplementState, check_complement
from icsoe.lib.rulebook.review import Filed, FiledContract, review

STATE = {
    "kind": FilingKind.CORRECTION,
    "standing": FilingKind.NORMAL,
    "presented": 0,
    "in_update_month": True,
}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"presented": 3}, []),
        ({"presented": 4}, ["corrections_exhausted"]),
        ({"standing": None}, ["filing_missing"]),
        ({"standing": FilingKind.VOID}, ["filing_missing"]),
        ({"kind": FilingKind.UPDATE, "presented": 4}, []),
        ({"kind": FilingKind.UPDATE, "in_update_month": False}, ["update_outside_month"]),
        ({"kind": FilingKind.VOID, "standing": FilingKind.NIL, "reason": "Se presentó por error"}, []),
        ({"kind": FilingKind.VOID, "standing": FilingKind.NIL, "reason": " "}, ["reason_required"]),
        ({"kind": FilingKind.VOID, "reason": "x"}, ["void_not_nil"]),
        (
            {"kind": FilingKind.VOID, "standing": FilingKind.NIL, "presented": 4, "reason": "x"},
            ["corrections_exhausted"],
        ),
    ],
)
def test_a_complementaria_is_accepted_only_where_the_law_says(
    changes: dict[str, object], codes: list[str]
) -> None:
    state = ComplementState(**(STATE | changes))  # type: ignore[arg-type]
    assert [finding.code for finding in check_complement(state)] == codes


CONTRACT = {
    "folio": "A26P0000001",
    "beneficiary_rfc": "SAT970701NN3",
    "service_text": "Limpieza industrial",
    "start_date": date(2026, 1, 15),
    "end_date": None,
    "workers": 3,
}
FILED = {"provider_rfc": "IMS421231I45", "period": Period(2026, 1), "declared_contracts": 1}


def codes_of(contract: dict[str, object] | None = None, **changes: object) -> list[str]:
    contracts = [] if contract is None else [FiledContract(**(CONTRACT | contract))]  # type: ignore[arg-type]
    return [finding.code for finding in review(Filed(contracts=contracts, **(FILED | changes)))]  # type: ignore[arg-type]


def test_nothing_is_found_in_a_right_filing() -> None:
    assert codes_of({}) == []
    assert codes_of({"end_date": CONTRACT["start_date"]}) == []


@pytest.mark.parametrize(
    ("contract", "code"),
    [
        ({"beneficiary_rfc": "IMS421231I45"}, "same_rfc"),
        ({"service_text": "  "}, "service_required"),
        ({"start_date": None}, "start_required"),
        ({"start_date": date(2026, 5, 1)}, "start_outside_period"),
        ({"end_date": date(2026, 1, 14)}, "end_before_start"),
        ({"workers": 0}, "workers_missing"),
    ],
)
def test_inconsistencies_one_to_four_are_of_a_contract(contract: dict[str, object], code: str) -> None:
    assert codes_of(contract) == [code]


def test_inconsistencies_five_to_seven_are_of_the_filing() -> None:
    assert codes_of(declared_contracts=0) == ["contracts_missing"]
    assert codes_of({}, others_in_force=["N261000009"]) == ["filing_in_force"]
    assert codes_of({}, declared_contracts=2) == ["contracts_count"]
