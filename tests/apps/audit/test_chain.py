"""The log shows what was altered, deleted or cut off from its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.chain import Fault, heads, verify
from icsoe.apps.audit.enums import ActorKind, Event
from icsoe.apps.audit.models import Entry
from icsoe.apps.audit.services import record

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 10, 18, 0, 0, 123456, tzinfo=UTC)
BY = Actor(kind=ActorKind.HOLDER, key="INV010101AB1", name='Ñandú "y" hijos\n\x1f', address="127.0.0.1")
FIRM, OTHER = "INV010101AB1", "OTR010101AB2"


def events(count: int = 4, rfc: str = FIRM) -> None:
    for number in range(count):
        record(
            Event.WORKER_ADDED,
            by=BY,
            at=AT,
            provider_rfc=rfc,
            subject=f"A26P{number}",
            worker=number,
            ok=True,
        )


@contextmanager
def as_an_intruder_in_the_database() -> Iterator[None]:
    """The owner of the table can take the trigger off: what the chain is for."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        yield
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")


def test_an_untouched_log_has_no_fault() -> None:
    events()
    events(2, OTHER)
    record(Event.ENTRY_REFUSED, by=Actor(ActorKind.HOLDER, "", "", "10.0.0.1"), at=AT)
    report = verify()
    assert (report.entries, report.chains, report.faults) == (7, 3, [])


def test_each_provider_has_its_own_chain() -> None:
    events(2)
    events(1, OTHER)
    assert {name: head.length for name, head in heads().items()} == {FIRM: 2, OTHER: 1}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "Otra persona"),
        ("at", datetime(2026, 5, 10, 18, 0, 0, 123457, tzinfo=UTC)),
        ("event", Event.WORKER_REMOVED),
        ("actor_key", "OTR010101AB2"),
        ("actor_kind", ActorKind.CLERK),
        ("address", "10.0.0.9"),
        ("subject", "A26P9"),
        ("details", {"worker": 9, "ok": True}),
        ("previous", b"x" * 32),
        ("digest", b"x" * 32),
    ],
)
def test_an_altered_event_is_found(column: str, value: object) -> None:
    events()
    second = Entry.objects.get(position=2)
    with as_an_intruder_in_the_database():
        Entry.objects.filter(pk=second.pk).update(**{column: value})
    assert Fault(FIRM, 2, "altered") in verify().faults


def test_a_deleted_event_is_found() -> None:
    events()
    with as_an_intruder_in_the_database():
        Entry.objects.filter(position=2).delete()
    assert verify().faults == [Fault(FIRM, 2, "missing")]


def test_the_last_event_deleted_is_found() -> None:
    events()
    with as_an_intruder_in_the_database():
        Entry.objects.filter(position=4).delete()
    assert Fault(FIRM, 4, "missing") in verify().faults


def test_a_whole_chain_deleted_is_found() -> None:
    events()
    with as_an_intruder_in_the_database():
        Entry.objects.all().delete()
    assert [fault.chain for fault in verify().faults] == [FIRM]


def test_a_head_deleted_or_moved_back_is_found() -> None:
    events()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_chainhead SET length = 3 WHERE name = %s", [FIRM])
    assert verify().faults == [Fault(FIRM, 4, "end")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_chainhead")
    assert verify().faults == [Fault(FIRM, 4, "end")]


def test_a_chain_rewritten_whole_is_found_by_an_anchor_kept_outside() -> None:
    events()
    kept = heads()
    assert verify(anchors=kept).faults == []
    with as_an_intruder_in_the_database(), connection.cursor() as cursor:
        Entry.objects.all().delete()
        cursor.execute("DELETE FROM audit_chainhead")
    record(Event.LEFT, by=BY, at=AT, provider_rfc=FIRM)
    assert verify().faults == []
    assert verify(anchors=kept).faults == [Fault(FIRM, 4, "anchor")]


@pytest.mark.parametrize("act", ["update", "delete"])
def test_nobody_alters_the_log_through_the_front_door(act: str) -> None:
    events(1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.all().update(subject="x") if act == "update" else Entry.objects.all().delete()


def test_no_two_events_share_a_place() -> None:
    events(1)
    events(1, OTHER)
    with (
        as_an_intruder_in_the_database(),
        pytest.raises(IntegrityError, match="audit_entry_one_place_in_its_chain"),
        transaction.atomic(),
    ):
        Entry.objects.filter(chain=OTHER).update(chain=FIRM)


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("event", "danced", "audit_entry_event_known"),
        ("actor_kind", "robot", "audit_entry_actor_kind_known"),
    ],
)
def test_the_vocabulary_is_closed(column: str, value: str, constraint: str) -> None:
    fields = {"event": "left", "actor_kind": "clerk", "actor_key": "k", "actor_name": "n", "at": AT}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Entry.objects.create(**{**fields, column: value})
