"""Counting wrong passwords, by person and address together.

Whoever guesses from one place locks that person out of that place only: a rival elsewhere still enters. One
address that tries many persons is stopped as a whole.
"""

import hashlib
import hmac
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

from icsoe.lib.identifiers import curp as curp_key


def hidden(curp: str) -> str:
    """How a CURP is written where attempts are counted: it cannot be read back."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, curp_key.normalise(curp).encode(), hashlib.sha256).hexdigest()


def counted_as(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which django-axes counts an attempt."""
    return hidden(str((credentials or {}).get("username", "")))


def address(request: HttpRequest) -> str | None:
    """Where django-axes counts an attempt from: the address as the front server saw it."""
    return request.META.get("REMOTE_ADDR") or None


class Attempts(AxesDatabaseHandler):  # type: ignore[misc]  # django-axes has no types
    """django-axes in the database, with a ceiling for one address over all persons."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Whether this person at this address, or this address, has tried too often."""
        return bool(super().is_locked(request, credentials)) or self._address_is_busy(request)

    def _address_is_busy(self, request: HttpRequest) -> bool:
        address = getattr(request, "axes_ip_address", None)
        recent = AccessAttempt.objects.filter(
            ip_address=address, attempt_time__gt=get_cool_off_threshold(request)
        )
        failed = recent.aggregate(total=Sum("failures_since_start"))["total"] or 0
        return int(failed) >= settings.MOST_FAILURES_OF_AN_ADDRESS
