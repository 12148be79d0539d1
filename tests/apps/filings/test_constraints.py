"""Every constraint of what is presented refuses its one wrong row, whatever the code above it does."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.filings.models import CalendarDay, Filing, FrozenBytes, Movement, Review
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.rulebook.constraints import violated_constraint


def refused_by(model: type[models.Model], row: dict[str, Any]) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.create(**row)
    return violated_constraint(caught.value)


@pytest.fixture
def kept(db: None) -> Filing:
    """A Normal in force; the trigger of the order, which would speak first, is lifted."""
    one = practice.complete_profile(practice.provider())
    practice.with_workers(practice.contract(one), 1)
    filing = acts.file(one)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE filings_filing DISABLE TRIGGER filings_filing_order")
    return filing


def review_of(kept: Filing) -> Review:
    """Another review of the period, of other bytes."""
    content = str(Review.objects.count()).encode()
    document = FrozenBytes.objects.create(sha256=sha256_hex(content), content=content, size=len(content))
    return Review.objects.create(**(review_row(kept) | {"document": document}))


def review_row(kept: Filing) -> dict[str, Any]:
    return {
        "provider": kept.provider,
        "year": kept.year,
        "number": kept.number,
        "type": "correccion",
        "document": kept.document,
        "contract_count": 1,
        "worker_count": 1,
        "frozen_at": practice.IN_TIME,
    }


def row(kept: Filing, **changes: Any) -> dict[str, Any]:
    """A correction that was superseded in its turn: nothing stands against it but what ``changes`` brings."""
    review = changes.get("review") or review_of(kept)
    right = {
        "folio": f"CO261{Filing.objects.count():06}",
        "provider": kept.provider,
        "year": kept.year,
        "number": kept.number,
        "type": "correccion",
        "state": "superseded",
        "replaces": kept,
        "ordinal": 1,
        "review": review,
        "document": review.document,
        "cadena": "",
        "signature": b"",
        "certificate": kept.certificate,
        "idempotency_key": "otra",
        "presented_at": practice.IN_TIME,
        "is_late": False,
        "contract_count": 1,
        "worker_count": 1,
    }
    return right | changes


NIL = {"type": "sin_informacion", "replaces": None, "ordinal": None, "contract_count": 0, "worker_count": 0}
VOID = {"type": "sin_efectos", "state": "applied", "contract_count": 0, "worker_count": 0}
FIRST = {"type": "normal", "replaces": None, "ordinal": None}


RIGHT: list[dict[str, Any]] = [{}, NIL, VOID, {"type": "actualizacion", "ordinal": None}, {"ordinal": 4}]


def test_what_is_in_order_is_taken(kept: Filing) -> None:
    for right in RIGHT:
        with transaction.atomic():
            assert Filing.objects.create(**row(kept, **right)).pk
            transaction.set_rollback(True)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"state": "in_force"}, "filings_filing_one_in_force"),
    ({"state": "pending"}, "filings_filing_one_in_force"),
    (FIRST, "filings_filing_one_first"),
    ({"ordinal": 5}, "filings_filing_at_most_four"),
    ({"ordinal": 0}, "filings_filing_at_most_four"),
    ({"ordinal": None}, "filings_filing_at_most_four"),
    ({"type": "actualizacion", "ordinal": 1}, "filings_filing_at_most_four"),
    (NIL | {"contract_count": 1}, "filings_filing_nil_is_empty"),
    (VOID | {"worker_count": 1}, "filings_filing_void_is_empty"),
    (VOID | {"contract_count": 1}, "filings_filing_void_is_empty"),
    (FIRST | {"state": "refused", "worker_count": 0}, "filings_filing_normal_has_workers"),
    (FIRST | {"state": "refused", "contract_count": 0}, "filings_filing_normal_has_workers"),
    ({"contract_count": 2}, "filings_filing_complement_has_workers"),
    ({"contract_count": 0}, "filings_filing_complement_has_workers"),
    ({"number": 4}, "filings_filing_period_exists"),
    ({"year": 2020}, "filings_filing_period_exists"),
    ({"replaces": None}, "filings_filing_complement_replaces"),
    ({"state": "applied"}, "filings_filing_only_a_void_applies"),
    (VOID | {"state": "in_force"}, "filings_filing_only_a_void_applies"),
    ({"type": "otra", "ordinal": None}, "filings_filing_type_known"),
    ({"state": "otro"}, "filings_filing_state_known"),
]


def test_a_wrong_filing_is_refused_by_its_constraint(kept: Filing) -> None:
    told = [refused_by(Filing, row(kept, **wrong)) for wrong, _ in WRONG]
    assert told == [constraint for _, constraint in WRONG]


def test_a_filing_cannot_share_what_is_anothers(kept: Filing) -> None:
    other = Filing.objects.create(**row(kept))
    shared: list[tuple[dict[str, Any], str]] = [
        ({"replaces": kept, "ordinal": 2}, "filings_filing_replaced_once"),
        ({"replaces": other, "ordinal": 2, "review": other.review}, "filings_filing_review_once"),
        ({"replaces": other, "ordinal": 1}, "filings_filing_ordinal_once"),
        (
            {"replaces": other, "ordinal": 2, "idempotency_key": kept.idempotency_key},
            "filings_filing_idempotency",
        ),
        (NIL | {"replaces": other}, "filings_filing_first_replaces_nothing"),
    ]
    for wrong, constraint in shared:
        assert refused_by(Filing, row(kept, **({"idempotency_key": "tercera"} | wrong))) == constraint


def test_what_was_shown_is_kept_once(kept: Filing) -> None:
    assert refused_by(Review, review_row(kept)) == "filings_review_once"


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"type": "otro"}, "filings_review_type_known"),
        ({"number": 4}, "filings_review_period_exists"),
        ({"year": 2020}, "filings_review_period_exists"),
    ],
)
def test_what_was_shown_is_of_a_known_type_and_period(
    kept: Filing, wrong: dict[str, Any], constraint: str
) -> None:
    assert refused_by(Review, review_row(kept) | wrong) == constraint


def test_a_worker_comes_or_leaves_once(kept: Filing) -> None:
    day = practice.IN_TIME.date()
    movement = {"contract": kept.provider.contracts.get(), "nss": "92919084431", "kind": "alta", "on": day}
    Movement.objects.create(**movement)
    assert refused_by(Movement, movement) == "filings_movement_once"
    assert refused_by(Movement, movement | {"kind": "otro"}) == "filings_movement_kind_known"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({}, "filings_day_once"),
        ({"kind": "otro"}, "filings_day_kind_known"),
        ({"reason": ""}, "filings_day_has_a_reason"),
        ({"source": ""}, "filings_day_has_a_source"),
    ],
)
def test_a_recorded_day_is_one_and_says_why(wrong: dict[str, str], constraint: str) -> None:
    day = practice.IN_TIME.date()
    recorded = {"day": day, "kind": "added", "reason": "Duelo", "source": "DOF", "published_on": day}
    recorded |= {"recorded_by": "Quien publica", "recorded_at": practice.IN_TIME}
    CalendarDay.objects.create(**recorded)
    assert refused_by(CalendarDay, recorded | wrong) == constraint
