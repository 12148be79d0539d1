"""Workers one by one: added, changed, removed and put back, searched and paged."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.firms import AT, Firm, persons, put_in_register

from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts import roster, selectors
from icsoe.apps.contracts.models import CapturePeriod, Contract, Worker
from icsoe.apps.contracts.records import WorkerData
from icsoe.apps.contracts.selectors import FIRST, Place
from icsoe.apps.registries.models import Coverage
from icsoe.lib.rulebook.refusal import Refused

PEOPLE = persons(12)
WRONG_DIGIT = PEOPLE[0]["nss"][:10] + str((int(PEOPLE[0]["nss"][10]) + 1) % 10)


def add(firm: Firm, contract: Contract, **typed: str) -> tuple[Worker, list[str]]:
    worker, findings = roster.add_worker(
        provider_rfc=firm.provider.rfc,
        folio=contract.folio,
        data=WorkerData(**{**PEOPLE[0], **typed}),
        by=firm.actor,
        at=AT,
    )
    return worker, [finding.code for finding in findings]


def refusal_of(firm: Firm, contract: Contract, **typed: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        add(firm, contract, **typed)
    return [(finding.code, finding.column) for finding in refusal.value.findings if finding.is_error]


def counts(contract: Contract) -> tuple[int, int]:
    kept = selectors.current_roster(contract)
    return kept.worker_count, kept.revision


def test_a_worker_is_kept_clean_and_counted(firm: Firm) -> None:
    contract = firm.contract()
    person = PEOPLE[0]
    nss, name = person["nss"], person["nombre"]
    worker, warnings = add(
        firm, contract, nss=f" {nss[:3]}-{nss[3:]} ", nombre=f" {name.lower()}  ", sbc="$1,428.4"
    )
    assert (worker.nss, worker.nombre, str(worker.sbc)) == (nss, name, "1428.40")
    assert warnings == ["registry_unavailable"]
    assert counts(contract) == (1, 1)
    assert Entry.objects.get(event="worker_added").details == {"worker": worker.pk}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"nss": ""}, [("nss_required", "nss")]),
        ({"nss": WRONG_DIGIT}, [("nss_check", "nss")]),
        ({"curp": "ROMC580301"}, [("curp_format", "curp")]),
        ({"primer_apellido": ""}, [("primer_apellido_required", "primer_apellido")]),
        ({"nombre": "4NA"}, [("name_chars", "nombre")]),
        ({"sbc": "mucho"}, [("sbc_format", "sbc")]),
        ({"sbc": ""}, [("sbc_required", "sbc")]),
    ],
)
def test_each_rule_is_told_at_its_field(
    firm: Firm, typed: dict[str, str], found: list[tuple[str, str]]
) -> None:
    contract = firm.contract()
    assert refusal_of(firm, contract, **typed) == found
    assert counts(contract) == (0, 0)


def test_a_salary_outside_the_limits_of_the_period_is_only_warned_of(firm: Firm) -> None:
    contract = firm.contract()
    assert "sbc_floor" in add(firm, contract, sbc="315.03")[1]
    other = {**PEOPLE[1], "sbc": "2932.76"}
    assert "sbc_cap" in add(firm, contract, **other)[1]


def test_the_same_person_is_refused_and_so_is_half_of_one(firm: Firm) -> None:
    contract = firm.contract()
    add(firm, contract)
    assert refusal_of(firm, contract) == [("worker_repeated", "nss")]
    assert refusal_of(firm, contract, curp=PEOPLE[1]["curp"]) == [("nss_other_curp", "nss")]
    assert refusal_of(firm, contract, nss=PEOPLE[1]["nss"]) == [("curp_other_nss", "curp")]


def test_the_same_person_may_be_in_two_contracts(firm: Firm) -> None:
    add(firm, firm.contract())
    add(firm, firm.contract())
    assert Worker.objects.count() == 2


def test_what_is_left_empty_is_the_registers_but_only_for_who_gave_both_keys(firm: Firm) -> None:
    put_in_register(PEOPLE[0])
    contract = firm.contract()
    empty = {"primer_apellido": "", "segundo_apellido": "", "nombre": "", "sbc": ""}
    with pytest.raises(Refused) as refusal:
        add(firm, contract, **empty, curp=PEOPLE[1]["curp"])
    assert "registry_mismatch" in {finding.code for finding in refusal.value.findings}
    assert PEOPLE[0]["primer_apellido"] not in str(refusal.value.findings)
    worker, warnings = add(firm, contract, **empty)
    assert worker.primer_apellido == PEOPLE[0]["primer_apellido"]
    assert (str(worker.sbc), warnings) == ("512.30", [])


def test_a_salary_that_differs_from_the_registered_one_is_told_and_kept(firm: Firm) -> None:
    put_in_register(PEOPLE[0])
    worker, warnings = add(firm, firm.contract(), sbc="600")
    assert (str(worker.sbc), warnings) == ("600.00", ["registry_sbc"])


def test_whom_a_complete_register_does_not_hold_is_refused(firm: Firm) -> None:
    Coverage.objects.create(register="insured", is_complete=True, as_of=date(2026, 8, 31), source="prueba")
    assert refusal_of(firm, firm.contract()) == [("registry_unknown", "nss")]


def test_the_register_answers_only_who_gives_both_keys(firm: Firm) -> None:
    put_in_register(PEOPLE[0])
    ask = {"period": firm.contract() and selectors.Period(2026, 2)}
    known = roster.registered_person(**ask, nss=PEOPLE[0]["nss"], curp=PEOPLE[0]["curp"].lower())
    assert known is not None
    assert known.nombre == PEOPLE[0]["nombre"]
    assert roster.registered_person(**ask, nss=PEOPLE[0]["nss"], curp="") is None
    assert roster.registered_person(**ask, nss=PEOPLE[0]["nss"], curp=PEOPLE[1]["curp"]) is None


def test_a_worker_is_changed_and_may_keep_its_own_keys(firm: Firm) -> None:
    contract = firm.contract()
    worker, _ = add(firm, contract)
    changed, _ = roster.change_worker(
        provider_rfc=firm.provider.rfc,
        folio=contract.folio,
        worker_id=worker.pk,
        data=WorkerData(**{**PEOPLE[0], "sbc": "999"}),
        by=firm.actor,
        at=AT,
    )
    assert (changed.pk, str(changed.sbc)) == (worker.pk, "999.00")
    assert counts(contract) == (1, 2)


def test_a_worker_does_not_become_another_of_the_list(firm: Firm) -> None:
    contract = firm.contract()
    add(firm, contract)
    second, _ = add(firm, contract, **PEOPLE[1])
    with pytest.raises(Refused, match="worker_repeated"):
        roster.change_worker(
            provider_rfc=firm.provider.rfc,
            folio=contract.folio,
            worker_id=second.pk,
            data=WorkerData(**PEOPLE[0]),
            by=firm.actor,
            at=AT,
        )


def test_what_was_removed_can_be_put_back_as_it_was(firm: Firm) -> None:
    contract = firm.contract()
    worker, _ = add(firm, contract)
    act: dict[str, Any] = {"provider_rfc": firm.provider.rfc, "folio": contract.folio}
    removed = roster.remove_worker(**act, worker_id=worker.pk, by=firm.actor, at=AT)
    assert counts(contract) == (0, 2)
    again, _ = roster.add_worker(**act, data=removed, by=firm.actor, at=AT)
    names = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre", "sbc", "name_key")
    assert [getattr(again, name) for name in names] == [getattr(worker, name) for name in names]


def test_nobody_reaches_the_workers_of_another(firm: Firm, rival: Firm) -> None:
    contract, theirs = firm.contract(), rival.contract()
    worker, _ = add(firm, contract)
    act: dict[str, Any] = {"worker_id": worker.pk, "by": rival.actor, "at": AT}
    with pytest.raises(Contract.DoesNotExist):
        roster.remove_worker(provider_rfc=rival.provider.rfc, folio=contract.folio, **act)
    with pytest.raises(Worker.DoesNotExist):
        roster.remove_worker(provider_rfc=rival.provider.rfc, folio=theirs.folio, **act)
    with pytest.raises(Worker.DoesNotExist):
        selectors.worker(theirs, worker.pk)


def test_a_presented_period_takes_no_worker_and_gives_none(firm: Firm) -> None:
    contract = firm.contract()
    worker, _ = add(firm, contract)
    CapturePeriod.objects.update(is_open=False)
    assert refusal_of(firm, contract, **PEOPLE[1]) == [("capture_closed", "period")]
    with pytest.raises(Refused, match="capture_closed"):
        roster.remove_worker(
            provider_rfc=firm.provider.rfc, folio=contract.folio, worker_id=worker.pk, by=firm.actor, at=AT
        )


@pytest.fixture
def filled(firm: Firm) -> Contract:
    contract = firm.contract()
    for person in PEOPLE:
        firm.worker(contract, person)
    return contract


def found(contract: Contract, words: str) -> list[str]:
    return [worker.nss for worker in selectors.workers_page(contract, words=words).workers]


def test_a_worker_is_found_by_nss_by_curp_and_by_name(filled: Contract) -> None:
    person = PEOPLE[3]
    assert person["nss"] in found(filled, person["nss"][:6])
    assert found(filled, f" {person['nss'][:4]}-{person['nss'][4:]} ") == [person["nss"]]
    assert found(filled, person["curp"].lower()) == [person["nss"]]
    assert person["nss"] in found(filled, person["curp"][:7])
    assert person["nss"] in found(filled, person["primer_apellido"].lower())
    assert person["nss"] in found(filled, f"{person['nombre']} {person['primer_apellido']}")
    assert found(filled, "nadie con este nombre") == []
    assert found(filled, "100%_") == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 13), words=st.sampled_from(["", "0", "R", "A", "E"]))
def test_the_pages_hold_every_worker_once_forwards_and_backwards(
    filled: Contract, size: int, words: str
) -> None:
    everyone = [one.pk for one in selectors.workers_page(filled, words=words, size=100).workers]
    forwards: list[int] = []
    place: Place | None = FIRST
    while place is not None:
        page = selectors.workers_page(filled, words=words, place=place, size=size)
        last, place = page, page.next
        forwards += [one.pk for one in page.workers]
    assert forwards == everyone
    backwards = [one.pk for one in last.workers]
    while last.previous is not None:
        last = selectors.workers_page(filled, words=words, place=last.previous, size=size)
        backwards = [one.pk for one in last.workers] + backwards
    assert backwards == everyone


def test_a_page_whose_worker_is_gone_is_the_first(filled: Contract) -> None:
    first = selectors.workers_page(filled, size=3)
    gone = selectors.workers_page(filled, place=Place(after=999_999_999), size=3)
    assert [one.pk for one in gone.workers] == [one.pk for one in first.workers]
    assert first.previous is None
    assert first.total == len(PEOPLE)


def test_a_page_costs_the_same_queries_wherever_it_is(filled: Contract) -> None:
    middle = selectors.workers_page(filled, size=3).next
    assert middle is not None
    with CaptureQueriesContext(
        connection,
    ) as queries:
        selectors.workers_page(filled, place=middle, size=3)
    assert len(queries) == 3
    assert not any("OFFSET" in query["sql"] for query in queries)
