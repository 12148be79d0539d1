"""Filings and receipts in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from icsoe.interfaces.portal.presenters.words import filing_tag, instant_words
from icsoe.lib.periods.period import Period
from icsoe.ui.parts import Column, Item, Row

if TYPE_CHECKING:
    from icsoe.apps.filings.models import Filing


def history_rows(filings: Sequence["Filing"]) -> dict[str, Any]:
    """Context of the list of filings."""
    return {
        "columns": [
            Column(_("Folio"), code=True),
            Column(_("Periodo")),
            Column(_("Tipo")),
            Column(_("Presentada")),
            Column(_("Estado")),
            Column(_("Contratos"), numeric=True),
            Column(_("Trabajadores"), numeric=True),
        ],
        "rows": [
            Row(
                [
                    filing.folio,
                    Period(filing.year, filing.number).spanish_name,
                    filing.get_type_display(),
                    instant_words(filing.presented_at),
                    filing_tag(filing),
                    number_format(filing.contract_count),
                    number_format(filing.worker_count),
                ],
                url=reverse("portal:receipt", args=[filing.folio]),
            )
            for filing in filings
        ],
    }


def receipt_page(filing: "Filing", *, code: str, pdf_ready: bool) -> dict[str, Any]:
    """Context of one receipt's page."""
    folio = filing.folio
    verify = f"{reverse('public:verify')}?folio={folio}&codigo={code}"
    return {
        "filing": filing,
        "folio": folio,
        "code": code,
        "tag": filing_tag(filing),
        "is_pending": filing.state == "pending",
        "is_refused": filing.state == "refused",
        "pdf_ready": pdf_ready,
        "items": [
            Item(_("Periodo"), Period(filing.year, filing.number).spanish_name),
            Item(_("Tipo"), filing.get_type_display()),
            Item(_("Presentada"), instant_words(filing.presented_at)),
            Item(_("Contratos"), number_format(filing.contract_count)),
            Item(_("Trabajadores"), number_format(filing.worker_count)),
            Item(_("Certificado"), filing.certificate.number, code=True),
        ],
        "document_sha256": filing.document_id,
        "cadena": filing.cadena,
        "state_url": reverse("portal:receipt_state", args=[folio]),
        "pdf_url": reverse("portal:receipt_pdf", args=[folio]),
        "json_url": reverse("portal:receipt_json", args=[folio]),
        "document_url": reverse("portal:signed_document", args=[folio]),
        "verify_url": verify,
    }
