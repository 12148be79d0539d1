"""Taking an invitation: the link of the e-mail, once, and the password of a new clerk."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from icsoe.apps.access import delegation, links, passwords, second_factor, selectors
from icsoe.apps.access.doors import Visit, address_of, open_writes, visitor
from icsoe.apps.access.enums import AccountKind
from icsoe.apps.audit import clock
from icsoe.interfaces.portal.clerk_entry import enter, over
from icsoe.interfaces.portal.entering import leading_to, wait_for_second_factor
from icsoe.interfaces.portal.forms.entering import NewPasswordForm, PasswordForm, password_hints
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.lib.rulebook.refusal import Refused

if TYPE_CHECKING:
    from icsoe.apps.access.models import Appointment

_INVITATION = "invitation_token"


@never_cache
@open_writes
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, where it could be read over a shoulder or in a log."""
    request.session[_INVITATION] = token
    return HttpResponseRedirect(reverse("portal:invitation"))


@never_cache
@sensitive_post_parameters("password", "again")
@open_writes
def invitation(request: HttpRequest) -> HttpResponse:
    """Say who invites; a new clerk chooses a password, one with an account gives its own."""
    token = str(request.session.get(_INVITATION, ""))
    try:
        invited = links.invitation_of(token, at=clock.now())
        inside = _inside(request, invited)
        if inside is not None:
            return _from_inside(request, invited, inside)
        if delegation.has_account(invited) and not _says_it_has_none(request, invited):
            return _with_account(request, invited)
        return _as_new(request, invited)
    except Refused as refusal:
        request.session.pop(_INVITATION, None)
        return over(request, sentence(refusal.findings[0]), reverse("portal:enter"), _("Ir a la entrada"))


def _inside(request: HttpRequest, invited: "Appointment") -> Visit | None:
    """The visit of whoever opened the link already entered with the CURP invited."""
    visit = visitor(request, clock.now())
    if visit is None or (visit.account.kind, visit.account.key) != (AccountKind.CLERK, invited.curp):
        return None
    return visit


def _says_it_has_none(request: HttpRequest, invited: "Appointment") -> bool:
    """Whether the person says that it never chose a password: another may have stated its CURP."""
    return request.GET.get("cuenta") == "nueva" and not delegation.has_account_there(invited)


def _from_inside(request: HttpRequest, invited: "Appointment", visit: Visit) -> HttpResponse:
    """Whoever proved its password, and second factor, only says yes."""
    if request.method != "POST":
        return _show(request, invited, None)
    delegation.accept(
        appointment_id=invited.pk, nonce=invited.nonce, account=visit.account, by=visit.actor, at=visit.at
    )
    request.session.pop(_INVITATION, None)
    return HttpResponseRedirect(reverse("portal:providers"))


def _as_new(request: HttpRequest, invited: "Appointment") -> HttpResponse:
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            account = delegation.accept_as_new(
                appointment_id=invited.pk,
                nonce=invited.nonce,
                password=form.cleaned_data["password"],
                again=form.cleaned_data["again"],
                address=address_of(request),
                at=clock.now(),
            )
        except passwords.WeakPassword as weak:
            form.show_weak(weak)
        except Refused as refusal:
            if refusal.findings[0].code == "invitation_over":
                raise
            form.show(refusal.findings)
        else:
            request.session.pop(_INVITATION, None)
            return enter(request, account)
    return _show(request, invited, form)


def _with_account(request: HttpRequest, invited: "Appointment") -> HttpResponse:
    form, at = PasswordForm(request.POST if request.method == "POST" else None), clock.now()
    if request.method == "POST" and form.is_valid():
        try:
            account = passwords.prove_password(
                request,
                curp=invited.curp,
                password=form.cleaned_data["password"],
                address=address_of(request),
                at=at,
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            by = passwords.clerk(account, address_of(request))
            if second_factor.needs_second_factor(account):
                # The link waits in the session, to be taken once inside.
                wait_for_second_factor(request, account.pk, at=at)
                back = reverse("portal:invitation")
                return HttpResponseRedirect(leading_to(reverse("portal:second_factor"), back))
            delegation.accept(appointment_id=invited.pk, nonce=invited.nonce, account=account, by=by, at=at)
            request.session.pop(_INVITATION, None)
            return enter(request, account)
    return _show(request, invited, form)


def _show(
    request: HttpRequest, invited: "Appointment", form: NewPasswordForm | PasswordForm | None
) -> HttpResponse:
    is_new, is_known = isinstance(form, NewPasswordForm), isinstance(form, PasswordForm)
    may_be_new = is_known and not delegation.has_account_there(invited)
    context = {
        "new_url": f"{reverse('portal:invitation')}?cuenta=nueva" if may_be_new else "",
        "known_url": reverse("portal:invitation") if is_new and delegation.has_account(invited) else "",
        "is_known": is_known,
        "form": form,
        "is_new": is_new,
        "name": invited.name,
        "firm": selectors.holder_names([invited.provider_rfc]).get(invited.provider_rfc, ""),
        "hints": password_hints() if is_new else [],
    }
    return render(
        request, "portal/invitation.html", context, status=422 if form is not None and form.is_bound else 200
    )
