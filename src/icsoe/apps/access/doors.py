"""The doors of every page: who may pass, and whether the page reads or writes.

A view without a door is refused by a test. Reading views run in a read-only transaction, so a page that
shows something cannot change anything, whatever its code says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from icsoe.apps.access.enums import AccountKind
from icsoe.apps.access.models import Account
from icsoe.apps.access.permissions import Permission, can
from icsoe.apps.audit import clock
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


@dataclass(frozen=True)
class Visit:
    """Who is asking, for which provider, and when."""

    account: Account
    actor: Actor
    provider_rfc: str
    at: datetime


class VisitRequest(HttpRequest):
    """A request that passed a door with a permission."""

    visit: Visit


@dataclass(frozen=True)
class Door:
    """What a test reads off a view."""

    permission: Permission | None
    writes: bool


def address_of(request: HttpRequest) -> str:
    """The network address the request came from, as the front server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def visitor(request: HttpRequest, at: datetime) -> Visit | None:
    """The visit of a signed-in request, or None."""
    account = request.user
    if not isinstance(account, Account):
        return None
    kind = AccountKind(account.kind)
    rfc = account.key if kind is AccountKind.HOLDER else str(request.session.get("provider_rfc", ""))
    actor = Actor(kind=ActorKind(kind.value), key=account.key, name=account.name, address=address_of(request))
    return Visit(account=account, actor=actor, provider_rfc=rfc, at=at)


def reads(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Door of a page that only reads: GET and HEAD, inside a read-only transaction."""
    return _door(Door(permission, writes=False), ["GET", "HEAD"])


def writes(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Door of a page that may write; the acts it calls open their own transactions."""
    return _door(Door(permission, writes=True), ["GET", "HEAD", "POST"])


def open_reads(view: View[P]) -> View[P]:
    """Door of a page that anybody may read."""
    return _door(Door(None, writes=False), ["GET", "HEAD"])(view)


def open_writes(view: View[P]) -> View[P]:
    """Door of a page where anybody may post."""
    return _door(Door(None, writes=True), ["GET", "HEAD", "POST"])(view)


def _door(door: Door, methods: list[str]) -> Callable[[View[P]], View[P]]:
    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if door.permission is not None:
                refusal = _admit(request, door.permission)
                if refusal is not None:
                    return refusal
            response = _answer(door, view, request, *args, **kwargs)
            if door.permission is not None:
                add_never_cache_headers(response)
            return response

        opened = require_http_methods(methods)(guarded)
        opened.door = door  # type: ignore[attr-defined]  # read by the test that walks every address
        return opened

    return decorate


def _answer(
    door: Door, view: View[P], request: HttpRequest, *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    # What is not there and what is another provider's get the same answer.
    try:
        if door.writes:
            return view(request, *args, **kwargs)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            return view(request, *args, **kwargs)
    except ObjectDoesNotExist as error:
        raise Http404 from error


def _admit(request: Any, permission: Permission) -> HttpResponseBase | None:
    """Put the visit on the request, or say why not."""
    visit = visitor(request, clock.now())
    if visit is None:
        return _to_the_entrance(request)
    if not visit.provider_rfc or not can(AccountKind(visit.account.kind), permission):
        raise PermissionDenied
    request.visit = visit
    return None


def _to_the_entrance(request: HttpRequest) -> HttpResponseBase:
    """Send an expired session to the door and back to the same page, whatever way it asked."""
    # A post comes back to the page it was typed on: the browser keeps what was typed (data-draft).
    back = request.get_full_path() if request.method == "GET" else request.headers.get("referer", "/panel/")
    path = "/" + back.split("/", 3)[-1] if "://" in back else back
    entrance = f"{resolve_url('portal:enter')}?{urlencode({'next': path})}"
    if request.headers.get("HX-Request"):
        response = JsonResponse({}, status=401)
        response["HX-Redirect"] = entrance
        return response
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"code": "session_ended", "redirect": entrance}, status=401)
    return HttpResponseRedirect(entrance)
