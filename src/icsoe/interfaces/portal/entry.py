"""Entering and leaving."""

from datetime import UTC

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from icsoe.apps.access import services as access
from icsoe.apps.access.doors import address_of, open_writes, visitor
from icsoe.apps.audit import clock
from icsoe.apps.providers import services as providers
from icsoe.interfaces.portal.entering import leading_to, safe_next
from icsoe.interfaces.portal.signed import BadRequest, bad_request, read_signed, refused_signature
from icsoe.lib.efirma.errors import EfirmaError
from icsoe.ui.parts import SignBox

BACKEND = "icsoe.apps.access.backends.EfirmaBackend"


@never_cache
@open_writes
def enter(request: HttpRequest) -> HttpResponse:
    """The doors. Whoever already entered goes on to where they were going."""
    next_url = safe_next(request, request.GET.get("next", ""))
    at = clock.now()
    if visitor(request, at) is not None:
        return HttpResponseRedirect(next_url)
    box = SignBox(
        purpose="entry",
        endpoint=leading_to(reverse("portal:enter_with_efirma"), next_url),
        now=at.isoformat(),
        challenge_url=reverse("portal:challenge"),
    )
    clerk_door, came_back = reverse("portal:enter_as_clerk"), "next" in request.GET
    context = {
        "box": box,
        "came_back": came_back,
        "clerk_url": leading_to(clerk_door, next_url) if came_back else clerk_door,
    }
    return render(request, "portal/enter.html", context)


@open_writes
def challenge(request: HttpRequest) -> JsonResponse:
    """Bytes of chance for this session to sign, good for two minutes."""
    if request.method != "POST":
        return bad_request()
    if request.session.session_key is None:
        request.session.create()
    given = access.open_challenge(
        session_key=str(request.session.session_key), host=request.get_host(), at=clock.now()
    )
    expires = given.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return JsonResponse({"nonce": given.nonce.hex(), "expires": expires, "host": given.host})


@open_writes
def enter_with_efirma(request: HttpRequest) -> JsonResponse:
    """Judge the signed challenge; open the session when it holds."""
    try:
        body = read_signed(request)
        entrance = providers.enter(
            session_key=str(request.session.session_key),
            host=request.get_host(),
            certificate=body.data("certificate"),
            nonce=body.text("nonce"),
            signature=body.data("signature"),
            address=address_of(request),
            at=clock.now(),
        )
    except BadRequest:
        return bad_request()
    except EfirmaError as error:
        return refused_signature(error)
    login(request, entrance.account, backend=BACKEND)  # gives the session another key
    request.session["certificate_number"] = entrance.certificate_number
    return JsonResponse({"redirect": safe_next(request, request.GET.get("next", ""))})


@open_writes
def leave(request: HttpRequest) -> HttpResponse:
    """Close the session; only a post does."""
    if request.method == "POST":
        visit = visitor(request, clock.now())
        if visit is not None:
            access.note_leaving(by=visit.actor, at=visit.at)
        logout(request)
    return HttpResponseRedirect(reverse("portal:enter"))
