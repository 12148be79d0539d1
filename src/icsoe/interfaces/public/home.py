"""The minisite: what ICSOE is, who must file, until when, and where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from icsoe.apps.access.doors import open_reads
from icsoe.apps.audit import clock
from icsoe.apps.filings.calendar import business_calendar
from icsoe.interfaces.public.cacheable import cacheable
from icsoe.interfaces.public.minisite import minisite

KEPT_SECONDS = 60


@cacheable(KEPT_SECONDS)
@open_reads
def home(request: HttpRequest) -> HttpResponse:
    """The first page, the same for everybody."""
    return render(request, "public/home.html", minisite(clock.now(), business_calendar()))
