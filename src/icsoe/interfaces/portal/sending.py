"""Handing the capture of a period to whoever signs, and back."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts import sending
from icsoe.interfaces.portal.forms.clerks import NoteForm
from icsoe.interfaces.portal.saving import attempt
from icsoe.lib.periods.period import Period


@writes(Permission.SEND_TO_SIGNATURE)
def send(request: VisitRequest, period: Period) -> HttpResponse:
    """Send to signature with a note; only a post does."""
    form = NoteForm(request.POST)
    if request.method == "POST" and form.is_valid():
        attempt(
            request,
            sending.send_to_signature,
            provider_rfc=request.visit.provider_rfc,
            period=period,
            note=form.cleaned_data["note"],
            done=_("Enviada a firma. El titular la verá al entrar."),
        )
    return HttpResponseRedirect(reverse("portal:review", args=[period]))


@writes(Permission.RETURN_TO_CAPTURE)
def give_back(request: VisitRequest, period: Period) -> HttpResponse:
    """Return to capture; only a post does."""
    if request.method == "POST":
        attempt(
            request,
            sending.return_to_capture,
            provider_rfc=request.visit.provider_rfc,
            period=period,
            done=_("Devuelta a captura: sus capturistas pueden cambiarla."),
        )
    return HttpResponseRedirect(reverse("portal:board"))
