"""A filing received while nobody answers about revocation is kept, and settled when somebody does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests import practice
from tests.pki import authority as pki

from icsoe.apps.access import gateways
from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts.selectors import capture
from icsoe.apps.filings.confirmation import confirm
from icsoe.apps.filings.enums import FilingState
from icsoe.apps.filings.models import Filing
from icsoe.apps.receipts.models import Receipt
from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.efirma.errors import EfirmaError

pytestmark = pytest.mark.django_db
LATER = practice.IN_TIME + timedelta(minutes=10)
SERIAL = pki.certificate().serial


@pytest.fixture(autouse=True)
def _required(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EFIRMA_REVOCATION = "required"
    monkeypatch.setattr(gateways, "BREAKER", CircuitBreaker())


def nobody(_request: bytes) -> bytes:
    raise OSError("down")


@pytest.fixture
def pending(monkeypatch: pytest.MonkeyPatch) -> Filing:
    monkeypatch.setattr(gateways, "post_ocsp", nobody)
    return practice.presented(practice.provider())


def answers(monkeypatch: pytest.MonkeyPatch, transport: Callable[[bytes], bytes]) -> None:
    monkeypatch.setattr(gateways, "post_ocsp", transport)


def test_it_is_received_with_its_instant_and_a_job_will_ask_again(pending: Filing) -> None:
    assert pending.state == FilingState.PENDING
    assert pending.presented_at == practice.IN_TIME
    assert Receipt.objects.get(folio=pending.folio).status == "pending"
    assert ProcrastinateJob.objects.filter(task_name__contains="recheck_revocation").exists()


def test_a_good_answer_puts_it_in_force(pending: Filing, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, pki.transport(at=LATER, revoked={}))
    assert confirm(filing_id=pending.pk, at=LATER)
    pending.refresh_from_db()
    assert pending.state == FilingState.IN_FORCE
    assert Receipt.objects.get(folio=pending.folio).status == "in_force"
    assert Entry.objects.filter(event="filing_confirmed", subject=pending.folio).count() == 1


def test_a_revocation_after_the_signature_leaves_it_valid(
    pending: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, pki.transport(at=LATER, revoked={SERIAL: practice.IN_TIME + timedelta(seconds=1)}))
    assert confirm(filing_id=pending.pk, at=LATER)
    pending.refresh_from_db()
    assert pending.state == FilingState.IN_FORCE


def test_a_revocation_before_the_signature_refuses_it_and_opens_the_capture_again(
    pending: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, pki.transport(at=LATER, revoked={SERIAL: practice.IN_TIME - timedelta(seconds=1)}))
    assert confirm(filing_id=pending.pk, at=LATER)
    pending.refresh_from_db()
    assert pending.state == FilingState.REFUSED
    assert Receipt.objects.get(folio=pending.folio).status == "void"
    assert capture(pending.provider_id, practice.PERIOD).is_open


def test_while_nobody_answers_it_stays_pending(pending: Filing) -> None:
    assert not confirm(filing_id=pending.pk, at=LATER)
    pending.refresh_from_db()
    assert pending.state == FilingState.PENDING


def test_a_certificate_known_to_be_revoked_presents_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(
        monkeypatch,
        pki.transport(at=practice.IN_TIME, revoked={SERIAL: practice.IN_TIME - timedelta(days=1)}),
    )
    with pytest.raises(EfirmaError) as error:
        practice.presented(practice.provider())
    assert error.value.code == "revoked"
    assert not Filing.objects.exists()


def test_soft_policy_accepts_silence_with_a_mark(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EFIRMA_REVOCATION = "soft"
    answers(monkeypatch, nobody)
    filing = practice.presented(practice.provider())
    assert filing.state == FilingState.IN_FORCE
    assert filing.revocation is not None
    assert filing.revocation.status == "unavailable"


def test_the_responder_is_asked_once_in_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    good = pki.transport(at=practice.IN_TIME, revoked={})

    def counting(request: bytes) -> bytes:
        asked.append(request)
        return good(request)

    answers(monkeypatch, counting)
    one = practice.provider()
    practice.presented(one)
    practice.presented(one, period=practice.PERIOD.previous or practice.PERIOD, key="otra")
    assert len(asked) == 1
