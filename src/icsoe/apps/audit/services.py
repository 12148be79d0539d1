"""The one act of the log."""

from datetime import datetime

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.models import Entry


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
    Entry.objects.create(
        at=at,
        event=event,
        actor_kind=by.kind,
        actor_key=by.key,
        actor_name=by.name,
        address=by.address,
        provider_rfc=provider_rfc,
        subject=subject,
        details=details,
    )
