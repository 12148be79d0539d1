"""What the page after a saved form says: when, with which warnings, and that its draft may go."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest
from icsoe.interfaces.portal.presenters.findings import warnings_of
from icsoe.lib.periods.windows import CENTRAL
from icsoe.lib.rulebook.rules import Finding

_SAVED = "saved_form"


def tell_saved(request: VisitRequest, what: str, findings: Iterable[Finding] = ()) -> None:
    """Leave for the next page ``what`` was saved with the hour, and each warning beside it."""
    hour = request.visit.at.astimezone(CENTRAL).strftime("%H:%M")
    messages.success(request, _("%(what)s a las %(hour)s, hora del centro.") % {"what": what, "hour": hour})
    for warning in warnings_of(findings):
        messages.warning(request, warning)


def forget_draft(request: HttpRequest, draft: str) -> None:
    """Have the next page tell the browser that the draft was saved (it shows the same form)."""
    request.session[_SAVED] = draft


def saved_draft(request: HttpRequest) -> str:
    """The draft that was saved just before this page; once."""
    return str(request.session.pop(_SAVED, ""))
