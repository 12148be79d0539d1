"""Doing what a button says, and what is then told: done, when, with which warnings, or why not."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest
from icsoe.interfaces.portal.presenters.findings import sentence, warnings_of
from icsoe.lib.periods.windows import CENTRAL
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding

_SAVED = "saved_form"


def attempt(request: VisitRequest, act: Callable[..., object], *, done: str = "", **given: Any) -> bool:
    """Do an act of one button. Leaves for the next page ``done``, or each reason why it was refused."""
    try:
        act(**given, by=request.visit.actor, at=request.visit.at)
    except Refused as refusal:
        for finding in refusal.findings:
            messages.error(request, sentence(finding))
        return False
    if done:
        messages.success(request, done)
    return True


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
