"""One's own account: open sessions, and keeping this one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access import sessions as acts
from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.sessions import sessions_page


@reads(Permission.OWN_SESSIONS)
def sessions(request: VisitRequest) -> HttpResponse:
    """Where the account is open, and since when."""
    visit = request.visit
    standing = acts.standing_sessions(visit.account, this_key=request.session.session_key, at=visit.at)
    context = sessions_page(standing, visit)
    return page(request, "portal/sessions.html", context, current="cuenta")


@writes(Permission.OWN_SESSIONS)
def session_close(request: VisitRequest, session_id: int) -> HttpResponse:
    """Close one of one's own sessions."""
    visit = request.visit
    if request.method == "POST":
        acts.close(account=visit.account, session_id=session_id, by=visit.actor, at=visit.at)
        messages.success(request, _("Se cerró esa sesión."))
    return HttpResponseRedirect(reverse("portal:sessions"))


@writes(Permission.OWN_SESSIONS)
def sessions_close_others(request: VisitRequest) -> HttpResponse:
    """Close every other session."""
    visit = request.visit
    if request.method == "POST":
        acts.close_others(
            account=visit.account, this_key=request.session.session_key, by=visit.actor, at=visit.at
        )
        messages.success(request, _("Se cerraron las demás sesiones."))
    return HttpResponseRedirect(reverse("portal:sessions"))


@writes(Permission.OWN_SESSIONS)
def session_keep(request: VisitRequest) -> JsonResponse:
    """Say that somebody is still there: any request does it, and this one does nothing else."""
    left = (request.visit.ends_at - request.visit.at).total_seconds()
    return JsonResponse({"left": int(left)})
