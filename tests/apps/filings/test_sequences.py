"""Whatever a provider does, in whatever order, what must always hold of a period holds."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.contracts.models import CapturePeriod, Contract, Roster
from icsoe.apps.filings.enums import COUNTED_TYPES, STANDING, FilingState, FilingType
from icsoe.apps.filings.frozen import kept_bytes
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.states import may_follow
from icsoe.apps.providers.models import Provider
from icsoe.apps.receipts.models import Receipt
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.identifiers.folio import parse_filing_folio
from icsoe.lib.rulebook.complement import MOST_COMPLEMENTS
from icsoe.lib.rulebook.refusal import Refused

RECEIPT_OF_STATE = {
    FilingState.IN_FORCE: "in_force",
    FilingState.APPLIED: "in_force",
    FilingState.SUPERSEDED: "superseded",
    FilingState.VOID: "void",
}
_places = iter(range(10_000))


def _capture(one: Provider) -> None:
    practice.with_workers(practice.contract(one, reference=f"C-{next(_places)}"), 1)


STEPS: dict[str, Callable[[Provider], object]] = {
    "sign": acts.file,
    "sign again": acts.file,
    "contract": _capture,
    "another contract": _capture,
    "drop": lambda one: acts.drop(one, one.contracts.order_by("pk")[:1]),
    "correct": lambda one: acts.start(one, FilingType.CORRECTION),
    "update": lambda one: acts.start(one, FilingType.UPDATE),
    "extend": lambda one: acts.extend(one, one.contracts.order_by("pk")[:1]),
    "abandon": acts.abandon,
    "void": acts.void,
}


class _RolledBack(Exception):  # noqa: N818 - not an error: the way out of the example's own transaction
    pass


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from(list(STEPS)), min_size=4, max_size=14))
def test_no_sequence_of_acts_breaks_what_must_hold(steps: list[str]) -> None:
    with pytest.raises(_RolledBack):
        live_through(steps)


def live_through(steps: list[str]) -> None:
    """Do the steps one after another, whatever is refused, and leave nothing behind."""
    with transaction.atomic():
        one = practice.complete_profile(practice.provider())
        past: dict[str, tuple[object, ...]] = {}
        for step in steps:
            try:
                with transaction.atomic():
                    STEPS[step](one)
            except (Refused, AssertionError):  # refused: nothing may have changed, which is checked below
                pass
            holds(one, past)
        raise _RolledBack


def holds(one: Provider, past: dict[str, tuple[object, ...]]) -> None:
    """The invariants of a period."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    filings = list(Filing.objects.filter(provider=one).order_by("id"))
    standing = [filing for filing in filings if filing.state in STANDING]
    assert len(standing) <= 1
    _order_holds(filings)
    _past_holds(filings, past)
    for filing in filings:
        receipt = Receipt.objects.select_related("superseded_by").get(folio=filing.folio)
        assert receipt.status == RECEIPT_OF_STATE[FilingState(filing.state)]
        heir = filing.successors.first()
        assert (receipt.superseded_by and receipt.superseded_by.folio) == (heir and heir.folio)
    capture = CapturePeriod.objects.filter(provider=one).first()
    assert capture is None or capture.is_open or standing
    assert not Roster.objects.filter(contract__provider=one, is_current=True).exclude(worker_count=1).exists()


def _order_holds(filings: list[Filing]) -> None:
    last: FilingType | None = None
    for filing in filings:
        assert may_follow(last, FilingType(filing.type))
        assert parse_filing_folio(filing.folio)[1:3] == (2026, 1)
        last = FilingType(filing.type)
    counted = [filing.ordinal for filing in filings if filing.type in COUNTED_TYPES]
    assert counted == list(range(1, len(counted) + 1))
    assert len(counted) <= MOST_COMPLEMENTS
    assert max(Counter(filing.folio for filing in filings).values(), default=1) == 1


def _past_holds(filings: list[Filing], past: dict[str, tuple[object, ...]]) -> None:
    now = {
        filing.folio: (
            sha256_hex(kept_bytes(filing.document_id)),
            filing.cadena,
            bytes(filing.signature),
            filing.presented_at,
            filing.contract_count,
            filing.worker_count,
            bytes(Receipt.objects.get(folio=filing.folio).content),
        )
        for filing in filings
    }
    assert {folio: now[folio] for folio in past} == past
    past.update(now)


@pytest.mark.django_db
def test_abandoning_after_any_change_gives_back_the_filed_contracts() -> None:
    one = practice.complete_profile(practice.provider())
    for place in range(3):
        practice.with_workers(practice.contract(one, reference=f"D-{place}"), 2)
    acts.file(one)
    before = list(Contract.objects.filter(provider=one).order_by("folio").values_list("folio", "reference"))
    acts.start(one)
    acts.drop(one, one.contracts.order_by("pk")[:2])
    practice.with_workers(practice.contract(one, reference="D-0"), 1)
    acts.abandon(one)
    now = list(Contract.objects.filter(provider=one).order_by("folio").values_list("folio", "reference"))
    assert now == before
