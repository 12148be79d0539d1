"""The order of filings of a period: the table, the services and the database say the same of every pair."""

from collections.abc import Callable
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.contracts.models import Contract
from icsoe.apps.filings.enums import FIRST_TYPES, STANDING, FilingState, FilingType
from icsoe.apps.filings.models import Filing, FrozenBytes, Review
from icsoe.apps.filings.states import FOLLOWS, MOVES, may_follow
from icsoe.apps.providers.models import Provider
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.django_db
T = FilingType

#: The acts that bring a period into each state.
WAYS: dict[FilingType | None, tuple[FilingType, ...]] = {
    None: (),
    T.NORMAL: (T.NORMAL,),
    T.NIL: (T.NIL,),
    T.CORRECTION: (T.NORMAL, T.CORRECTION),
    T.UPDATE: (T.NORMAL, T.UPDATE),
    T.VOIDING: (T.NIL, T.VOIDING),
}
PAIRS = list(product(WAYS, T))
names = [f"{last or 'nada'}-{following}" for last, following in PAIRS]


@pytest.fixture
def one() -> Provider:
    return practice.complete_profile(practice.provider())


def act(one: Provider, type: FilingType) -> Filing:
    """Do what a person does to present that type next, whatever stands."""
    return ACTS[type](one)


def _first(one: Provider) -> Filing:
    if not Contract.objects.filter(provider=one).exists():
        practice.with_workers(practice.contract(one), 1)
    return acts.file(one)


def _nil(one: Provider) -> Filing:
    acts.drop(one, Contract.objects.filter(provider=one))
    return acts.file(one)


def _complement(type: FilingType) -> Callable[[Provider], Filing]:
    def present(one: Provider) -> Filing:
        acts.start(one, type)
        if type is T.CORRECTION:
            place = Filing.objects.count() + 1
            practice.with_workers(practice.contract(one, reference=f"C-{place}"), 1)
        else:
            acts.extend(one, one.contracts.order_by("pk")[:1])
        return acts.file(one)

    return present


ACTS: dict[FilingType, Callable[[Provider], Filing]] = {
    T.NORMAL: _first,
    T.NIL: _nil,
    T.CORRECTION: _complement(T.CORRECTION),
    T.UPDATE: _complement(T.UPDATE),
    T.VOIDING: acts.void,
}


def bring(one: Provider, last: FilingType | None) -> None:
    for type in WAYS[last]:
        act(one, type)


@pytest.mark.parametrize(("last", "following"), PAIRS, ids=names)
def test_the_services_present_what_the_table_allows_and_nothing_else(
    one: Provider, last: FilingType | None, following: FilingType
) -> None:
    bring(one, last)
    before = Filing.objects.count()
    if may_follow(last, following):
        assert act(one, following).type == following
        return
    with pytest.raises((Refused, AssertionError)):  # refused, or shown with errors and no bytes to sign
        act(one, following)
    assert Filing.objects.count() == before


@pytest.mark.parametrize(("last", "following"), PAIRS, ids=names)
def test_the_database_takes_what_the_table_allows_and_nothing_else(
    one: Provider, last: FilingType | None, following: FilingType
) -> None:
    bring(one, last)
    if last is None:
        practice.presented(practice.provider("fisica"), "fisica", key="modelo")
    if may_follow(last, following):
        assert raw_filing(one, following).type == following
        return
    with pytest.raises(IntegrityError, match=r"does not follow|filings_filing_"), transaction.atomic():
        raw_filing(one, following)


def raw_filing(one: Provider, type: FilingType) -> Filing:
    """A row written behind the services' back, with everything else in order."""
    last = Filing.objects.filter(provider=one).order_by("-id").first()
    model = last or Filing.objects.get()
    is_first = type in FIRST_TYPES
    Filing.objects.filter(provider=one, state__in=STANDING).update(
        state="void" if type == T.VOIDING else "superseded"
    )
    counted = Filing.objects.filter(provider=one, ordinal__isnull=False).count()
    document = FrozenBytes.objects.create(sha256=sha256_hex(str(type).encode()), content=b"{}", size=2)
    review = Review.objects.create(
        provider=one,
        year=2026,
        number=1,
        type=type,
        document=document,
        contract_count=0,
        worker_count=0,
        frozen_at=practice.IN_TIME,
    )
    empty = type in (T.NIL, T.VOIDING)
    return Filing.objects.create(
        folio=f"X{Filing.objects.count()}",
        provider=one,
        year=2026,
        number=1,
        type=type,
        state="applied" if type == T.VOIDING else "in_force",
        replaces=None if is_first else model,
        ordinal=counted + 1 if type in (T.CORRECTION, T.VOIDING) else None,
        review=review,
        document=document,
        cadena="",
        signature=b"",
        certificate=model.certificate,
        idempotency_key="por-debajo",
        presented_at=practice.IN_TIME,
        is_late=False,
        contract_count=0 if empty else 1,
        worker_count=0 if empty else 1,
    )


@pytest.mark.parametrize(("old", "new"), list(product(FilingState, FilingState)))
def test_the_database_moves_a_state_as_the_table_says(
    one: Provider, old: FilingState, new: FilingState
) -> None:
    filing = act(one, T.NIL)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE filings_filing DISABLE TRIGGER filings_filing_immutable")
        cursor.execute("ALTER TABLE filings_filing DISABLE TRIGGER filings_filing_replaced_by_one")
        cursor.execute("ALTER TABLE filings_filing DROP CONSTRAINT filings_filing_only_a_void_applies")
        cursor.execute("UPDATE filings_filing SET state = %s WHERE id = %s", [old, filing.pk])
        cursor.execute("ALTER TABLE filings_filing ENABLE TRIGGER filings_filing_immutable")
    moved = Filing.objects.filter(pk=filing.pk)
    if old == new or new in MOVES[old]:
        assert moved.update(state=new) == 1
        return
    with pytest.raises(IntegrityError, match=f"does not go from {old} to {new}"), transaction.atomic():
        moved.update(state=new)


def test_every_state_of_a_period_and_of_a_filing_is_in_its_table() -> None:
    assert set(FOLLOWS) == {None, *FilingType}
    assert set(MOVES) == set(FilingState)
    assert set(WAYS) == set(FOLLOWS)
