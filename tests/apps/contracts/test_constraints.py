"""Every constraint of contracts refuses its one wrong row, whatever the code above it does."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from tests.firms import AT, CLIENT_RFC, OTHER_CLIENT_RFC, Firm, persons

from icsoe.apps.contracts.models import Beneficiary, CapturePeriod, Contract, Roster, Worker
from icsoe.lib.rulebook.constraints import constraint_findings, constraints_speak, violated_constraint
from icsoe.lib.rulebook.refusal import Refused

PERSON = persons(1)[0]
WORKER = {**PERSON, "name_key": "SOMEBODY"}
CLIENT = {"rfc": OTHER_CLIENT_RFC, "name": "Otra", "person_type": "moral"}


def refused_by(model: type[models.Model], row: dict[str, Any]) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.create(**row)
    return violated_constraint(caught.value)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"nss": "1234567890"}, "contracts_worker_nss_shape"),
        ({"curp": "ROMC580301MGRJRL0"}, "contracts_worker_curp_shape"),
        ({"sbc": "0"}, "contracts_worker_sbc_positive"),
        ({"nombre": ""}, "contracts_worker_names"),
        ({"primer_apellido": ""}, "contracts_worker_names"),
    ],
)
def test_a_wrong_worker(firm: Firm, wrong: dict[str, str], constraint: str) -> None:
    roster = firm.contract().rosters.get()
    assert refused_by(Worker, {**WORKER, **wrong, "roster": roster}) == constraint


@pytest.mark.parametrize("key", ["nss", "curp"])
def test_the_same_person_twice(firm: Firm, key: str) -> None:
    roster = firm.contract().rosters.get()
    Worker.objects.create(**{**WORKER, "roster": roster})
    other = {**persons(2)[1], "name_key": "X", "roster": roster, key: WORKER[key]}
    assert refused_by(Worker, other) == f"contracts_worker_{key}_once"


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"end_date": date(2026, 5, 3)}, "contracts_contract_dates_in_order"),
        ({"start_date": date(2026, 9, 1)}, "contracts_contract_starts_in_period"),
        ({"start_date": date(2026, 4, 30)}, "contracts_contract_starts_in_period"),
        ({"service_text": ""}, "contracts_contract_service"),
        ({"number": 4}, "contracts_contract_period_exists"),
        ({"reference": "C-1"}, "contracts_contract_reference_once"),
    ],
)
def test_a_wrong_contract(firm: Firm, wrong: dict[str, Any], constraint: str) -> None:
    kept = firm.contract(reference="C-1")
    row = {
        "folio": "A26S9999999",
        "provider": firm.provider,
        "beneficiary": kept.beneficiary,
        "year": 2026,
        "number": 2,
        "object": "Limpieza",
        "service_folio": "104",
        "service_text": "Limpieza",
        "start_date": date(2026, 5, 4),
        "created_at": AT,
        "created_by": "Quien captura",
    }
    assert refused_by(Contract, {**row, **wrong}) == constraint


def test_a_contract_from_before_the_reform_belongs_to_the_first_period(firm: Firm) -> None:
    kept = firm.contract()
    Contract.objects.filter(pk=kept.pk).update(year=2021, number=1, start_date=date(2019, 2, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=kept.pk).update(year=2021, number=2)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"rfc": CLIENT_RFC}, "contracts_beneficiary_once"),
        ({"rfc": "LIA150312QX5"}, "contracts_beneficiary_not_provider"),
        ({"rfc": "XAXX010101000", "person_type": "fisica"}, "contracts_beneficiary_not_generic"),
        ({"rfc": "MCE990909R"}, "contracts_beneficiary_rfc_shape"),
        ({"person_type": "fisica"}, "contracts_beneficiary_rfc_shape"),
    ],
)
def test_a_wrong_client(firm: Firm, wrong: dict[str, str], constraint: str) -> None:
    firm.contract()
    assert refused_by(Beneficiary, {**CLIENT, "provider": firm.provider, **wrong}) == constraint


def test_a_period_is_captured_once_and_exists(firm: Firm) -> None:
    firm.contract()
    capture = {"provider": firm.provider, "year": 2026, "number": 2}
    assert refused_by(CapturePeriod, capture) == "contracts_capture_once"
    assert refused_by(CapturePeriod, {**capture, "number": 0}) == "contracts_capture_period_exists"
    unknown = {**capture, "number": 3, "kind": "otra"}
    assert refused_by(CapturePeriod, unknown) == "contracts_capture_kind_known"


def test_a_contract_has_one_current_list(firm: Firm) -> None:
    row = {"contract": firm.contract(), "is_current": True, "created_at": AT}
    assert refused_by(Roster, row) == "contracts_roster_one_current"


def test_a_constraint_speaks_the_words_of_its_rule(firm: Firm) -> None:
    roster = firm.contract().rosters.get()
    Worker.objects.create(**{**WORKER, "roster": roster})
    with pytest.raises(Refused) as refusal, constraints_speak(), transaction.atomic():
        Worker.objects.create(**{**WORKER, "roster": roster})
    assert refusal.value.findings[0] == constraint_findings()["contracts_worker_nss_once"]
