"""Acts on receipts: issue one inside the filing's transaction, move its status, render its PDF."""

from datetime import datetime
from functools import partial

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from icsoe.apps.audit import services as audit
from icsoe.apps.audit.actor import SYSTEM, Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.statement import Statement
from icsoe.apps.receipts.codes import new_code
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.errors import ReceiptError
from icsoe.apps.receipts.facts import KINDS, ReceiptFacts
from icsoe.apps.receipts.models import Receipt, RenderedReceipt
from icsoe.apps.receipts.pdf import make_pdf
from icsoe.apps.receipts.sealers import Sealer, current_sealer, seal
from icsoe.apps.receipts.states import may_move
from icsoe.apps.receipts.telling import tell_receipt
from icsoe.apps.receipts.timestamps import current_authority
from icsoe.apps.receipts.twin import Twin, read_twin, seal_twin
from icsoe.lib.identifiers.folio import FilingKind, filing_folio

RENDER_TASK, RENDER_QUEUE = "receipts.render", "prompt"
_SEQUENCES = {kind: f"receipts_folio_{kind.lower()}" for kind in FilingKind}
_ISSUE = Statement.of("icsoe.apps.receipts", "issue")
logger = structlog.get_logger(__name__)


def issue(
    *,
    facts: ReceiptFacts,
    by: Actor,
    at: datetime,
    sequence: int | None = None,
    sealer: Sealer | None = None,
) -> Receipt:
    """Take a folio, seal the JSON receipt, store it, and ask for its PDF: all in the caller's transaction.

    ``sequence`` is the folio's number where the caller took it from ``folio_sequence``; ``sealer`` is the
    settings' own when left out. Raises ReceiptError when the filing is dated after ``at``,
    SealError when the seal cannot be made: then nothing was presented.
    """
    if facts.presented_at > at:
        raise ReceiptError("presented_later", _("La fecha de presentación es posterior a este momento."))
    folio = _folio(facts, sequence or _next_number(facts))
    receipt = _store(facts, folio, sealer or current_sealer())
    logger.info("receipt issued", folio=receipt.folio, by=by.kind)
    return receipt


def _store(facts: ReceiptFacts, folio: str, sealer: Sealer) -> Receipt:
    twin = Twin.of(facts, folio=folio, code=new_code())
    receipt = Receipt(
        folio=twin.folio,
        code=twin.code,
        status=ReceiptStatus.PENDING if facts.is_pending else ReceiptStatus.IN_FORCE,
        provider_rfc=facts.provider_rfc,
        type=facts.type,
        year=facts.year,
        number=facts.number,
        presented_at=facts.presented_at,
        content=seal_twin(twin, partial(seal, sealer)),
    )
    return _ISSUE.insert(receipt, queue=RENDER_QUEUE, task=RENDER_TASK)


def folio_sequence(type: str) -> str:
    """The database's sequence that numbers the folios of a type of filing."""
    return _SEQUENCES[KINDS[type]]


def _next_number(facts: ReceiptFacts) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [folio_sequence(facts.type)])
        (number,) = cursor.fetchone()
    return int(number)


def _folio(facts: ReceiptFacts, number: int) -> str:
    return filing_folio(KINDS[facts.type], facts.year, facts.number, number)


def mark(
    *, folio: str, status: ReceiptStatus, superseded_by: str | None = None, by: Actor, at: datetime
) -> Receipt:
    """Move the status of a receipt; ``superseded_by`` is the folio that takes its place, where one does.

    Saying again what already holds changes nothing. Raises ReceiptError: receipt_unknown, status_refused.
    """
    with transaction.atomic():
        receipt = _locked(folio)
        successor = _locked(superseded_by) if superseded_by else None
        if (receipt.status, receipt.superseded_by_id) == (status, successor and successor.pk):
            return receipt
        if not may_move(ReceiptStatus(receipt.status), status):
            raise ReceiptError("status_refused", _("El acuse no puede pasar a ese estado."))
        receipt.status, receipt.superseded_by = status, successor
        receipt.save(update_fields=["status", "superseded_by"])
    logger.info("receipt marked", folio=folio, status=status, by=by.kind, at=at.isoformat())
    return receipt


def _locked(folio: str) -> Receipt:
    receipt = Receipt.objects.select_for_update().filter(folio=folio).first()
    if receipt is None:
        raise ReceiptError("receipt_unknown", _("No existe un acuse con ese folio."))
    return receipt


def render(*, receipt_id: int, at: datetime, sealer: Sealer | None = None) -> bytes:
    """The sealed PDF of a receipt, made once: a second call, or a second worker, gets the stored one.

    Raises ReceiptError (receipt_unknown), SealError, or what the time-stamping client raises.
    """
    receipt = Receipt.objects.filter(pk=receipt_id).first()
    if receipt is None:
        raise ReceiptError("receipt_unknown", _("No existe ese acuse."))
    stored = RenderedReceipt.objects.filter(receipt=receipt).first()
    return bytes(stored.pdf) if stored else _render(receipt, at, sealer or current_sealer())


def _render(receipt: Receipt, at: datetime, sealer: Sealer) -> bytes:
    """Make the PDF outside any transaction: it takes long, and whoever stores first wins."""
    twin = read_twin(bytes(receipt.content))
    made = make_pdf(
        twin,
        sealer=sealer,
        origin=settings.ORIGIN or "http://localhost:8000",
        at=at,
        authority=current_authority(),
    )
    with transaction.atomic():
        rendered, is_first = RenderedReceipt.objects.get_or_create(
            receipt=receipt, defaults={"pdf": made.content, "profile": made.profile, "rendered_at": at}
        )
        if is_first:
            audit.record(
                Event.RECEIPT_RENDERED,
                by=SYSTEM,
                at=at,
                provider_rfc=receipt.provider_rfc,
                subject=receipt.folio,
            )
            tell_receipt(twin, at=at)
    return bytes(rendered.pdf)
