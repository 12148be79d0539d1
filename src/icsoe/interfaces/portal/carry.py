"""Carrying over: a contract or a list of workers of an earlier period, in two clicks."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts import carry as acts
from icsoe.apps.contracts import selectors
from icsoe.interfaces.portal.capture_period import asked_period, closed_for
from icsoe.interfaces.portal.forms.complement import CarryForm, CarryRosterForm
from icsoe.interfaces.portal.forms.worker import read_words
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters import carry as presenter
from icsoe.interfaces.portal.presenters.contracts import period_of
from icsoe.interfaces.portal.saving import tell_saved
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused


@reads(Permission.ADD_CONTRACTS)
def earlier_contracts(request: VisitRequest) -> HttpResponse:
    """Contracts of earlier periods, newest period first, each to be used again in the period asked for."""
    visit, period, words = request.visit, asked_period(request), read_words(request.GET)
    if closed_for(visit, period):
        return _to_the_list(period)
    found = selectors.earlier_contracts(
        visit.provider_rfc, period, words=words, after=request.GET.get("despues", "").replace("\0", "")[:12]
    )
    return page(
        request, "portal/carry.html", presenter.earlier_page(found, period, words), current="contratos"
    )


@writes(Permission.ADD_CONTRACTS)
def carry_contract(request: VisitRequest, folio: str) -> HttpResponse:
    """Ask for the start of the new contract, and capture it with its workers."""
    visit, period = request.visit, asked_period(request)
    if closed_for(visit, period):
        return _to_the_list(period)
    source = selectors.contract(visit.provider_rfc, folio)
    workers = selectors.current_roster(source).worker_count
    initial = {"start_date": presenter.first_start(period, visit.at), "with_workers": workers > 0}
    form = CarryForm(request.POST) if request.method == "POST" else CarryForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made, warnings = acts.carry_contract(
                provider_rfc=visit.provider_rfc,
                folio=folio,
                period=period,
                start_date=form.cleaned_data["start_date"],
                end_date=form.cleaned_data["end_date"],
                with_workers=form.cleaned_data["with_workers"],
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            tell_saved(request, _("Contrato %(folio)s guardado") % {"folio": made.folio}, warnings)
            return HttpResponseRedirect(reverse("portal:contract", args=[made.folio]))
    context = presenter.carry_page(source, workers, period, form)
    status = 422 if request.method == "POST" else 200
    return page(request, "portal/carry_contract.html", context, current="contratos", status=status)


@writes(Permission.ADD_CONTRACTS)
def carry_roster(request: VisitRequest, folio: str) -> HttpResponse:
    """Copy into a contract the list of workers of another one."""
    visit = request.visit
    target = selectors.contract(visit.provider_rfc, folio)
    period = period_of(target)
    if closed_for(visit, period):
        return HttpResponseRedirect(reverse("portal:contract", args=[folio]))  # it says why
    sources = presenter.roster_sources(selectors.rosters_to_copy(visit.provider_rfc, target))
    form = CarryRosterForm(request.POST if request.method == "POST" else None, sources=sources)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["source"]:
        try:
            count = acts.carry_roster(
                provider_rfc=visit.provider_rfc,
                source_folio=form.cleaned_data["source"],
                folio=folio,
                replace=form.cleaned_data["replace"],
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.show(refusal.findings, {"workers": "replace"})
        else:
            messages.success(request, presenter.copied_words(count))
            return HttpResponseRedirect(reverse("portal:contract", args=[folio]))
    elif request.method == "POST" and "source" not in form.errors:
        form.add_error("source", _("Elija de qué contrato se copia."))
    context = presenter.carry_roster_page(target, period, form, has_sources=bool(sources))
    context["workers"] = selectors.current_roster(target).worker_count
    status = 422 if request.method == "POST" else 200
    return page(request, "portal/carry_roster.html", context, current="contratos", status=status)


def _to_the_list(period: Period) -> HttpResponse:
    """Where it is said why nothing more is captured in the period."""
    return HttpResponseRedirect(f"{reverse('portal:contracts')}?periodo={period}")
