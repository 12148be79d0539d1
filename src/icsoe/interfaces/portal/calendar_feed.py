"""The calendar of deadlines: its secret address, and the file that calendar programs read there."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from icsoe.apps.access.doors import VisitRequest, open_reads, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.audit import clock
from icsoe.apps.filings import feed, selectors
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.calendar_feed import feed_page


@reads(Permission.READ_RECEIPTS)
def calendar(request: VisitRequest) -> HttpResponse:
    """The next deadlines, and the address to subscribe to."""
    visit = request.visit
    made = feed.feed_of(visit.provider_rfc)
    address = request.build_absolute_uri(reverse("portal:calendar_file", args=[made.token])) if made else ""
    rows = selectors.board(visit.provider_rfc, visit.at)
    return page(request, "portal/calendar.html", feed_page(rows, address), current="panel")


@writes(Permission.CHANGE_PROVIDER)
def calendar_renew(request: VisitRequest) -> HttpResponse:
    """Make the address, or another one; only a post does."""
    if request.method == "POST":
        visit = request.visit
        feed.renew_feed(provider_rfc=visit.provider_rfc, by=visit.actor, at=visit.at)
    return HttpResponseRedirect(reverse("portal:calendar"))


@open_reads
def calendar_file(_request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself: whoever knows the address reads it, as a calendar program cannot enter."""
    content = feed.calendar_file(token, at=clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return response
