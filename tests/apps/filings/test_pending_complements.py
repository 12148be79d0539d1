"""A complementaria that waits for an answer about revocation: refused, what it replaced stands again."""

from datetime import timedelta
from typing import Any

import pytest
from tests import practice
from tests.apps.filings import acts
from tests.pki import authority as pki

from icsoe.apps.access import gateways
from icsoe.apps.contracts.selectors import capture
from icsoe.apps.filings.confirmation import confirm
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.selectors import complement_in_course
from icsoe.apps.providers.models import Provider
from icsoe.apps.receipts.models import Receipt
from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.django_db
LATER = practice.IN_TIME + timedelta(minutes=10)
SERIAL = pki.certificate().serial


def nobody(_request: bytes) -> bytes:
    raise OSError("down")


@pytest.fixture
def one() -> Provider:
    return practice.complete_profile(practice.provider())


@pytest.fixture(autouse=True)
def _breaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateways, "BREAKER", CircuitBreaker())


def silence(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EFIRMA_REVOCATION = "required"
    monkeypatch.setattr(gateways, "post_ocsp", nobody)


def corrected(one: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Filing, Filing]:
    """A Normal in force and the correction of it that waits for an answer."""
    practice.with_workers(practice.contract(one, reference="C-1"), 1)
    first = acts.file(one)
    acts.start(one)
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    silence(settings, monkeypatch)
    return first, acts.file(one)


def test_a_pending_correction_takes_the_place_and_holds_everything_else_back(
    one: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, pending = corrected(one, settings, monkeypatch)
    assert (acts.state_of(first), pending.state) == ("superseded", "pending")
    with pytest.raises(Refused) as refusal:
        acts.start(one)
    assert [found.code for found in refusal.value.findings] == ["filing_pending"]


def test_a_refused_correction_gives_the_place_back_and_can_be_signed_again(
    one: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, pending = corrected(one, settings, monkeypatch)
    before = practice.IN_TIME - timedelta(days=1)
    monkeypatch.setattr(gateways, "post_ocsp", pki.transport(at=LATER, revoked={SERIAL: before}))
    assert confirm(filing_id=pending.pk, at=LATER)
    assert (acts.state_of(first), acts.state_of(pending)) == ("in_force", "refused")
    assert Receipt.objects.get(folio=first.folio).status == "in_force"
    assert Receipt.objects.get(folio=pending.folio).status == "void"
    in_course = complement_in_course(one.rfc, practice.PERIOD)
    assert in_course is not None
    assert in_course.folio == first.folio
    settings.EFIRMA_REVOCATION = "off"
    again = acts.file(one)
    assert (again.replaces, again.ordinal, again.document_id) == (first, 1, pending.document_id)


def test_a_pending_void_opens_the_capture_only_when_it_is_settled(
    one: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    nil = acts.file(one)
    silence(settings, monkeypatch)
    pending = acts.void(one)
    assert (acts.state_of(nil), pending.state) == ("void", "pending")
    assert not capture(one.rfc, practice.PERIOD).is_open
    monkeypatch.setattr(gateways, "post_ocsp", pki.transport(at=LATER, revoked={}))
    assert confirm(filing_id=pending.pk, at=LATER)
    assert acts.state_of(pending) == "applied"
    assert capture(one.rfc, practice.PERIOD).is_open


def test_a_refused_void_leaves_the_filing_as_it_was(
    one: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    nil = acts.file(one)
    silence(settings, monkeypatch)
    pending = acts.void(one)
    before = practice.IN_TIME - timedelta(days=1)
    monkeypatch.setattr(gateways, "post_ocsp", pki.transport(at=LATER, revoked={SERIAL: before}))
    assert confirm(filing_id=pending.pk, at=LATER)
    assert (acts.state_of(nil), acts.state_of(pending)) == ("in_force", "refused")
    assert not capture(one.rfc, practice.PERIOD).is_open
