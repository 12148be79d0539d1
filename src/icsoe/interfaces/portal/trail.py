"""What was done in the provider's name: the log, clerk by clerk."""

from django.http import HttpResponse
from django.urls import reverse

from icsoe.apps.access.doors import VisitRequest, reads
from icsoe.apps.access.permissions import Permission
from icsoe.apps.access.selectors import appointments_ever
from icsoe.apps.audit.selectors import trail as entries_of
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.clerks import clerk_tabs
from icsoe.interfaces.portal.presenters.trail import trail_lines

SIZE = 50


@reads(Permission.READ_TRAIL)
def trail(request: VisitRequest) -> HttpResponse:
    """A page of the log, newest first; ``?capturista=`` narrows it to one clerk."""
    rfc = request.visit.provider_rfc
    clerks = appointments_ever(rfc)
    chosen = next((one for one in clerks if str(one.pk) == request.GET.get("capturista")), None)
    before = request.GET.get("antes", "")
    entries = entries_of(
        rfc,
        actor_key=chosen.curp if chosen else "",
        before_id=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
        size=SIZE + 1,
    )
    shown = entries[:SIZE]
    query = f"capturista={chosen.pk}&" if chosen else ""
    context = {
        "lines": trail_lines(shown),
        "clerks": [(one.pk, one.name, one is chosen) for one in clerks],
        "next_url": f"?{query}antes={shown[-1].pk}" if len(entries) > SIZE else "",
        "first_url": f"?{query}" if before else "",
        "action": reverse("portal:trail"),
        "tabs": clerk_tabs("trail"),
    }
    return page(request, "portal/trail.html", context, current="capturistas")
