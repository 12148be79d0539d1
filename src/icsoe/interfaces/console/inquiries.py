"""The inbox of planteamientos: list, read, answer, close."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.mailbox.inquiries import selectors, services
from icsoe.apps.mailbox.inquiries.enums import InquiryState
from icsoe.apps.mailbox.inquiries.states import MoveRefused
from icsoe.interfaces.console.forms import AnswerForm
from icsoe.interfaces.console.layout import page
from icsoe.interfaces.console.presenters import inbox_page, inquiry_page

if TYPE_CHECKING:
    from icsoe.apps.mailbox.models import Inquiry


@reads(Permission.READ_INQUIRIES)
def home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The console begins at its inbox."""
    return HttpResponseRedirect(reverse("console:inquiries"))


@reads(Permission.READ_INQUIRIES)
def inbox(request: HttpRequest) -> HttpResponse:
    """The planteamientos in a state, the oldest first."""
    state = _state(request.GET.get("estado", ""))
    after = request.GET.get("desde", "")
    rows = selectors.inbox(state, after_id=int(after) if after.isdecimal() and len(after) < 19 else 0)
    context = inbox_page(rows, state=state, counts=selectors.counts(), page_size=selectors.PAGE_SIZE)
    return page(request, "console/inquiries.html", context, current="planteamientos")


@reads(Permission.READ_INQUIRIES)
def inquiry(request: HttpRequest, folio: str) -> HttpResponse:
    """One planteamiento, with the form to answer it."""
    return _show(request, selectors.inquiry(folio), AnswerForm())


@writes(Permission.ANSWER_INQUIRIES)
def answer(request: VisitRequest, folio: str) -> HttpResponse:
    """Answer by e-mail."""
    if request.method != "POST":
        return _back(folio)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, selectors.inquiry(folio), form, status=422)
    try:
        services.answer(
            folio=folio, text=form.cleaned_data["answer"], by=request.visit.actor, at=request.visit.at
        )
    except MoveRefused:
        messages.warning(request, _("Alguien ya respondió o cerró este planteamiento."))
    else:
        messages.success(request, _("La respuesta se envió por correo."))
    return _back(folio)


@writes(Permission.ANSWER_INQUIRIES)
def close(request: VisitRequest, folio: str) -> HttpResponse:
    """Close it, answered or not."""
    if request.method == "POST":
        try:
            services.close(folio=folio, by=request.visit.actor, at=request.visit.at)
        except MoveRefused:
            messages.warning(request, _("Este planteamiento ya estaba cerrado."))
        else:
            messages.success(request, _("El planteamiento quedó cerrado."))
    return _back(folio)


@reads(Permission.READ_INQUIRIES)
def file(request: HttpRequest, folio: str) -> HttpResponse:  # noqa: ARG001 - a view
    """The file that came with it, always as a download."""
    found = selectors.inquiry_file(folio)
    response = HttpResponse(bytes(found.content), content_type=found.kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


def _state(text: str) -> InquiryState:
    return InquiryState(text) if text in InquiryState.values else InquiryState.RECEIVED


def _back(folio: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:inquiry", args=[folio]))


def _show(request: HttpRequest, found: "Inquiry", form: AnswerForm, *, status: int = 200) -> HttpResponse:
    context = {**inquiry_page(found), "form": form}
    return page(request, "console/inquiry.html", context, current="planteamientos", status=status)
