"""The doors of every page: who may pass, and whether the page reads or writes.

A view without a door is refused by a test. Reading views run in a read-only transaction, so a page that
shows something cannot change anything, whatever its code says.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
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
from icsoe.apps.access.isolation import for_the_system, serving
from icsoe.apps.access.models import Account
from icsoe.apps.access.permissions import INSTITUTE, PERSONAL, Permission, Role, can
from icsoe.apps.access.selectors import served_rfcs
from icsoe.apps.access.selectors import serving as serving_of
from icsoe.apps.access.serving import PICKED
from icsoe.apps.access.sessions import ends_at, remember
from icsoe.apps.audit import clock
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


#: Pages about one contract, by folio, that a clerk of some contracts sees only of those.
_OF_A_CONTRACT = frozenset({Permission.READ_CONTRACTS, Permission.CAPTURE})


@dataclass(frozen=True)
class Visit:
    """Who is asking, as what, for which provider, which of its contracts (None: all), and when."""

    account: Account
    actor: Actor
    role: Role
    provider_rfc: str
    folios: frozenset[str] | None
    at: datetime
    ends_at: datetime

    def can(self, permission: Permission) -> bool:
        """Whether this visit may."""
        return can(self.role, permission)


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
    """The visit of a signed-in request, or None; what a clerk may reach is asked anew each time."""
    account, end = request.user, ends_at(request)
    if not isinstance(account, Account) or end is None or at >= end:
        return None
    kind = AccountKind(account.kind)
    role, rfc, folios = _standing(account, kind, str(request.session.get(PICKED, "")), at)
    actor = Actor(kind=ActorKind(kind.value), key=account.key, name=account.name, address=address_of(request))
    return Visit(account, actor, role, rfc, folios, at, end)


def _standing(
    account: Account, kind: AccountKind, picked: str, at: datetime
) -> tuple[Role, str, frozenset[str] | None]:
    if kind is AccountKind.HOLDER:
        return Role.HOLDER, account.key, None
    if kind is AccountKind.OFFICER:
        return Role.OFFICER, "", frozenset()
    served = serving_of(account, picked, at=at) if picked else None
    if served is None:
        return Role.CLERK_WAITING, "", frozenset()
    return (Role.CLERK if served.folios is None else Role.CLERK_OF_SOME), picked, served.folios


def note_session(
    sender: object,  # noqa: ARG001 - the signature of a signal
    request: HttpRequest,
    user: object,
    **_rest: object,
) -> None:
    """Note a session as it is opened, whichever door it came through."""
    if isinstance(user, Account):
        remember(request, user, address=address_of(request), at=clock.now())


def reads(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Door of a page that only reads: GET and HEAD, inside a read-only transaction."""
    return _door(Door(permission, writes=False), ["GET", "HEAD"])


def writes(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Door of a page that may write; the acts it calls open their own transactions."""
    return _door(Door(permission, writes=True), ["GET", "HEAD", "POST"])


def uploads(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Door of an address that takes files in pieces: the methods of tus."""
    return _door(Door(permission, writes=True), ["OPTIONS", "POST", "HEAD", "PATCH", "DELETE"])


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
            _require_text(kwargs)
            if door.permission is not None:
                refusal = _admit(request, door.permission, kwargs)
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


def _require_text(named: dict[str, Any]) -> None:
    """Nothing is named with a NUL in it, and PostgreSQL takes none in a text."""
    if any("\0" in value for value in named.values() if isinstance(value, str)):
        raise Http404


def _answer(
    door: Door, view: View[P], request: HttpRequest, *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    # What is not there and what is another provider's get the same answer.
    try:
        with _reach(door, request):
            if door.writes:
                return view(request, *args, **kwargs)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
                return view(request, *args, **kwargs)
    except ObjectDoesNotExist as error:
        raise Http404 from error


def _reach(door: Door, request: HttpRequest) -> AbstractContextManager[None]:
    """Whose rows the database gives to this request."""
    # Anybody's pages (entering, verifying a receipt) and the Institute's are about all providers.
    if door.permission is None or door.permission in INSTITUTE:
        return for_the_system()
    visit: Visit = request.visit  # type: ignore[attr-defined]  # _admit put it there
    if door.permission is Permission.CHOOSE_PROVIDER:
        return serving(*served_rfcs(visit.account, at=visit.at))
    return serving(*filter(None, [visit.provider_rfc]))


def _admit(request: Any, permission: Permission, named: dict[str, Any]) -> HttpResponseBase | None:
    """Put the visit on the request, or say why not."""
    visit = visitor(request, clock.now())
    if visit is None:
        if request.user.is_authenticated:
            request.session.flush()
        return _to_the_entrance(request, permission)
    if visit.role is Role.CLERK_WAITING and permission not in PERSONAL:
        return _to_the_choice(request)
    if not visit.can(permission):
        raise PermissionDenied
    folio = named.get("folio")
    if permission in _OF_A_CONTRACT and folio and visit.folios is not None and folio not in visit.folios:
        raise Http404
    request.visit = visit
    return None


def _to_the_choice(request: HttpRequest) -> HttpResponseBase:
    """Send a clerk without a provider, or whose access has just ended, to the list of those it serves."""
    ended = bool(request.session.pop(PICKED, ""))
    return _send(request, resolve_url("portal:providers") + ("?termino=1" if ended else ""), "no_provider")


def _to_the_entrance(request: HttpRequest, permission: Permission) -> HttpResponseBase:
    """Send an expired session to its door and back to the same page, whatever way it asked."""
    # A post, or a script, comes back to its page: the browser keeps what was typed there (data-draft).
    is_of_a_page = request.method != "GET" or _asks_by_script(request)
    back = request.headers.get("referer", "/panel/") if is_of_a_page else request.get_full_path()
    path = "/" + back.split("/", 3)[-1] if "://" in back else back
    door = "console:enter" if permission in INSTITUTE else "portal:enter"
    entrance = f"{resolve_url(door)}?{urlencode({'next': path})}"
    return _send(request, entrance, "session_ended")


def _send(request: HttpRequest, url: str, code: str) -> HttpResponseBase:
    """Go to ``url``, in the way the request can follow."""
    if request.headers.get("HX-Request"):
        response = JsonResponse({}, status=401)
        response["HX-Redirect"] = url
        return response
    if _asks_by_script(request):
        return JsonResponse({"code": code, "redirect": url}, status=401)
    return HttpResponseRedirect(url)


def _asks_by_script(request: HttpRequest) -> bool:
    """Whether what is answered goes into a page that stays."""
    is_json = request.headers.get("Accept", "").startswith("application/json")
    return is_json or bool(request.headers.get("HX-Request"))
