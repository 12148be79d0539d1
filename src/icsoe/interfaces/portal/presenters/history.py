"""Filings and receipts in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from icsoe.apps.filings.selectors import PeriodRow
from icsoe.interfaces.portal.presenters.lateness import late_words
from icsoe.interfaces.portal.presenters.words import filing_tag, instant_words
from icsoe.lib.periods.period import Period
from icsoe.ui.parts import Column, Item, Row
from icsoe.ui.tags.dates import period_words

if TYPE_CHECKING:
    from icsoe.apps.filings.models import Filing


def history_page(
    filings: Sequence["Filing"], years: Sequence[int], rows: Sequence[PeriodRow]
) -> dict[str, Any]:
    """Context of the list of filings, with the years to download and where a complementaria may begin."""
    return {
        "years": [(str(year), reverse("portal:receipts_archive", args=[year])) for year in years],
        "in_course": [
            (
                period_words(row.period),
                str(row.in_progress.label),
                reverse("portal:complement", args=[row.period]),
            )
            for row in rows
            if row.in_progress is not None
        ],
        "columns": [
            Column(_("Folio"), code=True),
            Column(_("Periodo")),
            Column(_("Tipo")),
            Column(_("Presentada")),
            Column(_("Estado")),
            Column(_("Contratos"), numeric=True),
            Column(_("Trabajadores"), numeric=True),
        ],
        "rows": [_row(filing) for filing in filings],
    }


def _row(filing: "Filing") -> Row:
    return Row(
        [
            filing.folio,
            period_words(Period(filing.year, filing.number)),
            filing.get_type_display(),
            instant_words(filing.presented_at),
            filing_tag(filing),
            number_format(filing.contract_count, force_grouping=True),
            number_format(filing.worker_count, force_grouping=True),
        ],
        url=reverse("portal:receipt", args=[filing.folio]),
        actions=_difference_link(filing),
    )


def _difference_link(filing: "Filing") -> str:
    if filing.replaces_id is None or filing.type == "sin_efectos":
        return ""
    return format_html(
        '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
        reverse("portal:filing_difference", args=[filing.folio]),
        _("Diferencias"),
        filing.folio,
    )


def receipt_page(
    filing: "Filing",
    *,
    code: str,
    pdf_ready: bool,
    captured_by: Sequence[str],
    replaced_by: "Filing | None",
) -> dict[str, Any]:
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
        "late": late_words(filing.presented_at) if _was_itself_late(filing) else "",
        "pdf_ready": pdf_ready,
        "items": [
            Item(_("Periodo"), period_words(Period(filing.year, filing.number))),
            Item(_("Tipo"), filing.get_type_display()),
            Item(_("Presentada"), instant_words(filing.presented_at)),
            Item(_("Contratos"), number_format(filing.contract_count)),
            Item(_("Trabajadores"), number_format(filing.worker_count)),
            Item(_("Capturó"), ", ".join(captured_by) or _("Nadie: no tiene contratos")),
            Item(_("Firmó"), filing.certificate.name),
            Item(_("Certificado"), filing.certificate.number, code=True),
        ],
        **_neighbours(filing, replaced_by),
        "document_sha256": filing.document_id,
        "cadena": filing.cadena,
        "state_url": reverse("portal:receipt_state", args=[folio]),
        "pdf_url": reverse("portal:receipt_pdf", args=[folio]),
        "json_url": reverse("portal:receipt_json", args=[folio]),
        "document_url": reverse("portal:signed_document", args=[folio]),
        "verify_url": verify,
    }


def _was_itself_late(filing: "Filing") -> bool:
    """Late by its own instant: a complementaria only carries on the lateness of what it replaces."""
    return filing.is_late and filing.replaces_id is None and filing.state != "refused"


def _neighbours(filing: "Filing", replaced_by: "Filing | None") -> dict[str, Any]:
    """What came before and after, and what may be done about what stands."""
    before = filing.replaces
    differs = before is not None and filing.type != "sin_efectos"
    stands = filing.state in {"in_force", "pending"}
    period = Period(filing.year, filing.number)
    return {
        "before": before,
        "before_url": reverse("portal:receipt", args=[before.folio]) if before else "",
        "after": replaced_by,
        "after_url": reverse("portal:receipt", args=[replaced_by.folio]) if replaced_by else "",
        "is_void": filing.state == "void",
        "difference_url": reverse("portal:filing_difference", args=[filing.folio]) if differs else "",
        "complement_url": reverse("portal:complement", args=[period]) if stands else "",
        "next_url": reverse("portal:review", args=[period]) if filing.state == "applied" else "",
    }
