"""What a person does with a load: apply it, correct it, check it again, undo it, give it up."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.intake import services
from icsoe.apps.intake.enums import LoadState
from icsoe.interfaces.portal.forms.load import ApplyForm, read_fixes
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.load_facts import errors_to_correct
from icsoe.interfaces.portal.load_page import show_load
from icsoe.interfaces.portal.load_place import reached_load
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.interfaces.portal.presenters.load_plan import confirm_page
from icsoe.interfaces.portal.saving import attempt
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


@writes(Permission.CAPTURE)
def load_apply(request: VisitRequest, load_id: UUID) -> HttpResponse:
    """Say what applying would do, contract by contract; and do it."""
    one = reached_load(request.visit, load_id)
    form = ApplyForm(request.POST if request.method == "POST" else request.GET)
    if one.state != LoadState.CHECKED:
        return _back(load_id)
    if not form.is_valid():
        return show_load(request, one, form=form, status=422)
    visit = request.visit
    try:
        if request.method == "POST":
            services.apply(
                provider_rfc=visit.provider_rfc,
                load_id=load_id,
                mode=form.mode,
                only_valid=form.only_valid,
                basis=request.POST.get("base", ""),
                by=visit.actor,
                at=visit.at,
            )
            return _back(load_id)
        return _confirm(request, load_id, form)
    except Refused as refusal:
        return _apply_refused(request, load_id, form, refusal)


def _confirm(
    request: VisitRequest, load_id: UUID, form: ApplyForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    rfc = request.visit.provider_rfc
    seen = services.preview(provider_rfc=rfc, load_id=load_id, mode=form.mode)
    if seen.skipped and not form.only_valid:
        raise Refused(Finding("rows_faulty", "renglones", str(seen.skipped)))
    context = confirm_page(reached_load(request.visit, load_id), seen, form, problem=problem)
    return page(request, "portal/load_confirm.html", context, current="contratos", status=status)


def _apply_refused(request: VisitRequest, load_id: UUID, form: ApplyForm, refusal: Refused) -> HttpResponse:
    """Show a list that changed meanwhile anew, with its new figures; say anything else on the page."""
    first = refusal.findings[0]
    if first.code == "list_changed" and request.method == "POST":
        try:
            return _confirm(request, load_id, form, problem=sentence(first), status=409)
        except Refused as later:
            refusal = later
    form.show(refusal.findings, {"file": "renglones"} if first.code == "rows_faulty" else None)
    return show_load(request, reached_load(request.visit, load_id), form=form, status=422)


@writes(Permission.CAPTURE)
def load_correct(request: VisitRequest, load_id: UUID) -> HttpResponse:
    """Write some cells anew and check the file again."""
    visit, one = request.visit, reached_load(request.visit, load_id)
    if request.method != "POST":
        return _back(load_id)
    sent = {name: str(value) for name, value in request.POST.items()}
    fixes = read_fixes(errors_to_correct(one), sent)
    if not fixes:
        messages.warning(request, _("No cambió ninguna celda. Escriba el dato correcto y vuelva a revisar."))
        return _back(load_id)
    try:
        services.correct(
            provider_rfc=visit.provider_rfc, load_id=load_id, corrections=fixes, by=visit.actor, at=visit.at
        )
    except Refused as refusal:
        messages.error(request, sentence(refusal.findings[0]))
        return show_load(request, reached_load(visit, load_id), sent=sent, status=422)
    return _back(load_id)


@writes(Permission.CAPTURE)
def load_check_again(request: VisitRequest, load_id: UUID) -> HttpResponse:
    """Check the file once more, from its beginning."""
    return _act(request, load_id, services.check_again)


@writes(Permission.CAPTURE)
def load_undo(request: VisitRequest, load_id: UUID) -> HttpResponse:
    """Put the lists back as they were before the load."""
    return _act(request, load_id, services.undo)


@writes(Permission.CAPTURE)
def load_discard(request: VisitRequest, load_id: UUID) -> HttpResponse:
    """Give the file up; the list stays as it is."""
    one = reached_load(request.visit, load_id)
    response = _act(request, load_id, services.discard)
    one.refresh_from_db()
    if one.state != LoadState.DISCARDED:
        return response
    messages.success(request, _("Se descartó el archivo. La lista sigue como estaba."))
    if one.folio:
        return HttpResponseRedirect(reverse("portal:contract", args=[one.folio]))
    return HttpResponseRedirect(f"{reverse('portal:contracts')}?periodo={one.year}-{one.number}")


def _act(request: VisitRequest, load_id: UUID, act: Callable[..., object]) -> HttpResponse:
    reached_load(request.visit, load_id)
    if request.method == "POST":
        attempt(request, act, provider_rfc=request.visit.provider_rfc, load_id=load_id)
    return _back(load_id)


def _back(load_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("portal:load", args=[load_id]))
