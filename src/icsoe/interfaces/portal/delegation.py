"""A clerk's side: the providers it serves, all on one board; picking one; invitations and requests."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access import delegation, selectors, serving
from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts.sending import sent_captures
from icsoe.apps.filings.selectors import boards
from icsoe.interfaces.portal.entering import safe_next
from icsoe.interfaces.portal.forms.clerks import AskForm
from icsoe.interfaces.portal.forms.worker import read_words
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.providers import named_so, providers_page
from icsoe.interfaces.portal.saving import attempt
from icsoe.lib.rulebook.refusal import Refused

#: So many are looked for by name instead of read through.
MANY_PROVIDERS = 10


@reads(Permission.CHOOSE_PROVIDER)
def providers(request: VisitRequest) -> HttpResponse:
    """Every provider the clerk serves: period, state, days left; and what waits for an answer."""
    visit = request.visit
    everyone, words = selectors.providers_of(visit.account, at=visit.at), read_words(request.GET)
    served = named_so(everyone, words)
    rfcs = [one.provider_rfc for one in served]
    context = providers_page(
        served=served,
        boards=boards(rfcs, visit.at),
        sent=sent_captures(rfcs),
        picked=visit.provider_rfc,
        invitations=selectors.invitations_for(visit.account, at=visit.at),
        requests=selectors.requests_of(visit.account),
        names=selectors.holder_names,
    )
    context |= {"words": words, "is_searched": len(everyone) >= MANY_PROVIDERS, "serves": bool(everyone)}
    context["ended"] = request.GET.get("termino") == "1"
    return page(request, "portal/providers.html", context, current="empresas")


@writes(Permission.CHOOSE_PROVIDER)
def provider_pick(request: VisitRequest) -> HttpResponse:
    """Work for one of them from now on. One that the clerk does not serve does not exist."""
    visit = request.visit
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:providers"))
    serving.pick(
        request.session,
        account=visit.account,
        provider_rfc=request.POST.get("rfc", ""),
        by=visit.actor,
        at=visit.at,
    )
    return HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))


@writes(Permission.CHOOSE_PROVIDER)
def access_ask(request: VisitRequest) -> HttpResponse:
    """Ask a provider, by RFC, to be its clerk."""
    visit = request.visit
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            delegation.ask_for_access(
                account=visit.account,
                provider_rfc=form.cleaned_data["provider_rfc"],
                reason=form.cleaned_data["reason"],
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            messages.success(
                request, _("Solicitud enviada. El contratista la acepta al entrar con su e.firma.")
            )
            return HttpResponseRedirect(reverse("portal:providers"))
    status = 422 if form.is_bound else 200
    return page(request, "portal/ask_access.html", {"form": form}, current="empresas", status=status)


@writes(Permission.CHOOSE_PROVIDER)
def invitation_accept(request: VisitRequest, appointment_id: int) -> HttpResponse:
    """Take an invitation from inside, without its link."""
    if request.method == "POST":
        attempt(
            request,
            delegation.accept_mine,
            account=request.visit.account,
            appointment_id=appointment_id,
            done=_("Invitación aceptada."),
        )
    return HttpResponseRedirect(reverse("portal:providers"))
