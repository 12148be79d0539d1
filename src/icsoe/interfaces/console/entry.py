"""Officers' way in and out."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from icsoe.apps.access.doors import address_of, open_writes, visitor
from icsoe.apps.access.officers import EntryRefused, prove_officer
from icsoe.apps.access.permissions import Role
from icsoe.apps.access.services import note_leaving
from icsoe.apps.audit import clock
from icsoe.interfaces.console.forms import EntryForm

BACKEND = "icsoe.apps.access.backends.OfficerBackend"


@never_cache
@sensitive_post_parameters("password", "code")
@open_writes
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail, password and code together."""
    if request.method != "POST":
        visit = visitor(request, clock.now())
        if visit is not None and visit.role is Role.OFFICER:
            return HttpResponseRedirect(_next(request))
        return _show(request, EntryForm())
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        account = prove_officer(request, **form.cleaned_data, address=address_of(request), at=clock.now())
    except EntryRefused as refused:
        form.add_error(None, _sentence(refused))
        return _show(request, form, status=429 if refused.busy else 422)
    login(request, account, backend=BACKEND)  # gives the session another key
    return HttpResponseRedirect(_next(request))


@open_writes
def leave(request: HttpRequest) -> HttpResponse:
    """Close the session; only a post does."""
    if request.method == "POST":
        visit = visitor(request, clock.now())
        if visit is not None:
            note_leaving(by=visit.actor, at=visit.at)
        logout(request)
    return HttpResponseRedirect(reverse("console:enter"))


def _sentence(refused: EntryRefused) -> str:
    if refused.busy:
        return _("Demasiados intentos desde este lugar. Espere 15 minutos.")
    return _("Correo, contraseña o código incorrectos. Cada código sirve una vez: espere el siguiente.")


def _next(request: HttpRequest) -> str:
    """An address of the console, or its first page."""
    url = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    home = reverse("console:home")
    return url if safe and url.startswith(home) else home


def _show(request: HttpRequest, form: EntryForm, *, status: int = 200) -> HttpResponse:
    return render(
        request, "console/enter.html", {"form": form, "came_back": "next" in request.GET}, status=status
    )
