"""Open sessions of an account: since when, from where, and closing them from another one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from icsoe.apps.access.models import Account, OpenSession
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record

OPENED_AT = "opened_at"
DEVICE_LENGTH = 200


@dataclass(frozen=True)
class Standing:
    """A session still open; ``seen_at`` is its last request."""

    id: int
    opened_at: datetime
    seen_at: datetime
    address: str
    device: str
    is_this: bool


def remember(request: HttpRequest, account: Account, *, address: str, at: datetime) -> None:
    """Note a session that has just been opened; its eight hours begin."""
    request.session[OPENED_AT] = at.isoformat()
    if request.session.session_key is None:
        request.session.save()
    OpenSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "account": account,
            "opened_at": at,
            "address": address[:45],
            "device": request.headers.get("User-Agent", "")[:DEVICE_LENGTH],
        },
    )


def ends_at(request: HttpRequest) -> datetime | None:
    """When the session ends whatever is done in it; None for one whose beginning is not known."""
    opened = request.session.get(OPENED_AT)
    if not isinstance(opened, str):
        return None
    return datetime.fromisoformat(opened) + timedelta(seconds=settings.SESSION_LONGEST_SECONDS)


def standing_sessions(account: Account, *, this_key: str | None, at: datetime) -> list[Standing]:
    """The account's sessions that are still open, the newest first; what is left of closed ones is swept."""
    mine = list(OpenSession.objects.filter(account=account).order_by("-opened_at"))
    alive = {
        one.session_key: one.expire_date
        for one in Session.objects.filter(session_key__in=[one.session_key for one in mine])
    }
    oldest = at - timedelta(seconds=settings.SESSION_LONGEST_SECONDS)
    standing = [one for one in mine if one.session_key in alive and one.opened_at > oldest]
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return [
        Standing(
            id=one.pk,
            opened_at=one.opened_at,
            seen_at=max(one.opened_at, alive[one.session_key] - idle + settings.CLOCK_SHIFT),
            address=one.address,
            device=one.device,
            is_this=one.session_key == this_key,
        )
        for one in standing
    ]


def forget_expired(*, at: datetime) -> int:
    """Remove sessions past their end, and what they held of anybody; how many there were."""
    gone, _ = Session.objects.filter(expire_date__lt=at - settings.CLOCK_SHIFT).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    OpenSession.objects.filter(~Exists(alive)).delete()
    return gone


def close(*, account: Account, session_id: int, by: Actor, at: datetime) -> None:
    """End one of the account's sessions at once. Raises OpenSession.DoesNotExist for another's."""
    with transaction.atomic():
        _end(OpenSession.objects.get(pk=session_id, account=account), by, at)


def close_others(*, account: Account, this_key: str | None, by: Actor, at: datetime) -> int:
    """End every session of the account but this one; how many there were."""
    with transaction.atomic():
        others = OpenSession.objects.filter(account=account).exclude(session_key=this_key)
        alive = [one for one in others if Session.objects.filter(pk=one.session_key).exists()]
        for one in alive:
            _end(one, by, at)
        OpenSession.objects.filter(account=account).exclude(session_key=this_key).delete()
    return len(alive)


def _end(one: OpenSession, by: Actor, at: datetime) -> None:
    Session.objects.filter(session_key=one.session_key).delete()
    one.delete()
    record(Event.SESSION_CLOSED, by=by, at=at, subject=f"session:{one.address}")
