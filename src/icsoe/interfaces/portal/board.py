"""The provider's board: what is due, what is missing, what comes next."""

from django.http import HttpResponse

from icsoe.apps.access.doors import VisitRequest, reads
from icsoe.apps.access.permissions import Permission
from icsoe.apps.contracts.selectors import contracts_of
from icsoe.apps.contracts.sending import sent_captures
from icsoe.apps.filings import selectors as filings
from icsoe.apps.providers import selectors as providers
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.board import board_page, left_to_do
from icsoe.interfaces.portal.presenters.words import instant_words


@reads(Permission.READ_PROVIDER)
def board(request: VisitRequest) -> HttpResponse:
    """The period in most need as a task list, the other open ones, and the earlier ones with their state."""
    visit = request.visit
    rows = filings.board(visit.provider_rfc, visit.at)
    current = filings.most_pressing(rows)
    sent = sent_captures([visit.provider_rfc]).get((visit.provider_rfc, current.period))
    context = board_page(
        rows=rows,
        current=current,
        provider=providers.provider(visit.provider_rfc),
        registration=providers.current_registration(visit.provider_rfc),
        contracts=contracts_of(visit.provider_rfc, current.period, only=visit.folios),
        at=visit.at,
        to_do=left_to_do(signs=visit.can(Permission.SIGN), is_sent=sent is not None),
        signs=visit.can(Permission.SIGN),
    )
    context |= {
        "sent": sent,
        "sent_when": instant_words(sent.sent_at) if sent is not None and sent.sent_at else "",
        "may_return": visit.can(Permission.RETURN_TO_CAPTURE),
    }
    return page(request, "portal/board.html", context, current="panel")
