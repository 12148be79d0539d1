"""Picking the provider a clerk works for."""

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from icsoe.apps.access.models import Account, Appointment
from icsoe.apps.access.selectors import Served, serving
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record

#: Where a session keeps the provider that a clerk picked.
PICKED = "provider_rfc"


def pick(
    session: MutableMapping[str, Any], *, account: Account, provider_rfc: str, by: Actor, at: datetime
) -> Served:
    """Work for that provider from the next request on.

    Raises Appointment.DoesNotExist when the clerk does not serve it.
    """
    served = serving(account, provider_rfc[:13], at=at)
    if served is None:
        raise Appointment.DoesNotExist
    session[PICKED] = served.provider_rfc
    record(Event.PROVIDER_CHOSEN, by=by, at=at, provider_rfc=served.provider_rfc)
    return served
