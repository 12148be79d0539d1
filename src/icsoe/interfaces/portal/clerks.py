"""The provider's clerks: invite, set what they reach, suspend, remove; what each did."""

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access import clerks as acts
from icsoe.apps.access import selectors
from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.access.states import Move
from icsoe.apps.audit.selectors import trail
from icsoe.apps.filings.selectors import contracts_to_capture
from icsoe.interfaces.portal.forms.clerks import ALL, SOME, InvitationForm, ReachForm
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.clerks import clerk_page, clerks_page, removal_page
from icsoe.interfaces.portal.saving import attempt
from icsoe.lib.rulebook.refusal import Refused

if TYPE_CHECKING:
    from icsoe.apps.access.models import Appointment

#: Word of the address -> the act.
MOVES = {
    "suspender": Move.SUSPEND,
    "reanudar": Move.RESUME,
    "quitar": Move.REMOVE,
    "aceptar": Move.GRANT,
    "rechazar": Move.DECLINE,
}
RENEW = "reenviar"


@reads(Permission.MANAGE_CLERKS)
def clerks(request: VisitRequest) -> HttpResponse:
    """Who captures for the provider, who is invited, who asks."""
    found = selectors.clerks_of(request.visit.provider_rfc)
    return page(request, "portal/clerks.html", clerks_page(found, at=request.visit.at), current="capturistas")


@writes(Permission.MANAGE_CLERKS)
def clerk_invite(request: VisitRequest) -> HttpResponse:
    """Invite a clerk by CURP, name and e-mail."""
    visit, offered = request.visit, _contracts(request)
    form = InvitationForm(request.POST if request.method == "POST" else None, contracts=offered)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.invite(
                provider_rfc=visit.provider_rfc,
                curp=given["curp"],
                name=given["name"],
                email=given["email"],
                reach=form.reach(),
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            messages.success(request, _("Invitación enviada. El enlace dura 72 horas."))
            return HttpResponseRedirect(reverse("portal:clerks"))
    status = 422 if form.is_bound else 200
    return page(request, "portal/clerk_invite.html", {"form": form}, current="capturistas", status=status)


@writes(Permission.MANAGE_CLERKS)
def clerk(request: VisitRequest, appointment_id: int) -> HttpResponse:
    """One clerk: what it reaches, what it did, and what can be done about it."""
    visit = request.visit
    one = selectors.appointment(visit.provider_rfc, appointment_id)
    form = _reach_form(request, one)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change_reach(
                provider_rfc=visit.provider_rfc,
                appointment_id=appointment_id,
                reach=form.reach(),
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            messages.success(request, _("Guardado. Vale desde lo siguiente que haga el capturista."))
            return HttpResponseRedirect(reverse("portal:clerk", args=[appointment_id]))
    context = clerk_page(one, trail(visit.provider_rfc, actor_key=one.curp, size=10), at=visit.at)
    context["form"] = form
    return page(
        request, "portal/clerk.html", context, current="capturistas", status=422 if form.errors else 200
    )


@writes(Permission.MANAGE_CLERKS)
def clerk_move(request: VisitRequest, appointment_id: int, word: str) -> HttpResponse:
    """Suspend, resume, accept, decline, send again; removing asks first."""
    visit = request.visit
    one = selectors.appointment(visit.provider_rfc, appointment_id)
    if word != RENEW and word not in MOVES:
        raise Http404
    if request.method != "POST":
        if word == "quitar":
            return page(request, "ui/page_confirm.html", removal_page(one), current="capturistas")
        return HttpResponseRedirect(reverse("portal:clerk", args=[appointment_id]))
    attempt(
        request,
        acts.renew_invitation if word == RENEW else partial(acts.move, how=MOVES[word]),
        provider_rfc=visit.provider_rfc,
        appointment_id=appointment_id,
        done=_("Listo. Vale desde lo siguiente que haga el capturista."),
    )
    return HttpResponseRedirect(reverse("portal:clerks"))


def _contracts(request: VisitRequest, *kept: str) -> list[tuple[str, str]]:
    """The contracts to choose from: those that can be captured, and those already chosen."""
    rows = contracts_to_capture(request.visit.provider_rfc, request.visit.at)
    offered = {row.contract.folio: f"{row.contract.folio} · {row.contract.beneficiary.name}" for row in rows}
    return list({**{folio: folio for folio in kept}, **offered}.items())


def _reach_form(request: VisitRequest, one: "Appointment") -> ReachForm:
    chosen = [each.folio for each in one.contracts.all()]
    initial = {"scope": ALL if one.all_contracts else SOME, "contracts": chosen, "until": one.until}
    return ReachForm(
        request.POST if request.method == "POST" else None,
        contracts=_contracts(request, *chosen),
        initial=initial,
    )
