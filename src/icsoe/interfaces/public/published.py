"""The public list: searched, paged and downloaded by anybody, without an account."""

import csv
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, conditional_page

from icsoe.apps.access.doors import open_reads
from icsoe.apps.publication.selectors import (
    Asked,
    Edition,
    edition,
    lines_of,
    list_page,
)
from icsoe.interfaces.public.cacheable import cacheable
from icsoe.interfaces.public.published_presenters import TITLES, cells, shown
from icsoe.interfaces.public.rationing import Ration, rationed
from icsoe.lib.periods.period import Period
from icsoe.lib.sheets.formula import escape_cell

KEPT_SECONDS = 60
LONGEST_WORDS = 120
#: A person reads a page in seconds; a program that wants everything has the CSV of each period.
PAGES = Ration(burst=60, seconds=2)
DOWNLOADS = Ration(burst=10, seconds=120)
#: Of the four threads of a web process: the list never takes them all.
PAGES_AT_ONCE, DOWNLOADS_AT_ONCE = 2, 1
_LINES_IN_A_PIECE = 500
_LARGEST_ID_DIGITS = 18


@rationed(PAGES, at_once=PAGES_AT_ONCE)
@cacheable(KEPT_SECONDS)
@conditional_page
@open_reads
def published_list(request: HttpRequest) -> HttpResponse:
    """A page of the list, newest first."""
    asked = _asked(request)
    return render(request, "public/published.html", shown(list_page(asked), asked))


def _version(_request: HttpRequest, period: str) -> str:
    now = edition()
    return f'"{now.version if now else 0}-{period}"'


@rationed(DOWNLOADS, at_once=DOWNLOADS_AT_ONCE)
@cacheable(KEPT_SECONDS)
@condition(etag_func=_version)
@open_reads
def published_csv(request: HttpRequest, period: str) -> StreamingHttpResponse:  # noqa: ARG001 - a view
    """Every line of a period, a few thousand in memory at a time. 404 for a period without any."""
    now, of = edition(), _period(period)
    if now is None or of is None or of not in now.periods:
        raise Http404
    response = StreamingHttpResponse(_pieces(now, of), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="listado-publico-{of}.csv"'
    return response


class _Last:
    """A file that gives what was last written to it: what the CSV writer is handed."""

    def write(self, text: str) -> str:
        return text


def _pieces(now: Edition, period: Period) -> Iterator[bytes]:
    """The CSV (UTF-8 with byte-order mark, CRLF, cells harmless) in pieces of some hundred lines."""
    write = csv.writer(_Last()).writerow
    kept = ["\ufeff", write(TITLES)]
    for line in lines_of(now, period):
        # What begins with a letter or a figure is harmless: most cells are, and need not be asked about.
        kept.append(write([one if one[:1].isalnum() else escape_cell(one) for one in cells(line)]))
        if len(kept) >= _LINES_IN_A_PIECE:
            yield "".join(kept).encode()
            kept.clear()
    yield "".join(kept).encode()


def _asked(request: HttpRequest) -> Asked:
    """What the address asks for; what cannot be read in it is as if it were not there."""
    return Asked(
        words=request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS],
        period=_period(request.GET.get("periodo", "")),
        after=_id(request.GET.get("desde", "")),
        before=_id(request.GET.get("antes", "")),
    )


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LARGEST_ID_DIGITS else 0
