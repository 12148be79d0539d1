"""The days that officers add to the calendar, or take from it."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.filings.calendar import business_calendar, record_day, recorded_days, withdraw_day
from icsoe.interfaces.console.forms import DayForm
from icsoe.interfaces.console.layout import page
from icsoe.interfaces.console.presenters import calendar_page, withdrawal_page
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Language, message_for
from icsoe.ui.tags.dates import day_words


@writes(Permission.KEEP_CALENDAR)
def calendar(request: VisitRequest) -> HttpResponse:
    """What was recorded, what it does to the windows, and the form to record another day."""
    form = DayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = record_day(**form.act(), by=request.visit.actor, at=request.visit.at)
        except Refused as refused:
            _explain(form, refused)
        else:
            messages.success(request, _("Quedó registrado: %(day)s.") % {"day": day_words(made.day)})
            return HttpResponseRedirect(reverse("console:calendar"))
    context = calendar_page(recorded_days(), business_calendar(fresh=True), at=request.visit.at)
    status = 422 if form.is_bound else 200
    return page(
        request, "console/calendar.html", {**context, "form": form}, current="calendario", status=status
    )


@writes(Permission.KEEP_CALENDAR)
def withdraw(request: VisitRequest) -> HttpResponse:
    """Ask, and then take back a recorded day, ``?day=2026-09-17``."""
    day = _day(request)
    if day is None or all(one.day != day for one in recorded_days()):
        raise Http404
    if request.method != "POST":
        return page(request, "ui/page_confirm.html", withdrawal_page(day), current="calendario")
    withdraw_day(day=day, by=request.visit.actor, at=request.visit.at)
    messages.success(request, _("Se retiró del calendario: %(day)s.") % {"day": day_words(day)})
    return HttpResponseRedirect(reverse("console:calendar"))


def _day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("day", ""))
    except ValueError:
        return None


def _explain(form: DayForm, refused: Refused) -> None:
    language: Language = "en" if (get_language() or "").startswith("en") else "es"
    for finding in refused.findings:
        field = finding.column if finding.column in form.fields else None
        form.add_error(field, message_for(finding, language))
