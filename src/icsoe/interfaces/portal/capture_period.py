"""Which period the pages of capture speak of."""

from django.http import Http404

from icsoe.apps.access.doors import VisitRequest
from icsoe.apps.filings import selectors as filings
from icsoe.interfaces.portal.presenters.board import most_pressing
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day


def asked_period(request: VisitRequest) -> Period:
    """The period of ``?periodo=2026-2``; without it, the one in most need.

    Raises Http404 for one that does not exist or has not begun.
    """
    text = request.GET.get("periodo", "")
    if not text:
        return most_pressing(filings.board(request.visit.provider_rfc, request.visit.at)).period
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise Http404 from error
    if period.first_day > central_day(request.visit.at):
        raise Http404
    return period


def offered_periods(request: VisitRequest, shown: Period) -> list[Period]:
    """The periods to choose from, newest first, with the one shown among them."""
    board = filings.board(request.visit.provider_rfc, request.visit.at)
    return sorted({shown, *(row.period for row in board)}, reverse=True)
