"""Reads of receipts."""

from dataclasses import dataclass
from datetime import datetime

from icsoe.apps.receipts.codes import same_code
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.models import Receipt, RenderedReceipt
from icsoe.apps.receipts.twin import read_twin

# What a folio that does not exist is compared with, so that it takes as long as a wrong code.
_NO_CODE = "0000-0000-0000"


@dataclass(frozen=True)
class Standing:
    """How a receipt stands today, with no more of its content than the public list shows."""

    status: ReceiptStatus
    superseded_by: str | None
    type: str
    year: int
    number: int
    presented_at: datetime
    provider_name: str


def standing(*, folio: str, code: str) -> Standing | None:
    """How the receipt of this folio and code stands; None alike for a wrong code and an unknown folio."""
    wanted = folio.strip().upper()
    receipt = Receipt.objects.select_related("superseded_by").filter(folio=wanted).first()
    if not same_code(code, receipt.code if receipt else _NO_CODE) or receipt is None:
        return None
    return Standing(
        status=ReceiptStatus(receipt.status),
        superseded_by=receipt.superseded_by.folio if receipt.superseded_by else None,
        type=receipt.type,
        year=receipt.year,
        number=receipt.number,
        presented_at=receipt.presented_at,
        provider_name=read_twin(bytes(receipt.content)).filing.provider_name,
    )


def receipt_json(folio: str) -> bytes | None:
    """The sealed JSON of a receipt, byte by byte; None when there is no such folio."""
    content = Receipt.objects.filter(folio=folio).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def captured_by(folio: str) -> tuple[str, ...]:
    """Who captured what the receipt is of, as the receipt itself says; nobody for an unknown folio."""
    content = receipt_json(folio)
    return read_twin(content).filing.captured_by if content else ()


def receipt_id(folio: str) -> int | None:
    """The id that ``services.render`` takes."""
    return Receipt.objects.filter(folio=folio).values_list("pk", flat=True).first()


def code_of(folio: str) -> str:
    """The verification code, for the owner's eyes. Raises Receipt.DoesNotExist."""
    return Receipt.objects.values_list("code", flat=True).get(folio=folio)


def receipt_pdf_ready(folio: str) -> bool:
    """Whether the sealed PDF is already made."""
    return RenderedReceipt.objects.filter(receipt__folio=folio).exists()


def receipt_pdf(folio: str) -> bytes | None:
    """The sealed PDF when it is already made; else ``services.render`` makes it."""
    content = RenderedReceipt.objects.filter(receipt__folio=folio).values_list("pdf", flat=True).first()
    return None if content is None else bytes(content)
