"""How loads may move, and what the database itself refuses."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction
from tests import practice
from tests.apps.intake import files as f

from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts.models import Contract, Roster
from icsoe.apps.intake.enums import ApplyMode, LoadState
from icsoe.apps.intake.models import CodeCount, Correction, Finding, Load, Plan, Target
from icsoe.apps.intake.moves import move
from icsoe.apps.intake.states import EVENTS, MOVES, may_move
from icsoe.apps.providers.models import Provider
from icsoe.lib.rulebook.refusal import Refused

MADE = {
    "sha256": "0" * 64,
    "size": 1,
    "file_name": "lista.csv",
    "received_at": f.AT,
    "received_by": "Quien sea",
    "year": 2026,
    "number": 1,
    "mode": ApplyMode.REPLACE,
    "applied_at": f.AT,
}


@pytest.fixture
def load(provider: Provider) -> Load:
    return Load.objects.create(provider=provider, **MADE)


@pytest.mark.parametrize(("old", "new"), list(product(LoadState, LoadState)), ids=str)
def test_every_move_is_logged_or_refused(load: Load, old: LoadState, new: LoadState) -> None:
    Load.objects.filter(pk=load.pk).update(state=old)
    load.refresh_from_db()
    if may_move(old, new):
        move(load, new, by=practice.actor(), at=f.AT)
        assert Entry.objects.filter(event=EVENTS[new], subject=str(load.public_id)).count() == 1
    else:
        with pytest.raises(Refused):
            move(load, new, by=practice.actor(), at=f.AT)
    load.refresh_from_db()
    assert load.state == (new if may_move(old, new) else old)


def test_every_state_has_its_moves_and_its_event() -> None:
    assert set(MOVES) == set(EVENTS) == set(LoadState)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("intake_load_state_known", {"state": "perdido"}),
        ("intake_load_step_known", {"step": "perdido"}),
        ("intake_load_reports_known", {"reports": "perdido"}),
        ("intake_load_period_exists", {"number": 4}),
        ("intake_load_hashed", {"sha256": "no"}),
        ("intake_load_faulty_among_read", {"rows_faulty": 1}),
        ("intake_load_mode_chosen", {"state": "applying", "mode": ""}),
        ("intake_load_applied_when", {"state": "applied", "applied_at": None}),
    ],
)
def test_the_database_refuses_a_load_that_cannot_be(
    provider: Provider, constraint: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Load.objects.create(provider=provider, **{**MADE, **wrong})


def test_the_database_refuses_findings_of_unknown_severity(load: Load) -> None:
    with pytest.raises(IntegrityError, match="intake_finding_severity_known"), transaction.atomic():
        Finding.objects.create(load=load, row=1, code="nss_check", severity="X")


def test_the_database_counts_a_code_once(load: Load) -> None:
    CodeCount.objects.create(load=load, code="nss_check", severity="E", count=1)
    with pytest.raises(IntegrityError, match="intake_count_once"), transaction.atomic():
        CodeCount.objects.create(load=load, code="nss_check", severity="E", count=2)


def test_the_database_keeps_one_correction_a_cell(load: Load) -> None:
    Correction.objects.create(load=load, row=2, column="nss", value="1")
    with pytest.raises(IntegrityError, match="intake_correction_once"), transaction.atomic():
        Correction.objects.create(load=load, row=2, column="nss", value="2")


def test_the_database_keeps_one_plan_a_contract_and_way(load: Load, contract: Contract) -> None:
    roster = Roster.objects.get(contract=contract)
    given = {"load": load, "contract": contract, "roster": roster, "revision": 0}
    Plan.objects.create(**given, mode=ApplyMode.MERGE)
    with pytest.raises(IntegrityError, match="intake_plan_once"), transaction.atomic():
        Plan.objects.create(**given, mode=ApplyMode.MERGE)
    with pytest.raises(IntegrityError, match="intake_plan_mode_known"), transaction.atomic():
        Plan.objects.create(**given, mode="otro")


def test_the_database_lets_one_load_at_a_time_write_a_contract(
    load: Load, provider: Provider, contract: Contract
) -> None:
    other = Load.objects.create(provider=provider, **MADE)
    Target.objects.create(load=load, contract=contract, old_revision=0)
    with pytest.raises(IntegrityError, match="intake_target_once"), transaction.atomic():
        Target.objects.create(load=load, contract=contract, old_revision=0, is_active=False)
    with pytest.raises(IntegrityError, match="intake_target_one_at_a_time"), transaction.atomic():
        Target.objects.create(load=other, contract=contract, old_revision=0)
    Target.objects.filter(load=load).update(is_active=False)
    Target.objects.create(load=other, contract=contract, old_revision=0)
