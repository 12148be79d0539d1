"""The mailbox: what the Institute tells the provider."""

from django.http import HttpResponse

from icsoe.apps.access.doors import VisitRequest, writes
from icsoe.apps.access.permissions import Permission, Role
from icsoe.apps.mailbox import notices
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.mailbox import mailbox_page


@writes(Permission.READ_PROVIDER)
def mailbox(request: VisitRequest) -> HttpResponse:
    """The newest notices; opening the mailbox notes that they were read, by whoever signs."""
    visit = request.visit
    reader = visit.account.key if visit.role is not Role.HOLDER else ""
    found = notices.notices_of(visit.provider_rfc, reader=reader)
    if visit.can(Permission.SIGN):
        notices.mark_read(provider_rfc=visit.provider_rfc, at=visit.at)
    return page(request, "portal/mailbox.html", mailbox_page(found), current="buzon")
