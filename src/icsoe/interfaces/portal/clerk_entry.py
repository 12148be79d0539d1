"""A clerk's way in: CURP and password, then the second factor where there is one; and recovery."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from icsoe.apps.access import links, passwords, second_factor, selectors
from icsoe.apps.access.doors import address_of, open_writes, visitor
from icsoe.apps.audit import clock
from icsoe.interfaces.portal.entering import (
    count_wrong_code,
    halfway_account,
    leading_to,
    note_proof,
    safe_next,
    wait_for_second_factor,
)
from icsoe.interfaces.portal.forms.entering import (
    CodeForm,
    EntryForm,
    NewPasswordForm,
    RecoveryForm,
    password_hints,
)
from icsoe.interfaces.portal.presenters.findings import sentence as say
from icsoe.interfaces.portal.signed import BadRequest, bad_request, read_credential, refused
from icsoe.lib.rulebook.refusal import Refused

if TYPE_CHECKING:
    from icsoe.apps.access.models import Account

BACKEND = "icsoe.apps.access.backends.ClerkBackend"
_RECOVERY = "recovery_token"


@never_cache
@sensitive_post_parameters("password")
@open_writes
def enter_as_clerk(request: HttpRequest) -> HttpResponse:
    """Ask for CURP and password. What is answered never tells whether the CURP is known."""
    if request.method != "POST":
        if visitor(request, clock.now()) is not None:
            return HttpResponseRedirect(_next(request))
        return _show(request, EntryForm())
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    at = clock.now()
    try:
        account = passwords.prove_password(
            request,
            curp=form.cleaned_data["curp"],
            password=form.cleaned_data["password"],
            address=address_of(request),
            at=at,
        )
    except Refused as refusal:
        form.show(refusal.findings)
        busy = refusal.findings[0].code == "too_many_attempts"
        return _show(request, form, status=429 if busy else 422)
    if second_factor.needs_second_factor(account):
        wait_for_second_factor(request, account.pk, at=at)
        return HttpResponseRedirect(leading_to(reverse("portal:second_factor"), _next(request)))
    return enter(request, account)


@never_cache
@sensitive_post_parameters("code")
@open_writes
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the telephone, a recovery code, or a passkey."""
    at = clock.now()
    account = _halfway(request)
    if account is None:
        return HttpResponseRedirect(_password_again(request))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            second_factor.prove_code(account=account, code=form.cleaned_data["code"], at=at)
        except Refused as refusal:
            _count_wrong(request, account)
            form.show(refusal.findings)
        else:
            return enter(request, account)
    kinds = {one.kind for one in second_factor.factors(account)}
    context = {"form": form, "has_passkey": second_factor.PASSKEY_KIND in kinds, "next": _next(request)}
    return render(request, "portal/second_factor.html", context, status=422 if form.is_bound else 200)


@open_writes
def passkey_proof(request: HttpRequest) -> JsonResponse:
    """A passkey at the door: what the browser signs, and then what it signed."""
    account = _halfway(request)
    if request.method != "POST":
        return bad_request()
    if account is None:  # it took too long: the password is asked again
        return JsonResponse({"redirect": _password_again(request)})
    try:
        credential = read_credential(request)
    except BadRequest:
        return bad_request()
    if not credential:
        return JsonResponse(second_factor.begin_proof(account))
    try:
        second_factor.prove_passkey(account=account, credential=credential, at=clock.now())
    except Refused as refusal:
        _count_wrong(request, account)
        return refused(refusal.findings[0].code, say(refusal.findings[0]))
    where = enter(request, account)
    return JsonResponse({"redirect": where["Location"]})


@never_cache
@open_writes
def recover(request: HttpRequest) -> HttpResponse:
    """Ask for CURP and e-mail. The answer is the same whether they are known or not."""
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        passwords.ask_recovery(
            curp=given["curp"], email=given["email"], address=address_of(request), at=clock.now()
        )
        return render(request, "portal/recover_sent.html")
    return render(request, "portal/recover.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@open_writes
def recover_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, where it could be read over a shoulder or in a log."""
    request.session[_RECOVERY] = token
    return HttpResponseRedirect(reverse("portal:recover_choose"))


@never_cache
@sensitive_post_parameters("password", "again")
@open_writes
def recover_choose(request: HttpRequest) -> HttpResponse:
    """Choose another password with the link."""
    token, form = str(request.session.get(_RECOVERY, "")), NewPasswordForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            passwords.recover(
                token=token,
                password=form.cleaned_data["password"],
                again=form.cleaned_data["again"],
                address=address_of(request),
                at=clock.now(),
            )
            request.session.flush()
            messages.success(request, _("Su contraseña cambió. Entre con ella."))
            return HttpResponseRedirect(reverse("portal:enter_as_clerk"))
        links.recovering_account(token)
    except passwords.WeakPassword as weak:
        form.show_weak(weak)
    except Refused as refusal:
        if refusal.findings[0].code == "recovery_over":
            return over(request, say(refusal.findings[0]), reverse("portal:recover"), _("Pedir otro enlace"))
        form.show(refusal.findings)
    context = {"form": form, "hints": password_hints(), "title": _("Elija otra contraseña")}
    return render(request, "portal/new_password.html", context, status=422 if form.is_bound else 200)


def enter(request: HttpRequest, account: "Account") -> HttpResponse:
    """Open the session, under another key, and go on."""
    at = clock.now()
    passwords.note_entry(account=account, address=address_of(request), at=at)
    login(request, account, backend=BACKEND)
    note_proof(request, at=at)
    return HttpResponseRedirect(_next(request))


def over(request: HttpRequest, sentence: str, url: str, action: str) -> HttpResponse:
    """Say that a link no longer holds, and what to do."""
    context = {"sentence": sentence, "url": url, "action": action}
    return render(request, "portal/link_over.html", context, status=410)


def _halfway(request: HttpRequest) -> "Account | None":
    account_id = halfway_account(request, at=clock.now())
    return selectors.account_by_id(account_id) if account_id is not None else None


def _count_wrong(request: HttpRequest, account: "Account") -> None:
    count_wrong_code(request)
    passwords.count_wrong_code(request, account)


def _password_again(request: HttpRequest) -> str:
    """Where the password is asked for, on the way to the same page."""
    door = reverse("portal:enter_as_clerk")
    return leading_to(door, _next(request)) if "next" in request.GET else door


def _next(request: HttpRequest) -> str:
    return safe_next(request, request.GET.get("next", ""), otherwise="portal:providers")


def _show(request: HttpRequest, form: EntryForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "came_back": "next" in request.GET}
    return render(request, "portal/enter_as_clerk.html", context, status=status)
