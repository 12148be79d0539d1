"""Two clerks, two tabs, one slip of the mouse: nobody is twice in a list and every count is true."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.firms import AT, CLIENT_RFC, Firm, make_firm, persons

from icsoe.apps.contracts import roster, selectors
from icsoe.apps.contracts.models import Beneficiary, Contract, Worker
from icsoe.apps.contracts.records import WorkerData
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def racing(committed: None) -> Firm:
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")


def told(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refusal:
        return refusal.findings[0].code
    except Worker.DoesNotExist:
        return "gone"
    finally:
        connection.close()
    return "done"


def together(*acts: Callable[[], object]) -> list[str]:
    gate = threading.Barrier(len(acts))

    def at_the_gate(act: Callable[[], object]) -> str:
        gate.wait()
        return told(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(at_the_gate, acts))


def adding(firm: Firm, contract: Contract, person: dict[str, str]) -> Callable[[], object]:
    return lambda: roster.add_worker(
        provider_rfc=firm.provider.rfc,
        folio=contract.folio,
        data=WorkerData(**person),
        by=firm.actor,
        at=AT,
    )


def test_the_same_worker_added_at_once_is_there_once(racing: Firm) -> None:
    contract, person = racing.contract(), persons(1)[0]
    assert together(*[adding(racing, contract, person)] * 3) == ["done", "worker_repeated", "worker_repeated"]
    kept = selectors.current_roster(contract)
    assert (kept.worker_count, kept.revision, Worker.objects.count()) == (1, 1, 1)


def test_different_workers_added_at_once_are_all_counted(racing: Firm) -> None:
    contract = racing.contract()
    acts = [adding(racing, contract, person) for person in persons(4)]
    assert together(*acts) == ["done"] * 4
    assert selectors.current_roster(contract).worker_count == Worker.objects.count() == 4


def test_a_worker_removed_by_two_is_removed_once(racing: Firm) -> None:
    contract = racing.contract()
    worker = racing.worker(contract, persons(1)[0])

    def removing() -> object:
        return roster.remove_worker(
            provider_rfc=racing.provider.rfc,
            folio=contract.folio,
            worker_id=worker.pk,
            by=racing.actor,
            at=AT,
        )

    assert together(removing, removing) == ["done", "gone"]
    assert selectors.current_roster(contract).worker_count == 0


def test_two_contracts_with_a_new_client_and_one_reference(racing: Firm) -> None:
    act = lambda: racing.contract(reference="C-1")  # noqa: E731 - the same act, twice
    assert together(act, act) == ["done", "reference_repeated"]
    assert (Contract.objects.count(), Beneficiary.objects.filter(rfc=CLIENT_RFC).count()) == (1, 1)
