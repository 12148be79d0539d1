"""Presenting what did not change: the document is not made again, and nothing slips past for it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import practice

from icsoe.apps.contracts.models import Beneficiary, Contract, Roster
from icsoe.apps.contracts.roster import add_worker, remove_worker
from icsoe.apps.filings import agreement, reviews
from icsoe.apps.filings.live import fingerprint
from icsoe.apps.filings.models import CalendarDay, Filing
from icsoe.apps.filings.services import Signed, present
from icsoe.apps.providers.models import Address, AuthorisedService, Provider, Registration
from icsoe.apps.receipts.selectors import receipt_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Provider:
    """A provider with one contract of one worker, all of it fit to be presented."""
    one = practice.complete_profile(practice.provider())
    practice.with_workers(practice.contract(one), 1)
    return one


def send(one: Provider, signed: Signed) -> Filing:
    return present(
        provider_rfc=one.rfc,
        period=practice.PERIOD,
        signed=signed,
        by=practice.actor(),
        at=practice.IN_TIME,
    )


def never(*_: object, **__: object) -> None:
    raise AssertionError("the document was made again")


def an_address(one: Provider) -> Address:
    return Address.objects.create(
        provider=one, kind="conventional", postal_code="06600", colonia="JUAREZ", street="ROMA", state="09"
    )


CHANGES: dict[str, Callable[[Provider], Any]] = {
    "profile": lambda one: Provider.objects.filter(rfc=one.rfc).update(email="otro@example.com"),
    "address": an_address,
    "registration": lambda _: Registration.objects.update(number="STPS/UTD/OTRO"),
    "service": lambda _: AuthorisedService.objects.update(description="Vigilancia"),
    "contract": lambda _: Contract.objects.update(object="Otro objeto"),
    "end of contract": lambda _: Contract.objects.update(end_date=practice.PERIOD.last_day),
    "client": lambda _: Beneficiary.objects.update(name="OTRO CLIENTE"),
    "one contract more": lambda one: practice.contract(one, reference="otra"),
    "one contract less": lambda _: Contract.objects.all().delete(),
    "one worker more": lambda one: add_worker(
        provider_rfc=one.rfc,
        folio=one.contracts.get().folio,
        data=practice.worker_data(5),
        by=practice.actor(),
        at=practice.IN_TIME,
    ),
    "another list": lambda _: Roster.objects.update(revision=77),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_the_document_says_moves_its_fingerprint(ready: Provider, name: str) -> None:
    before = fingerprint(ready.rfc, practice.PERIOD)
    assert fingerprint(ready.rfc, practice.PERIOD) == before
    CHANGES[name](ready)
    assert fingerprint(ready.rfc, practice.PERIOD) != before


def test_what_others_and_other_periods_do_moves_nothing(ready: Provider) -> None:
    before = fingerprint(ready.rfc, practice.PERIOD)
    practice.contract(practice.complete_profile(practice.provider("fisica"), "fisica"), "fisica")
    CalendarDay.objects.create(
        day=practice.IN_TIME.date(),
        kind="added",
        reason="Aviso",
        source="DOF",
        published_on=practice.IN_TIME.date(),
        recorded_by="Ana",
        recorded_at=practice.IN_TIME,
    )
    assert fingerprint(ready.rfc, practice.PERIOD) == before


def test_an_unchanged_review_is_presented_without_making_its_document_again(
    ready: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = practice.signed(practice.shown(ready))
    monkeypatch.setattr(agreement, "judge", never)
    assert send(ready, signed).worker_count == 1


def test_a_changed_row_makes_the_document_again(ready: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = practice.signed(practice.shown(ready))
    CHANGES["profile"](ready)
    monkeypatch.setattr(agreement, "judge", never)
    with pytest.raises(AssertionError, match="made again"):
        send(ready, signed)


def test_what_was_changed_and_put_back_is_presented_as_it_was_shown(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    CHANGES["one worker more"](ready)
    contract = ready.contracts.get()
    added = contract.rosters.get(is_current=True).workers.order_by("-id")[0]
    remove_worker(
        provider_rfc=ready.rfc,
        folio=contract.folio,
        worker_id=added.pk,
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    assert send(ready, signed).worker_count == 1


@pytest.mark.parametrize("with_contract", [True, False])
def test_the_receipt_says_the_same_whether_the_document_was_made_again_or_not(
    monkeypatch: pytest.MonkeyPatch, *, with_contract: bool
) -> None:
    one = practice.complete_profile(practice.provider())
    if with_contract:
        practice.with_workers(practice.contract(one), 2)
    signed = practice.signed(practice.shown(one))
    with transaction.atomic():
        quick = said(send(one, signed))
        transaction.set_rollback(True)
    monkeypatch.setattr(agreement, "unchanged", lambda *_, **__: None)
    assert said(send(one, signed)) == quick


def said(filing: Filing) -> dict[str, Any]:
    """What the receipt says, but for what chance and the counters put in it."""
    twin = json.loads(receipt_json(filing.folio) or b"{}")
    filed = {name: getattr(filing, name) for name in ("type", "state", "is_late", "cadena", "document_id")}
    return {**twin["filing"], **filed}


def test_a_page_looked_at_again_works_out_nothing_that_only_a_new_review_keeps(
    ready: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = practice.shown(ready).review
    for name in ("fingerprint", "names_of_capturers"):
        monkeypatch.setattr(reviews, name, refuse)
    assert practice.shown(ready).review == first


def refuse(*_: object) -> None:
    raise AssertionError("asked again")


def test_a_review_costs_the_same_however_many_contracts_it_has(ready: Provider) -> None:
    def cost() -> int:
        practice.shown(ready)
        with CaptureQueriesContext(connection) as asked:
            practice.shown(ready)
        return len(asked)

    few = cost()
    for _ in range(3):
        practice.with_workers(practice.contract(ready), 1)
    assert cost() == few
