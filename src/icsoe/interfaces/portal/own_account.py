"""A clerk's own password and second factors.

How it enters is changed only by who typed the password lately: a session left open is not enough.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from icsoe.apps.access import passwords, second_factor
from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.interfaces.portal.entering import leading_to, note_proof, proved_lately, safe_next
from icsoe.interfaces.portal.forms.entering import (
    ChangePasswordForm,
    CodeForm,
    PasswordForm,
    password_hints,
)
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.interfaces.portal.presenters.second_factor import factor_lines
from icsoe.interfaces.portal.signed import BadRequest, bad_request, read_credential, refused
from icsoe.lib.rulebook.refusal import Refused

_SECRET, _CODES = "totp_offer", "recovery_codes"
KEY_NAME = "name"
P = ParamSpec("P")


@reads(Permission.OWN_PASSWORD)
def security(request: VisitRequest) -> HttpResponse:
    """Password and second factors; recovery codes are shown once, after adding the first factor."""
    context = {
        "factors": factor_lines(second_factor.factors(request.visit.account)),
        "codes": request.session.pop(_CODES, []),
    }
    return page(request, "portal/security.html", context, current="cuenta")


@sensitive_post_parameters("current", "password", "again")
@writes(Permission.OWN_PASSWORD)
def password_change(request: VisitRequest) -> HttpResponse:
    """Choose another password knowing the current one."""
    visit, form = request.visit, ChangePasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            passwords.change(
                account=visit.account,
                current=given["current"],
                password=given["password"],
                again=given["again"],
                by=visit.actor,
                at=visit.at,
            )
        except passwords.WeakPassword as weak:
            form.show_weak(weak)
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            update_session_auth_hash(request, visit.account)
            messages.success(request, _("Su contraseña cambió. Sus otras sesiones se cerraron."))
            return HttpResponseRedirect(reverse("portal:security"))
    context = {"form": form, "hints": password_hints()}
    status = 422 if form.is_bound else 200
    return page(request, "portal/password_change.html", context, current="cuenta", status=status)


def proved(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Ask for the password first, where it was not typed in the last minutes."""

    @wraps(view)
    def asked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = cast(VisitRequest, args[0])
        if proved_lately(request, at=request.visit.at):
            return view(*args, **kwargs)
        # Nothing was done: whoever posted finds its button again.
        back = request.path if request.method == "GET" else reverse("portal:security")
        url = leading_to(reverse("portal:password_confirm"), back)
        if request.content_type == "application/json":
            return JsonResponse({"redirect": url})
        return HttpResponseRedirect(url)

    return asked


@sensitive_post_parameters("password")
@writes(Permission.OWN_PASSWORD)
def password_confirm(request: VisitRequest) -> HttpResponse:
    """Ask for the password of whoever is already inside."""
    visit, form = request.visit, PasswordForm(request.POST if request.method == "POST" else None)
    next_url = safe_next(request, request.GET.get("next", ""), otherwise="portal:security")
    if request.method == "POST" and form.is_valid():
        try:
            passwords.confirm(request, account=visit.account, password=form.cleaned_data["password"])
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            note_proof(request, at=visit.at)
            return HttpResponseRedirect(next_url)
    status = 422 if form.is_bound else 200
    return page(request, "portal/password_confirm.html", {"form": form}, current="cuenta", status=status)


@writes(Permission.OWN_PASSWORD)
@proved
def totp_add(request: VisitRequest) -> HttpResponse:
    """Add the codes of a telephone: an image to read, and a first code to show that it was read."""
    visit = request.visit
    offer = second_factor.offer_totp(visit.account, str(request.session.get(_SECRET, "")))
    request.session[_SECRET] = offer.secret
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.add_totp(
                account=visit.account,
                secret=offer.secret,
                code=form.cleaned_data["code"],
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            del request.session[_SECRET]
            request.session[_CODES] = codes
            messages.success(request, _("Listo: al entrar se le pedirá un código."))
            return HttpResponseRedirect(reverse("portal:security"))
    image = mark_safe(offer.svg)  # noqa: S308 - drawn here, of a secret made here
    context = {"form": form, "image": image, "secret": offer.secret}
    status = 422 if form.is_bound else 200
    return page(request, "portal/totp_add.html", context, current="cuenta", status=status)


@writes(Permission.OWN_PASSWORD)
@proved
def passkey_add(request: VisitRequest) -> HttpResponse:
    """A passkey: what the browser needs to make one, and then the one it made."""
    visit = request.visit
    if request.method != "POST":
        return bad_request()
    try:
        credential = read_credential(request)
    except BadRequest:
        return bad_request()
    if not credential:
        return JsonResponse(second_factor.begin_passkey(visit.account))
    name = str(credential.pop(KEY_NAME, ""))
    try:
        codes = second_factor.add_passkey(
            account=visit.account, name=name, credential=credential, by=visit.actor, at=visit.at
        )
    except Refused as refusal:
        return refused(refusal.findings[0].code, sentence(refusal.findings[0]))
    request.session[_CODES] = codes
    return JsonResponse({"redirect": reverse("portal:security")})


@writes(Permission.OWN_PASSWORD)
@proved
def factor_remove(request: VisitRequest, factor_id: int) -> HttpResponse:
    """Take a second factor away."""
    visit = request.visit
    if request.method == "POST":
        second_factor.remove(account=visit.account, factor_id=factor_id, by=visit.actor, at=visit.at)
        messages.success(request, _("Se quitó."))
    return HttpResponseRedirect(reverse("portal:security"))
