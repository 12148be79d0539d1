"""The page of a contract, whose part with the workers changes without leaving the page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from icsoe.apps.access.doors import VisitRequest
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts import selectors
from icsoe.apps.contracts.selectors import FIRST, Place
from icsoe.apps.filings.selectors import complement_in_course
from icsoe.apps.intake.selectors import loads_of
from icsoe.interfaces.portal.capture_period import closed_for
from icsoe.interfaces.portal.forms.worker import WorkerForm
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.complement import banner
from icsoe.interfaces.portal.presenters.contracts import contract_page, period_of
from icsoe.interfaces.portal.presenters.loads import history
from icsoe.interfaces.portal.presenters.workers import News, roster_part

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Contract

#: The parts a request of htmx may ask for, by the id it will replace.
PARTS = {"trabajadores": "portal/_workers.html", "lista": "portal/_worker_list.html"}


@dataclass(frozen=True, kw_only=True)
class RosterView:
    """How to show the workers: which of them, and what the person was doing.

    ``form`` is the one being filled in; ``editing`` the id of the worker it is about, 0 for a new one.
    ``focus`` is where the cursor goes: ``add``, ``list``, ``news``, or the id of a worker.
    """

    words: str = ""
    place: Place = FIRST
    form: WorkerForm | None = None
    editing: int = 0
    focus: str = ""
    news: News | None = None
    form_is_fresh: bool = False


def asks_for_a_part(request: VisitRequest) -> bool:
    """Whether the browser will put the answer into the page it has."""
    return bool(request.headers.get("HX-Request")) and request.headers.get("HX-Target") in PARTS


def show_contract(
    request: VisitRequest, contract: "Contract", view: RosterView, *, status: int = 200
) -> HttpResponse:
    """The whole page, or only the part that was asked for."""
    visit = request.visit
    closed = closed_for(visit, period_of(contract))
    may_capture = visit.can(Permission.CAPTURE)
    context: dict[str, Any] = contract_page(contract, closed=closed, may_capture=may_capture)
    period = period_of(contract)
    context["in_course"] = banner(complement_in_course(visit.provider_rfc, period), period)
    found = selectors.workers_page(contract, words=view.words, place=view.place)
    context |= roster_part(contract.folio, found, view, may_capture=closed is None and may_capture)
    context["is_part"] = asks_for_a_part(request)
    if not context["is_part"]:
        loads = loads_of(visit.provider_rfc, period_of(contract), folio=contract.folio, size=10)
        context |= history(loads)
    template = PARTS[request.headers["HX-Target"]] if context["is_part"] else "portal/contract.html"
    return page(request, template, context, current="contratos", status=status)
