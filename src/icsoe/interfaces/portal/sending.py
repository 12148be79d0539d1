"""Handing the capture of a period to whoever signs, and back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts import sending
from icsoe.interfaces.portal.forms.clerks import NoteForm
from icsoe.interfaces.portal.presenters.findings import sentence
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused


@writes(Permission.SEND_TO_SIGNATURE)
def send(request: VisitRequest, period: Period) -> HttpResponse:
    """Send to signature with a note; only a post does."""
    visit, form = request.visit, NoteForm(request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            sending.send_to_signature(
                provider_rfc=visit.provider_rfc,
                period=period,
                note=form.cleaned_data["note"],
                by=visit.actor,
                at=visit.at,
            )
        except Refused as refusal:
            messages.error(request, sentence(refusal.findings[0]))
        else:
            messages.success(request, _("Enviada a firma. El titular la verá al entrar."))
    return HttpResponseRedirect(reverse("portal:review", args=[period]))


@writes(Permission.RETURN_TO_CAPTURE)
def give_back(request: VisitRequest, period: Period) -> HttpResponse:
    """Return to capture; only a post does."""
    visit = request.visit
    if request.method == "POST":
        try:
            sending.return_to_capture(
                provider_rfc=visit.provider_rfc, period=period, by=visit.actor, at=visit.at
            )
        except Refused as refusal:
            messages.error(request, sentence(refusal.findings[0]))
        else:
            messages.success(request, _("Devuelta a captura: sus capturistas pueden cambiarla."))
    return HttpResponseRedirect(reverse("portal:board"))
