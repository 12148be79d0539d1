"""What a filing says otherwise than the one it replaces: before it is signed, and ever after."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.filings import comparing, reviews, selectors
from icsoe.interfaces.portal.forms.worker import read_id
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.differences import (
    PARTS,
    difference_csv,
    difference_page,
    workers_page,
)
from icsoe.lib.canonical.document import DocumentFacts
from icsoe.lib.canonical.roster_difference import RosterDifference
from icsoe.lib.periods.period import Period
from icsoe.ui.parts import NavItem
from icsoe.ui.tags.dates import period_words

if TYPE_CHECKING:
    from icsoe.apps.filings.models import Filing

Pair = tuple[DocumentFacts, DocumentFacts]


@reads(Permission.READ_RECEIPTS)
def filing_difference(request: VisitRequest, folio: str) -> HttpResponse:
    """What a presented complementaria changed."""
    filing, pair = _filed(request, folio)
    base = reverse("portal:filing_difference", args=[folio])
    return _show(request, pair, base, _of_filing(filing))


@reads(Permission.READ_RECEIPTS)
def filing_workers(request: VisitRequest, folio: str, contract: str) -> HttpResponse:
    """Worker by worker, what it changed in one contract."""
    filing, pair = _filed(request, folio)
    base = reverse("portal:filing_workers", args=[folio, contract])
    up = reverse("portal:filing_difference", args=[folio])
    return _show_workers(request, _apart(pair, contract), contract, base, _of_filing(filing, up))


@reads(Permission.READ_RECEIPTS)
def filing_workers_csv(request: VisitRequest, folio: str, contract: str) -> HttpResponse:
    """All of them, as a file."""
    _filing, pair = _filed(request, folio)
    return _csv(_apart(pair, contract), f"diferencias-{folio}-{contract}.csv")


@writes(Permission.REVIEW)
def draft_difference(request: VisitRequest, period: Period) -> HttpResponse:
    """What the complementaria in course would change; showing it keeps the bytes of the lists."""
    pair = _draft(request, period)
    return _show(request, pair, reverse("portal:draft_difference", args=[period]), _of_draft(period))


@writes(Permission.REVIEW)
def draft_workers(request: VisitRequest, period: Period, contract: str) -> HttpResponse:
    """Worker by worker, what it would change in one contract."""
    apart = _apart(_draft(request, period), contract)
    base = reverse("portal:draft_workers", args=[period, contract])
    up = reverse("portal:draft_difference", args=[period])
    return _show_workers(request, apart, contract, base, _of_draft(period, up))


@writes(Permission.REVIEW)
def draft_workers_csv(request: VisitRequest, period: Period, contract: str) -> HttpResponse:
    """All of them, as a file."""
    return _csv(_apart(_draft(request, period), contract), f"diferencias-{period}-{contract}.csv")


def _filed(request: VisitRequest, folio: str) -> "tuple[Filing, Pair]":
    filing = selectors.filing(request.visit.provider_rfc, folio)
    pair = comparing.documents_of_filing(filing)
    if pair is None:
        raise Http404
    return filing, pair


def _draft(request: VisitRequest, period: Period) -> Pair:
    visit = request.visit
    shown = reviews.show_review(provider_rfc=visit.provider_rfc, period=period, by=visit.actor, at=visit.at)
    if shown.old is None:
        raise Http404
    return shown.old, shown.facts


def _apart(pair: Pair, folio: str) -> RosterDifference:
    old, new = (next((one for one in facts.contracts if one.folio == folio), None) for facts in pair)
    if old is None and new is None:
        raise Http404
    return comparing.compare_workers(old, new)


def _of_filing(filing: "Filing", up: str = "") -> dict[str, Any]:
    replaced = filing.replaces.folio if filing.replaces else ""
    title = _("Diferencias de %(folio)s con %(replaced)s") % {"folio": filing.folio, "replaced": replaced}
    return {
        "title": title,
        "eyebrow": period_words(Period(filing.year, filing.number)),
        "back_url": reverse("portal:receipt", args=[filing.folio]),
        "trail": [
            NavItem(_("Acuses"), reverse("portal:receipts")),
            NavItem(filing.folio, reverse("portal:receipt", args=[filing.folio])),
            NavItem(_("Diferencias"), up),
        ],
    }


def _of_draft(period: Period, up: str = "") -> dict[str, Any]:
    review = reverse("portal:review", args=[period])
    return {
        "title": _("Qué cambia respecto de lo presentado"),
        "eyebrow": period_words(period),
        "back_url": review,
        "trail": [NavItem(_("Revisar informativa"), review), NavItem(_("Diferencias"), up)],
    }


def _show(request: VisitRequest, pair: Pair, base: str, frame: dict[str, Any]) -> HttpResponse:
    shown = comparing.compare(*pair)
    context = difference_page(shown, base, read_id(request.GET, "desde"))
    return page(request, "portal/differences.html", {**frame, **context}, current="acuses")


def _show_workers(
    request: VisitRequest, apart: RosterDifference, contract: str, base: str, frame: dict[str, Any]
) -> HttpResponse:
    asked = request.GET.get("ver", "")
    part = asked if asked in PARTS else next(iter(PARTS))
    context = workers_page(
        apart, part=part, offset=read_id(request.GET, "desde"), base_url=base, csv_url=f"{base}lista.csv"
    )
    trail = [*frame["trail"], NavItem(contract)]
    title = _("Trabajadores que cambian en %(folio)s") % {"folio": contract}
    return page(
        request,
        "portal/difference_workers.html",
        {**frame, **context, "title": title, "trail": trail},
        current="acuses",
    )


def _csv(apart: RosterDifference, name: str) -> HttpResponse:
    response = HttpResponse(difference_csv(apart), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
