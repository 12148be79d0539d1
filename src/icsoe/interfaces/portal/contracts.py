"""The contracts of a period: list, add, change, remove; and the page of one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts import selectors, services
from icsoe.apps.filings.selectors import complement_in_course
from icsoe.apps.providers.selectors import authorised_services, registrations
from icsoe.interfaces.portal.capture_period import asked_period, closed_for, offered_periods
from icsoe.interfaces.portal.forms import contract as contract_form
from icsoe.interfaces.portal.forms.contract import ContractForm
from icsoe.interfaces.portal.forms.worker import read_id, read_place
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.complement import banner
from icsoe.interfaces.portal.presenters.contracts import (
    ContractsShown,
    contracts_page,
    form_page,
    period_of,
    removal_page,
)
from icsoe.interfaces.portal.roster_page import RosterView, show_contract
from icsoe.interfaces.portal.saving import tell_saved
from icsoe.interfaces.portal.workers import removal_news
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Contract
    from icsoe.lib.rulebook.rules import Finding

MOST_WORDS = 120


@reads(Permission.READ_CONTRACTS)
def contracts(request: VisitRequest) -> HttpResponse:
    """The contracts of a period with how many workers each has and what it lacks."""
    rfc, period = request.visit.provider_rfc, asked_period(request)
    words, closed = _text(request, "q"), closed_for(request.visit, period)
    only_lacking = request.GET.get("ver") == "incompletos"
    shown = ContractsShown(
        period=period,
        offered=offered_periods(request, period),
        words=words,
        only_lacking=only_lacking,
        after=_text(request, "despues"),
        closed=closed,
    )
    found = selectors.contracts_page(
        rfc, period, words=words, only_lacking=only_lacking, after=shown.after, only=request.visit.folios
    )
    context = contracts_page(found, shown) | {"in_course": banner(complement_in_course(rfc, period), period)}
    return page(request, "portal/contracts.html", context, current="contratos")


@writes(Permission.ADD_CONTRACTS)
def contract_new(request: VisitRequest) -> HttpResponse:
    """Capture a contract; ``?contratante=`` names a client of the directory."""
    period = asked_period(request)
    if request.method != "POST":
        initial = {"beneficiary_rfc": _text(request, "contratante")}
        return _show_form(request, period, _form(request, period, initial=initial))
    return _save(request, period, partial(services.add_contract, period=period))


@reads(Permission.READ_CONTRACTS)
def contract(request: VisitRequest, folio: str) -> HttpResponse:
    """One contract with its workers, a page of them at a time."""
    one = selectors.contract(request.visit.provider_rfc, folio)
    view = RosterView(
        place=read_place(request.GET),
        focus="add" if request.GET.get("capturar") == "1" else "",
        news=removal_news(request, folio, read_id(request.GET, "quitado")),
    )
    return show_contract(request, one, view)


@writes(Permission.CAPTURE)
def contract_edit(request: VisitRequest, folio: str) -> HttpResponse:
    """Change the data of a contract."""
    one = selectors.contract(request.visit.provider_rfc, folio)
    period = period_of(one)
    if request.method != "POST":
        kept = contract_form.kept_values(one)
        return _show_form(request, period, _form(request, period, initial=kept), folio=folio)
    return _save(request, period, partial(services.change_contract, folio=folio), folio=folio)


@writes(Permission.ADD_CONTRACTS)
def contract_remove(request: VisitRequest, folio: str) -> HttpResponse:
    """Ask, and then remove a contract with its workers."""
    visit = request.visit
    one = selectors.contract(visit.provider_rfc, folio)
    if request.method == "POST":
        try:
            services.remove_contract(
                provider_rfc=visit.provider_rfc, folio=folio, by=visit.actor, at=visit.at
            )
        except Refused:
            return HttpResponseRedirect(reverse("portal:contract", args=[folio]))  # it says why
        messages.success(request, _("Se quitó el contrato %(folio)s.") % {"folio": folio})
        return HttpResponseRedirect(f"{reverse('portal:contracts')}?periodo={period_of(one)}")
    if closed_for(visit, period_of(one)):
        return HttpResponseRedirect(reverse("portal:contract", args=[folio]))  # it says why
    workers = selectors.current_roster(one).worker_count
    return page(request, "ui/page_confirm.html", removal_page(one, workers), current="contratos")


def _save(
    request: VisitRequest,
    period: Period,
    act: "Callable[..., tuple[Contract, list[Finding]]]",
    *,
    folio: str = "",
) -> HttpResponse:
    """Do ``act`` with what was sent and show the contract; or show the form again with what was wrong."""
    visit, form = request.visit, _form(request, period, request.POST)
    if form.is_valid():
        try:
            saved, warnings = act(
                provider_rfc=visit.provider_rfc, data=form.contract(), by=visit.actor, at=visit.at
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            tell_saved(request, _("Contrato %(folio)s guardado") % {"folio": saved.folio}, warnings)
            return HttpResponseRedirect(reverse("portal:contract", args=[saved.folio]))
    return _show_form(request, period, form, folio=folio, status=422)


def _form(request: VisitRequest, period: Period, *given: object, **options: object) -> ContractForm:
    authorised = authorised_services(registrations(request.visit.provider_rfc))
    return ContractForm(*given, services=authorised, period=period, **options)


def _show_form(
    request: VisitRequest, period: Period, form: ContractForm, *, folio: str = "", status: int = 200
) -> HttpResponse:
    rfc = request.visit.provider_rfc
    context = form_page(
        form,
        period,
        folio=folio,
        # The directory is every client: not for a clerk of some contracts.
        directory=selectors.beneficiaries(rfc) if request.visit.folios is None else [],
        has_services=bool(authorised_services(registrations(rfc))),
        closed=closed_for(request.visit, period),
    )
    return page(request, "portal/contract_form.html", context, current="contratos", status=status)


def _text(request: VisitRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:MOST_WORDS]
