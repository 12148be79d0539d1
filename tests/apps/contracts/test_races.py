"""Two clerks, two tabs, one slip of the mouse: nobody is twice in a list and every count is true."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from tests.firms import AT, CLIENT_RFC, Firm, make_firm, persons

from icsoe.apps.contracts import bulk, carry, roster, selectors, services
from icsoe.apps.contracts.models import Beneficiary, Contract, Worker
from icsoe.apps.contracts.records import ContractData, PartyData, WorkerData
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
    except (Contract.DoesNotExist, Worker.DoesNotExist):
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


def while_it_holds(first: Callable[[], object], second: Callable[[], object]) -> str:
    """What becomes of the second act, begun while the transaction of the first stands open."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer = pool.submit(told, second)
            while not (answer.done() or somebody_waits()):
                time.sleep(0.01)
        return answer.result(timeout=10)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")
        (waits,) = cursor.fetchone()
    return bool(waits)


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


def removing(firm: Firm, contract: Contract) -> Callable[[], object]:
    return lambda: services.remove_contract(
        provider_rfc=firm.provider.rfc, folio=contract.folio, by=firm.actor, at=AT
    )


def changing(firm: Firm, contract: Contract) -> Callable[[], object]:
    data = ContractData(
        beneficiary=PartyData(rfc=CLIENT_RFC, name="Hotelera Bahía Serena, S. A. de C. V."),
        object="Limpieza nocturna",
        service_folio="104",
        start_date=contract.start_date,
    )
    return lambda: services.change_contract(
        provider_rfc=firm.provider.rfc, folio=contract.folio, data=data, by=firm.actor, at=AT
    )


def copying(firm: Firm, source: Contract, target: Contract) -> Callable[[], object]:
    return lambda: carry.carry_roster(
        provider_rfc=firm.provider.rfc,
        source_folio=source.folio,
        folio=target.folio,
        replace=True,
        by=firm.actor,
        at=AT,
    )


def swap(contract: Contract) -> None:
    """What a load does at its end: another version takes the list's place."""
    old = bulk.lock_current([contract.pk])[contract.pk]
    bulk.make_current(bulk.new_version(contract.pk, AT), instead_of=old, workers=0)


def test_who_waited_for_a_load_writes_into_the_list_it_left(racing: Firm) -> None:
    contract, other = racing.contract(), racing.contract()
    assert while_it_holds(lambda: swap(contract), adding(racing, contract, persons(1)[0])) == "done"
    assert selectors.current_roster(contract).worker_count == Worker.objects.count() == 1
    assert while_it_holds(lambda: swap(contract), copying(racing, contract, other)) == "done"
    assert selectors.current_roster(other).worker_count == 0


def test_a_contract_removed_meanwhile_is_gone_for_whoever_waited(racing: Firm) -> None:
    for waiting in (
        lambda one: changing(racing, one),
        lambda one: adding(racing, one, persons(1)[0]),
        lambda one: removing(racing, one),
        lambda one: copying(racing, one, one),
    ):
        contract = racing.contract()
        assert while_it_holds(removing(racing, contract), waiting(contract)) == "gone"
        assert not Contract.objects.exists()


def test_two_lists_copied_each_onto_the_other_do_not_wait_in_a_ring(racing: Firm) -> None:
    one, other = racing.contract(), racing.contract()
    for contract, person in zip((one, other), persons(2), strict=True):
        racing.worker(contract, person)
    for _ in range(5):
        acts = (copying(racing, one, other), copying(racing, other, one))
        assert together(*acts) == ["done", "done"]
    assert [selectors.current_roster(each).worker_count for each in (one, other)] == [1, 1]
