"""Complementarias: what may follow what stands, beginning one, giving it up, voiding, days of movements."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.filings import complements, reviews, selectors, updates
from icsoe.apps.filings.enums import FilingType
from icsoe.interfaces.portal.filing import sign_box
from icsoe.interfaces.portal.forms.complement import KINDS, MovementForm, VoidForm
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters import complement as presenter
from icsoe.interfaces.portal.saving import attempt
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused


@reads(Permission.READ_RECEIPTS)
def complement(request: VisitRequest, period: Period) -> HttpResponse:
    """What may follow what stands, each with what it is for or why it cannot be begun."""
    visit = request.visit
    choices = selectors.complement_choices(visit.provider_rfc, period, visit.at)
    context = presenter.choices_page(choices, period)
    return page(request, "portal/complement.html", context, current="acuses")


@writes(Permission.ADD_CONTRACTS)
def correct(request: VisitRequest, period: Period) -> HttpResponse:
    """Begin a correction; only a post does."""
    return _start(request, period, FilingType.CORRECTION)


@writes(Permission.ADD_CONTRACTS)
def update(request: VisitRequest, period: Period) -> HttpResponse:
    """Begin an update; only a post does."""
    return _start(request, period, FilingType.UPDATE)


def _start(request: VisitRequest, period: Period, type: FilingType) -> HttpResponse:
    if request.method == "POST":
        done, rfc = presenter.started_words(type), request.visit.provider_rfc
        if attempt(request, complements.start, provider_rfc=rfc, period=period, type=type, done=done):
            return HttpResponseRedirect(f"{reverse('portal:contracts')}?periodo={period}")
    return HttpResponseRedirect(reverse("portal:complement", args=[period]))


@writes(Permission.ADD_CONTRACTS)
def abandon(request: VisitRequest, period: Period) -> HttpResponse:
    """Ask, and then give up the complementaria in course."""
    rfc = request.visit.provider_rfc
    if request.method == "POST":
        done = _("Se abandonó. Lo que presentó sigue vigente, sin cambio alguno.")
        attempt(request, complements.abandon, provider_rfc=rfc, period=period, done=done)
        return HttpResponseRedirect(reverse("portal:receipts"))
    in_course = selectors.complement_in_course(rfc, period)
    if in_course is None:
        raise Http404
    return page(request, "ui/page_confirm.html", presenter.abandon_page(in_course, period), current="acuses")


@writes(Permission.SIGN)
def void(request: VisitRequest, period: Period) -> HttpResponse:
    """Ask for the reason; with it, show what would be signed and the sign box."""
    visit = request.visit
    form = VoidForm(request.POST) if request.method == "POST" else VoidForm()
    choices = selectors.complement_choices(visit.provider_rfc, period, visit.at)
    context = presenter.void_page(choices, period)
    if request.method == "POST" and form.is_valid():
        shown = reviews.show_void(
            provider_rfc=visit.provider_rfc,
            period=period,
            reason=form.cleaned_data["reason"],
            by=visit.actor,
            at=visit.at,
        )
        box = sign_box(shown, period, visit.at)
        if box is not None:
            context |= {"box": box, **presenter.void_signed(shown, period)}
            return page(request, "portal/void_review.html", context, current="acuses")
        form.show(shown.errors)
    status = 422 if request.method == "POST" else 200
    return page(request, "portal/void.html", {**context, "form": form}, current="acuses", status=status)


@writes(Permission.ADD_CONTRACTS)
def movements(request: VisitRequest, period: Period) -> HttpResponse:
    """The workers whose day is still to be given, contract by contract; and giving it."""
    visit = request.visit
    undated = updates.undated_movements(visit.provider_rfc, period)
    groups = presenter.movement_groups(undated)
    if request.method == "POST":
        group = next((one for one in groups if one.key == request.POST.get("grupo", "")), None)
        if group is None:
            return HttpResponseRedirect(reverse("portal:movements", args=[period]))
        form = MovementForm(request.POST, lacking=group.lacking, prefix=group.key)
        if form.is_valid() and _date(request, period, group, form):
            return HttpResponseRedirect(reverse("portal:movements", args=[period]))
        group.form = form
    context = presenter.movements_page(groups, undated, period)
    status = 422 if request.method == "POST" else 200
    return page(request, "portal/movements.html", context, current="contratos", status=status)


def _date(request: VisitRequest, period: Period, group: presenter.Group, form: MovementForm) -> bool:
    """Give the day; False, with its errors in the form, when it is refused."""
    visit, on = request.visit, form.cleaned_data["on"]
    if on is None:
        form.add_error("on", _("Escriba la fecha."))
        return False
    try:
        count = updates.date_movements(
            provider_rfc=visit.provider_rfc,
            period=period,
            folio=group.folio,
            kind=KINDS[group.way],
            on=on,
            nss=form.cleaned_data["nss"] or None,
            by=visit.actor,
            at=visit.at,
        )
    except Refused as refusal:
        form.show(refusal.findings)
        return False
    messages.success(request, presenter.dated_words(count))
    return True
