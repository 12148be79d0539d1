"""Which period the pages of capture speak of."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from icsoe.apps.access.doors import Visit, VisitRequest
from icsoe.apps.access.permissions import Role
from icsoe.apps.contracts.selectors import capture
from icsoe.apps.filings import selectors as filings
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day


@dataclass(frozen=True)
class Closed:
    """Why the visit cannot change the period: it was presented, or ``sent_by`` sent it to signature."""

    sent_by: str = ""
    sent_when: str = ""


def closed_for(visit: Visit, period: Period) -> Closed | None:
    """Why the pages of capture only show the period to this visit; None while it may change it.

    What was sent to signature is closed for clerks and not for the holder.
    """
    found = capture(visit.provider_rfc, period)
    if found is None:
        return None
    if not found.is_open:
        return Closed()
    if found.sent_at is not None and visit.role is not Role.HOLDER:
        return Closed(found.sent_by, instant_words(found.sent_at))
    return None


def asked_period(request: VisitRequest) -> Period:
    """The period of ``?periodo=2026-2``; without it, the one in most need. Raises as ``begun_period``."""
    text = request.GET.get("periodo", "")
    if not text:
        board = filings.board(request.visit.provider_rfc, request.visit.at)
        return filings.most_pressing(board).period
    return begun_period(text, request.visit.at)


def begun_period(text: str, at: datetime) -> Period:
    """The period written ``2026-2``. Raises Http404 for one that does not exist or has not begun."""
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise Http404 from error
    if period.first_day > central_day(at):
        raise Http404
    return period


def offered_periods(request: VisitRequest, shown: Period) -> list[Period]:
    """The periods to choose from, newest first, with the one shown among them."""
    board = filings.board(request.visit.provider_rfc, request.visit.at)
    return sorted({shown, *(row.period for row in board)}, reverse=True)
