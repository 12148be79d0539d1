"""The one act of the log."""

import json
from datetime import datetime

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.statement import Statement

_RECORD = Statement.of("icsoe.apps.audit", "record")


def record(
    event: Event,
    *,
    by: Actor,
    at: datetime,
    provider_rfc: str = "",
    subject: str = "",
    **details: str | int | bool,
) -> None:
    """Add an entry; call it inside the act's own transaction, so that both stand or neither does."""
    _RECORD.run(
        at=at,
        event=event.value,
        actor_kind=by.kind.value,
        actor_key=by.key,
        actor_name=by.name,
        address=by.address,
        provider_rfc=provider_rfc,
        subject=subject,
        details=json.dumps(details),
    )
