"""The workers of a contract, one by one: add, change, remove, put back, search, ask the register.

Each answers with the part of the page that changed, or, without scripts, goes back to the contract's page.
"""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts import roster, selectors
from icsoe.interfaces.portal.forms.worker import WorkerForm, kept_values, read_id, read_place, read_words
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.contracts import period_of
from icsoe.interfaces.portal.presenters.findings import sentence, warnings_of
from icsoe.interfaces.portal.presenters.workers import News, full_name, money
from icsoe.interfaces.portal.removed import forget_removed, keep_removed, removed
from icsoe.interfaces.portal.roster_page import RosterView, asks_for_a_part, show_contract
from icsoe.lib.rulebook.refusal import Refused

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Contract


@writes(Permission.CAPTURE)
def worker_add(request: VisitRequest, folio: str) -> HttpResponse:
    """Add a worker; the cursor goes back to the NSS for the next one."""
    if request.method != "POST":
        return _back(folio)
    visit, form = request.visit, WorkerForm(request.POST)
    contract = selectors.contract(visit.provider_rfc, folio)
    if form.is_valid():
        try:
            worker, findings = roster.add_worker(
                provider_rfc=visit.provider_rfc, folio=folio, data=form.worker(), by=visit.actor, at=visit.at
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            news = News(_("Se agregó a %(name)s.") % {"name": full_name(worker)}, warnings_of(findings))
            return _done(request, folio, RosterView(focus="add", news=news, form_is_fresh=True))
    return show_contract(request, contract, _same_place(request, form=form), status=422)


@writes(Permission.CAPTURE)
def worker_edit(request: VisitRequest, folio: str, worker_id: int) -> HttpResponse:
    """Open a worker's row to change it."""
    if request.method != "POST":
        return _back(folio)
    contract = selectors.contract(request.visit.provider_rfc, folio)
    try:
        worker = selectors.worker(contract, worker_id)
    except ObjectDoesNotExist:
        return _gone(request, contract)
    form = WorkerForm(initial={**kept_values(worker), "seen": roster.mark(worker)})
    return show_contract(request, contract, _same_place(request, form=form, editing=worker_id, focus="form"))


@writes(Permission.CAPTURE)
def worker_change(request: VisitRequest, folio: str, worker_id: int) -> HttpResponse:
    """Change a worker."""
    if request.method != "POST":
        return _back(folio)
    visit, form = request.visit, WorkerForm(request.POST)
    contract = selectors.contract(visit.provider_rfc, folio)
    try:
        if form.is_valid():
            worker, findings = roster.change_worker(
                provider_rfc=visit.provider_rfc,
                folio=folio,
                worker_id=worker_id,
                data=form.worker(),
                by=visit.actor,
                at=visit.at,
                seen=form.cleaned_data["seen"],
            )
            news = News(_("Se guardó a %(name)s.") % {"name": full_name(worker)}, warnings_of(findings))
            return _done(request, folio, _same_place(request, focus=str(worker.pk), news=news))
    except ObjectDoesNotExist:
        return _gone(request, contract, form)
    except roster.ChangedMeanwhile as refusal:
        form.show(refusal.findings)
        form.look_again(refusal.mark)
    except Refused as refusal:
        form.show(refusal.findings)
    return show_contract(request, contract, _same_place(request, form=form, editing=worker_id), status=422)


@writes(Permission.CAPTURE)
def worker_remove(request: VisitRequest, folio: str, worker_id: int) -> HttpResponse:
    """Remove a worker at once, with a way to undo it."""
    if request.method != "POST":
        return _back(folio)
    visit = request.visit
    contract = selectors.contract(visit.provider_rfc, folio)
    try:
        data = roster.remove_worker(
            provider_rfc=visit.provider_rfc, folio=folio, worker_id=worker_id, by=visit.actor, at=visit.at
        )
    except ObjectDoesNotExist:
        return _gone(request, contract)
    except Refused as refusal:
        news = News(sentence(refusal.findings[0]), kind="error")
        return show_contract(request, contract, _same_place(request, news=news), status=409)
    keep_removed(request.session, folio, worker_id, data)
    if not asks_for_a_part(request):
        return HttpResponseRedirect(f"{reverse('portal:contract', args=[folio])}?quitado={worker_id}")
    view = _same_place(request, focus="news", news=removal_news(request, folio, worker_id))
    return show_contract(request, contract, view)


@writes(Permission.CAPTURE)
def worker_restore(request: VisitRequest, folio: str, worker_id: int) -> HttpResponse:
    """Put back a worker that was just removed."""
    if request.method != "POST":
        return _back(folio)
    visit = request.visit
    contract = selectors.contract(visit.provider_rfc, folio)
    data = removed(request.session, folio, worker_id)
    if data is None:
        news = News(_("Ya no se puede deshacer: agregue de nuevo al trabajador."), kind="error")
        return show_contract(request, contract, _same_place(request, focus="news", news=news), status=409)
    try:
        worker, findings = roster.add_worker(
            provider_rfc=visit.provider_rfc, folio=folio, data=data, by=visit.actor, at=visit.at
        )
    except Refused as refusal:
        news = News(sentence(refusal.findings[0]), kind="error")
        return show_contract(request, contract, _same_place(request, focus="news", news=news), status=409)
    forget_removed(request.session, folio, worker_id)
    back = News(_("%(name)s está de nuevo en la lista.") % {"name": full_name(worker)}, warnings_of(findings))
    return _done(request, folio, _same_place(request, focus=str(worker.pk), news=back))


@writes(Permission.READ_CONTRACTS)
def worker_search(request: VisitRequest, folio: str) -> HttpResponse:
    """Search the list, or turn its pages. By POST, so that no NSS, CURP or name ends up in an address."""
    if request.method != "POST":
        return _back(folio)
    contract = selectors.contract(request.visit.provider_rfc, folio)
    turned = bool(request.POST.get("after") or request.POST.get("before"))
    return show_contract(request, contract, _same_place(request, focus="list" if turned else ""))


@writes(Permission.CAPTURE)
def worker_register(request: VisitRequest, folio: str) -> HttpResponse:
    """What the register of insured says of the NSS and CURP typed; with ``usar``, the form filled with it."""
    if request.method != "POST":
        return _back(folio)
    contract = selectors.contract(request.visit.provider_rfc, folio)
    typed = WorkerForm(request.POST)
    data = typed.worker() if typed.is_valid() else None
    known = data and roster.registered_person(period=period_of(contract), nss=data.nss, curp=data.curp)
    if known and data and request.POST.get("usar"):
        values = {
            **kept_values(known),
            "nss": data.nss,
            "curp": data.curp,
            "seen": typed.cleaned_data["seen"],
        }
        form = WorkerForm(initial=values)
        return show_contract(
            request,
            contract,
            _same_place(
                request, form=form, editing=read_id(request.POST, "editing"), focus="sbc", form_is_fresh=True
            ),
        )
    context = {
        "known_name": full_name(known) if known else "",
        "known_sbc": money(known.sbc) if known and known.sbc is not None else "",
        "register_url": request.path,
    }
    return page(request, "portal/_registered.html", context)


def removal_news(request: VisitRequest, folio: str, worker_id: int) -> News | None:
    """That the worker was removed and how to undo it, while that can be done."""
    data = removed(request.session, folio, worker_id)
    if data is None:
        return None
    return News(
        _("Se quitó a %(name)s.") % {"name": full_name(data)},
        undo_url=reverse("portal:worker_restore", args=[folio, worker_id]),
    )


def _gone(request: VisitRequest, contract: "Contract", form: WorkerForm | None = None) -> HttpResponse:
    """The list as it is now, for whoever acts on a worker that another window removed or a load replaced.

    What was typed stands in the form of a new one.
    """
    text = _("Ese trabajador ya no está en la lista: se quitó, o la lista se cargó de nuevo.")
    if form is not None:
        text += " " + _("Lo que escribió sigue en el formulario; puede agregarlo.")
    view = _same_place(request, form=form, focus="news", news=News(text, kind="error"))
    return show_contract(request, contract, view, status=409)


def _same_place(request: VisitRequest, **changes: object) -> RosterView:
    """The list as it was: same search, same page."""
    return RosterView(words=read_words(request.POST), place=read_place(request.POST), **changes)  # type: ignore[arg-type]  # its own fields


def _done(request: VisitRequest, folio: str, view: RosterView) -> HttpResponse:
    """The changed part, or the page again with the news as notices."""
    if asks_for_a_part(request):
        return show_contract(request, selectors.contract(request.visit.provider_rfc, folio), view)
    if view.news:
        messages.success(request, view.news.sentence)
        for warning in view.news.warnings:
            messages.warning(request, warning)
    query = "?capturar=1" if view.focus == "add" else ""
    return HttpResponseRedirect(f"{reverse('portal:contract', args=[folio])}{query}#trabajadores")


def _back(folio: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:contract", args=[folio]))
