"""The log in words names what a person knows, never an inner id."""

from datetime import UTC, datetime

import pytest

from icsoe.apps.audit.enums import ActorKind, Event
from icsoe.apps.audit.models import Entry
from icsoe.interfaces.portal.presenters.trail import trail_lines


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("A26S0000001", "ROBLE VERDE: Cargó un archivo de trabajadores: A26S0000001"),
        ("6a1ff489-ef35-4503-b102-c6d6f9e330ff", "ROBLE VERDE: Cargó un archivo de trabajadores"),
        ("load:7", "ROBLE VERDE: Cargó un archivo de trabajadores"),
    ],
)
def test_an_inner_id_is_left_out(subject: str, told: str) -> None:
    event = next(one for one in Event if str(one.label) == "Cargó un archivo de trabajadores")
    entry = Entry(
        at=datetime(2026, 9, 10, 18, tzinfo=UTC),
        event=event,
        subject=subject,
        actor_kind=ActorKind.HOLDER,
        actor_name="ROBLE VERDE",
        address="",
        details={},
    )
    assert [str(line.title) for line in trail_lines([entry])] == [told]
