"""What was presented: every filing with its receipt, and the receipt itself."""

from django.http import FileResponse, Http404, HttpResponse

from icsoe.apps.access.doors import VisitRequest, reads, writes
from icsoe.apps.access.permissions import Permission
from icsoe.apps.filings import selectors
from icsoe.apps.filings.archive import archive_of, years_of
from icsoe.apps.receipts import selectors as receipts
from icsoe.apps.receipts.services import render
from icsoe.interfaces.portal.layout import page
from icsoe.interfaces.portal.presenters.history import history_page, receipt_page


@reads(Permission.READ_RECEIPTS)
def index(request: VisitRequest) -> HttpResponse:
    """Every filing, newest first."""
    visit = request.visit
    context = history_page(
        selectors.history(visit.provider_rfc),
        years_of(visit.provider_rfc),
        selectors.board(visit.provider_rfc, visit.at),
    )
    return page(request, "portal/receipts.html", context, current="acuses")


@reads(Permission.READ_RECEIPTS)
def archive(request: VisitRequest, year: int) -> FileResponse:
    """Everything presented about a year's periods, as one ZIP."""
    content = archive_of(request.visit.provider_rfc, year)
    return FileResponse(
        content, as_attachment=True, filename=f"icsoe-{year}.zip", content_type="application/zip"
    )


@reads(Permission.READ_RECEIPTS)
def receipt(request: VisitRequest, folio: str) -> HttpResponse:
    """One filing's receipt; while its PDF is being made the page asks again by itself."""
    context = _receipt_context(request, folio)
    return page(request, "portal/receipt.html", context, current="acuses")


@reads(Permission.READ_RECEIPTS)
def receipt_state(request: VisitRequest, folio: str) -> HttpResponse:
    """The part of the receipt's page that changes while the PDF is being made."""
    return page(request, "portal/_receipt_state.html", _receipt_context(request, folio))


@writes(Permission.READ_RECEIPTS)
def receipt_pdf(request: VisitRequest, folio: str) -> HttpResponse:
    """The sealed PDF; made on the spot when its job has not come round yet."""
    filing = selectors.filing(request.visit.provider_rfc, folio)
    receipt_id = receipts.receipt_id(filing.folio)
    if receipt_id is None:
        raise Http404
    content = render(receipt_id=receipt_id, at=request.visit.at)
    return _download(content, "application/pdf", f"acuse-{filing.folio}.pdf")


@reads(Permission.READ_RECEIPTS)
def receipt_json(request: VisitRequest, folio: str) -> HttpResponse:
    """The sealed JSON twin."""
    filing = selectors.filing(request.visit.provider_rfc, folio)
    content = receipts.receipt_json(filing.folio)
    if content is None:
        raise Http404
    return _download(content, "application/json", f"acuse-{filing.folio}.json")


@reads(Permission.READ_RECEIPTS)
def signed_document(request: VisitRequest, folio: str) -> HttpResponse:
    """The bytes whose hash the signature covers."""
    filing = selectors.filing(request.visit.provider_rfc, folio)
    content = selectors.document_of_filing(filing)
    return _download(content, "application/json", f"informativa-{filing.folio}.json")


def _receipt_context(request: VisitRequest, folio: str) -> dict[str, object]:
    visit = request.visit
    filing = selectors.filing(visit.provider_rfc, folio)
    return receipt_page(
        filing,
        code=receipts.code_of(filing.folio),
        pdf_ready=receipts.receipt_pdf_ready(filing.folio),
        captured_by=receipts.captured_by(filing.folio),
        replaced_by=selectors.replaced_by(filing),
    )


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
