"""The page of a load, whose state changes without leaving it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from icsoe.apps.access.doors import VisitRequest
from icsoe.interfaces.portal.forms.load import ApplyForm
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.load_facts import facts_of
from icsoe.interfaces.portal.presenters.load_results import load_page

if TYPE_CHECKING:
    from icsoe.apps.intake.models import Load

PART = "carga"


def show_load(
    request: VisitRequest,
    one: "Load",
    *,
    form: ApplyForm | None = None,
    sent: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only the part that changes; ``form`` and ``sent`` are what was being filled in."""
    context = load_page(facts_of(request, one), form=form, sent=sent or {})
    is_part = bool(request.headers.get("HX-Request")) and request.headers.get("HX-Target") == PART
    context["is_part"] = is_part
    context["is_news"] = request.GET.get("paso", "") != context["step"]
    template = "portal/_load.html" if is_part else "portal/load.html"
    return page(request, template, context, current="contratos", status=status)
