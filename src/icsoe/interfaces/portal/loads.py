"""Handing over a file of workers, for one contract or for those its rows name, and what was found in it."""

import tempfile
from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.intake import selectors, services, templates
from icsoe.apps.intake.transfers import longest
from icsoe.interfaces.portal.capture_period import closed_for
from icsoe.interfaces.portal.forms.load import LoadForm
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.load_page import show_load
from icsoe.interfaces.portal.load_place import Place, contract_place, period_place, reached_load
from icsoe.interfaces.portal.presenters.loads import new_page
from icsoe.interfaces.portal.upload_bounds import TOO_LARGE, bounded
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.sheets.template import Language

_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@writes(Permission.CAPTURE)
@bounded(longest() + 1)
def load_new(request: VisitRequest, folio: str) -> HttpResponse:
    """Hand over a file for a contract: in pieces with scripts, as any form does without them."""
    return _receive(request, contract_place(request.visit, folio))


@writes(Permission.ADD_CONTRACTS)
@bounded(longest() + 1)
def load_new_period(request: VisitRequest) -> HttpResponse:
    """Hand over a file whose rows name their contracts."""
    return _receive(request, _asked_period(request))


@reads(Permission.READ_CONTRACTS)
def load(request: VisitRequest, load_id: UUID) -> HttpResponse:
    """A load, as far as it is; while a job works on it the page asks again by itself."""
    try:
        return show_load(request, reached_load(request.visit, load_id))
    except Refused:  # it moved on while it was being read
        return HttpResponseRedirect(request.get_full_path())


@reads(Permission.READ_CONTRACTS)
def template(request: VisitRequest, folio: str, kind: str) -> HttpResponseBase:
    """The template to fill in; with ``?llena=1`` the workers the contract has."""
    return _template(request, contract_place(request.visit, folio), kind)


@reads(Permission.ADD_CONTRACTS)
def template_period(request: VisitRequest, kind: str) -> HttpResponseBase:
    """The template for many contracts; with ``?llena=1`` the workers of all of them, with their folios."""
    return _template(request, _asked_period(request), kind)


def _asked_period(request: VisitRequest) -> Place:
    return period_place(request.visit, request.POST.get("periodo") or request.GET.get("periodo", ""))


def _receive(request: VisitRequest, place: Place) -> HttpResponse:
    if request.method != "POST":
        form = LoadForm()
        if TOO_LARGE in request.GET:
            form = LoadForm({})
            form.errors.clear()
            form.show([Finding("file_too_large", "file")])
        return _show_form(request, place, form, status=413 if TOO_LARGE in request.GET else 200)
    form, visit = LoadForm(request.POST, request.FILES), request.visit
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            one = services.receive(
                provider_rfc=visit.provider_rfc,
                period=place.period,
                folio=place.folio,
                file_name=str(sent.name),
                source=sent.file,
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            form.show(refusal.findings)
        else:
            return HttpResponseRedirect(reverse("portal:load", args=[one.public_id]))
    return _show_form(request, place, form, status=422)


def _show_form(request: VisitRequest, place: Place, form: LoadForm, *, status: int) -> HttpResponse:
    rfc = request.visit.provider_rfc
    context = new_page(
        form,
        place,
        workers=templates.listed_workers(rfc, place.period, place.folio),
        loads=selectors.loads_of(rfc, place.period, folio=place.folio or "", size=20),
        closed=closed_for(request.visit, place.period),
    )
    return page(request, "portal/load_new.html", context, current="contratos", status=status)


def _template(request: VisitRequest, place: Place, kind: str) -> FileResponse:
    if kind not in _TYPES:
        raise Http404
    rfc = request.visit.provider_rfc
    filled = request.GET.get("llena") == "1"
    language: Language = "en" if (get_language() or "").startswith("en") else "es"
    if filled and kind == "xlsx" and _too_many(rfc, place):
        raise Http404
    with tempfile.TemporaryDirectory(prefix="plantilla-") as folder:
        path = Path(folder) / f"plantilla.{kind}"
        if filled:
            templates.write_filled(
                path, kind, provider_rfc=rfc, period=place.period, folio=place.folio, language=language
            )
        else:
            templates.write_template(path, kind, language=language)
        file = path.open("rb")  # stays readable once its name is gone
    name = _("plantilla-trabajadores") if not filled else _("trabajadores")
    name = f"{name}-{place.folio or place.period}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES[kind])


def _too_many(provider_rfc: str, place: Place) -> bool:
    return templates.listed_workers(provider_rfc, place.period, place.folio) > templates.MOST_IN_WORKBOOK
