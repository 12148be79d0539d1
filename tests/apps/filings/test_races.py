"""Two tabs, two nodes, a clerk still typing: one filing, one folio, and nothing slips in between."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import practice

from icsoe.apps.contracts.captures import lock_capture
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.filings.deadlines import speak
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.services import Signed, present
from icsoe.apps.mailbox.models import Notice
from icsoe.apps.providers.models import Provider
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def ready(committed: None) -> Provider:
    one = practice.complete_profile(practice.provider())
    practice.with_workers(practice.contract(one), 1)
    return one


def send(one: Provider, signed: Signed) -> str:
    try:
        return present(
            provider_rfc=one.rfc,
            period=practice.PERIOD,
            signed=signed,
            by=practice.actor(),
            at=practice.IN_TIME,
        ).folio
    except Refused as refusal:
        return refusal.findings[0].code
    finally:
        connection.close()


def together(*acts: Callable[[], str]) -> list[str]:
    """The answers of acts begun at the same moment, each on its own connection."""
    gate = threading.Barrier(len(acts))

    def at_the_gate(act: Callable[[], str]) -> str:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(at_the_gate, acts))


def test_a_double_click_is_one_filing_and_both_get_its_folio(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    folios = together(*[lambda: send(ready, signed)] * 4)
    assert len(set(folios)) == 1
    assert folios[0].startswith("N261")
    assert Filing.objects.count() == 1


def test_two_tabs_with_their_own_keys_are_one_filing_and_the_other_is_told(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    other = replace(signed, idempotency_key="otra-pestaña")
    answers = together(lambda: send(ready, signed), lambda: send(ready, other))
    assert sorted(answer == "filing_in_force" for answer in answers) == [False, True]
    assert Filing.objects.count() == 1


def test_a_worker_added_while_the_holder_signs_is_in_the_filing_or_refused_never_lost(
    ready: Provider,
) -> None:
    folio = ready.contracts.get().folio
    signed = practice.signed(practice.shown(ready))

    def capture() -> str:
        try:
            add_worker(
                provider_rfc=ready.rfc,
                folio=folio,
                data=practice.worker_data(3),
                by=practice.actor(),
                at=practice.IN_TIME,
            )
        except Refused as refusal:
            return refusal.findings[0].code
        finally:
            connection.close()
        return "captured"

    captured, presented = together(capture, lambda: send(ready, signed))
    # Either the worker came first and the signature no longer covers the list, or it came too late.
    assert (captured, presented[:4]) in {("captured", "revi"), ("capture_closed", "N261")}


def test_a_capture_waits_for_a_signature_in_course(ready: Provider) -> None:
    folio = ready.contracts.get().folio
    done = threading.Event()

    def capture() -> None:
        try:
            add_worker(
                provider_rfc=ready.rfc,
                folio=folio,
                data=practice.worker_data(3),
                by=practice.actor(),
                at=practice.IN_TIME,
            )
            done.set()
        finally:
            connection.close()

    with transaction.atomic():
        lock_capture(ready.rfc, practice.PERIOD)
        typing = threading.Thread(target=capture)
        typing.start()
        assert not done.wait(0.5)
    typing.join(10)
    assert done.is_set()


def test_two_workers_at_once_tell_a_deadline_once(ready: Provider) -> None:
    def say() -> str:
        try:
            return str(speak(at=practice.IN_TIME))
        finally:
            connection.close()

    assert sorted(together(*[say] * 4)) == ["0", "0", "0", "1"]
    assert Notice.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="mailbox.send_letter").count() == 1
