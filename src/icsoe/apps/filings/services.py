"""Presenting: the signature is checked, the filing stored and its receipt sealed, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from icsoe.apps.access import services as access
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.audit.statement import Statement
from icsoe.apps.contracts.captures import close_capture, lock_capture, open_capture
from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.contracts.telling import tell_presented
from icsoe.apps.filings.agreement import Agreed, agree_again, agree_as_shown
from icsoe.apps.filings.enums import COUNTED_TYPES, FilingState, FilingType
from icsoe.apps.filings.judging import Judged
from icsoe.apps.filings.models import Filing, Review
from icsoe.apps.filings.selectors import filing_by_key, referred, review_cadena
from icsoe.apps.filings.states import settled_state
from icsoe.apps.filings.tasks import recheck_revocation
from icsoe.apps.filings.updates import forget_movements
from icsoe.apps.receipts import services as receipts
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.facts import ReceiptContract, ReceiptFacts
from icsoe.lib.canonical.document import ContractFacts
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.constraints import constraints_speak

RECHECK_SECONDS = 60
_STORE = Statement.of("icsoe.apps.filings", "store")


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What the browser sends: which document it showed, and the e.firma's signature over its cadena."""

    document_sha256: str
    certificate: bytes
    signature: bytes
    idempotency_key: str


def present(*, provider_rfc: str, period: Period, signed: Signed, by: Actor, at: datetime) -> Filing:
    """Present what was reviewed. ``at`` is the database's instant at receipt of the signature.

    The same idempotency key gives the same filing, however often and from wherever it comes. Raises
    EfirmaError (the signature), Refused (the rules), ReviewChanged, Review.DoesNotExist.
    """
    asked = referred(provider_rfc, period, signed.document_sha256, signed.idempotency_key)
    if asked.known is not None:
        return asked.known
    shown = asked.review
    if shown is None:
        raise Review.DoesNotExist
    # Outside the transaction: asking about revocation may take seconds, and no lock waits for it.
    cadena = review_cadena(shown)
    proof = access.prove_filing(
        certificate=signed.certificate,
        cadena=cadena,
        signature=signed.signature,
        session_rfc=provider_rfc,
        at=at,
    )
    with constraints_speak(), transaction.atomic():
        capture = lock_capture(provider_rfc, period)
        agreed = agree_as_shown(shown, asked.document, signed.idempotency_key, at)
        if agreed is None:
            # Whoever waited for the lock may find its own filing made.
            known = filing_by_key(provider_rfc, signed.idempotency_key)
            if known is not None:
                return known
            agreed = agree_again(shown, asked.document, at)
        return _store(capture, agreed, _receipt_facts(agreed, cadena, signed, proof, at), signed, proof, by)


def _store(
    capture: CapturePeriod,
    agreed: Agreed,
    stated: ReceiptFacts,
    signed: Signed,
    proof: access.Proof,
    by: Actor,
) -> Filing:
    at = stated.presented_at
    receipt = receipts.issue(facts=stated, by=by, at=at, sequence=agreed.folio_number)
    _supersede(agreed.judged)
    filing = _STORE.insert(_filing(agreed, stated, signed, proof, receipt.folio))
    _mark_replaced(filing, by, at)
    tell_presented(capture, filing.folio, at=at)
    _settle_capture(capture, filing)
    record(
        Event.FILING_PRESENTED,
        by=by,
        at=at,
        provider_rfc=filing.provider_id,
        subject=filing.folio,
        type=filing.type,
        late=filing.is_late,
    )
    if filing.state == FilingState.PENDING:
        recheck_revocation.configure(schedule_in={"seconds": RECHECK_SECONDS}).defer(filing_id=filing.pk)
    return filing


def _supersede(judged: Judged) -> None:
    """Take the replaced filing out of its place before the new one takes it: one stands at every moment."""
    if judged.replaces is not None:
        judged.replaces.state = (
            FilingState.VOID if judged.type is FilingType.VOIDING else FilingState.SUPERSEDED
        )
        judged.replaces.save(update_fields=["state"])


def _mark_replaced(filing: Filing, by: Actor, at: datetime) -> None:
    """Have the receipt of what was replaced say so, and by which folio."""
    if filing.replaces is None:
        return
    status = ReceiptStatus.VOID if filing.type == FilingType.VOIDING else ReceiptStatus.SUPERSEDED
    receipts.mark(folio=filing.replaces.folio, status=status, superseded_by=filing.folio, by=by, at=at)


def _settle_capture(capture: CapturePeriod, filing: Filing) -> None:
    """Close the capture; what was voided for good leaves it open for the Normal that comes next."""
    if filing.replaces_id is not None:
        forget_movements(filing.provider_id, Period(filing.year, filing.number))
    if filing.state == FilingState.APPLIED:
        open_capture(capture, CaptureKind.FIRST)
    else:
        close_capture(capture)


def _filing(agreed: Agreed, stated: ReceiptFacts, signed: Signed, proof: access.Proof, folio: str) -> Filing:
    shown, judged, type = agreed.shown, agreed.judged, FilingType(agreed.shown.type)
    return Filing(
        folio=folio,
        provider_id=shown.provider_id,
        year=shown.year,
        number=shown.number,
        type=type,
        state=settled_state(type, pending=stated.is_pending),
        replaces=judged.replaces,
        ordinal=judged.course.counted + 1 if type in COUNTED_TYPES else None,
        review=shown,
        document_id=shown.document_id,
        cadena=stated.cadena,
        signature=signed.signature,
        certificate=proof.seen,
        revocation=proof.revocation,
        idempotency_key=signed.idempotency_key,
        presented_at=stated.presented_at,
        is_late=stated.is_late,
        contract_count=shown.contract_count,
        worker_count=shown.worker_count,
    )


def _receipt_facts(
    agreed: Agreed, cadena: str, signed: Signed, proof: access.Proof, at: datetime
) -> ReceiptFacts:
    shown, judged, check = agreed.shown, agreed.judged, proof.revocation
    facts = judged.facts
    return ReceiptFacts(
        type=shown.type,
        year=shown.year,
        number=shown.number,
        provider_rfc=facts.provider.rfc,
        provider_name=facts.provider.name,
        person_type=facts.provider.person_type,
        presented_at=at,
        is_late=agreed.is_late,
        is_pending=proof.verdict.pending,
        contracts=tuple(_receipt_contract(contract) for contract in facts.contracts),
        contract_total=shown.contract_count,
        worker_total=shown.worker_count,
        document_sha256=shown.document_id,
        cadena=cadena,
        signature=signed.signature,
        certificate=bytes(proof.seen.der),
        certificate_number=proof.seen.number,
        issuer=bytes(proof.seen.issuer_der),
        revocation_status=check.status if check else "not_asked",
        revocation_evidence=bytes(check.raw) if check and check.raw else None,
        captured_by=agreed.captured_by,
        replaces=judged.replaces.folio if judged.replaces else None,
        reason=facts.reason,
    )


def _receipt_contract(contract: ContractFacts) -> ReceiptContract:
    return ReceiptContract(
        folio=contract.folio,
        beneficiary=contract.beneficiary.name,
        service_folio=contract.service_folio,
        service_text=contract.service_text,
        start_date=contract.start_date,
        end_date=contract.end_date,
        workers=contract.workers,
    )
