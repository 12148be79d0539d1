"""What every door shares: where to go next, and a log-in half done."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_HALFWAY = "entering"
HALFWAY_LASTS = timedelta(minutes=5)
MOST_WRONG_CODES = 5
_PROVED_AT = "proved_at"
PROOF_LASTS = timedelta(minutes=5)


def safe_next(request: HttpRequest, url: str, *, otherwise: str = "portal:board") -> str:
    """An address of ours, or the one named."""
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=settings.SESSION_COOKIE_SECURE
    )
    return url if safe and url.startswith("/") else reverse(otherwise)


def leading_to(door: str, next_url: str) -> str:
    """The address of a door that goes on to ``next_url``."""
    return f"{door}?{urlencode({'next': next_url})}"


def wait_for_second_factor(request: HttpRequest, account_id: int, *, at: datetime) -> None:
    """Remember who gave the right password and still owes the second factor."""
    request.session.cycle_key()
    request.session[_HALFWAY] = {"account": account_id, "at": at.isoformat(), "wrong": 0}


def halfway_account(request: HttpRequest, *, at: datetime) -> int | None:
    """Who owes the second factor, or None when nobody does or it took too long."""
    kept = request.session.get(_HALFWAY)
    if not kept or at > datetime.fromisoformat(kept["at"]) + HALFWAY_LASTS:
        request.session.pop(_HALFWAY, None)
        return None
    return int(kept["account"])


def count_wrong_code(request: HttpRequest) -> None:
    """Count a wrong code; after some the password is asked again."""
    kept = request.session[_HALFWAY]
    kept["wrong"] += 1
    if kept["wrong"] >= MOST_WRONG_CODES:
        del request.session[_HALFWAY]
    else:
        request.session[_HALFWAY] = kept


def note_proof(request: HttpRequest, *, at: datetime) -> None:
    """Remember that the password was typed just now."""
    request.session[_PROVED_AT] = at.isoformat()


def proved_lately(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the password was typed so lately that whoever is at the keys still is its owner."""
    kept = request.session.get(_PROVED_AT)
    return isinstance(kept, str) and at <= datetime.fromisoformat(kept) + PROOF_LASTS
