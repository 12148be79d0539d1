"""Presenting: the signature is checked, the filing stored and its receipt sealed, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from icsoe.apps.access import services as access
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.selectors import names_of_actors
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import close_capture, lock_capture, open_capture
from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.enums import COUNTED_TYPES, FilingState, FilingType
from icsoe.apps.filings.frozen import kept_bytes
from icsoe.apps.filings.judging import Judged, judge, judge_void
from icsoe.apps.filings.models import Filing, Review
from icsoe.apps.filings.selectors import filing_by_key, review, review_cadena
from icsoe.apps.filings.states import settled_state
from icsoe.apps.filings.tasks import recheck_revocation
from icsoe.apps.filings.updates import forget_movements
from icsoe.apps.receipts import services as receipts
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.facts import ReceiptContract, ReceiptFacts
from icsoe.lib.canonical.difference import Difference, differences
from icsoe.lib.canonical.document import ContractFacts, document_bytes, read_document
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import is_late
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.rules import Finding

RECHECK_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What the browser sends: which document it showed, and the e.firma's signature over its cadena."""

    document_sha256: str
    certificate: bytes
    signature: bytes
    idempotency_key: str


class ReviewChanged(Refused):
    """Something changed after the review was shown; nothing was presented. Carries what differs."""

    def __init__(self, changes: list[Difference]) -> None:
        super().__init__(Finding("review_changed", "review"))
        self.changes = changes


def present(*, provider_rfc: str, period: Period, signed: Signed, by: Actor, at: datetime) -> Filing:
    """Present what was reviewed. ``at`` is the database's instant at receipt of the signature.

    The same idempotency key gives the same filing, however often and from wherever it comes. Raises
    EfirmaError (the signature), Refused (the rules), ReviewChanged, Review.DoesNotExist.
    """
    known = filing_by_key(provider_rfc, signed.idempotency_key)
    if known is not None:
        return known
    shown = review(provider_rfc, period, signed.document_sha256)
    # Outside the transaction: asking about revocation may take seconds, and no lock waits for it.
    proof = access.prove_filing(
        certificate=signed.certificate,
        cadena=review_cadena(shown),
        signature=signed.signature,
        session_rfc=provider_rfc,
        at=at,
    )
    with constraints_speak(), transaction.atomic():
        return _store(shown, signed, proof, by, at)


def _store(shown: Review, signed: Signed, proof: access.Proof, by: Actor, at: datetime) -> Filing:
    period = Period(shown.year, shown.number)
    capture = lock_capture(shown.provider_id, period)
    # Whoever waited for the lock may find its own filing made.
    known = filing_by_key(shown.provider_id, signed.idempotency_key)
    if known is not None:
        return known
    judged = _require_unchanged(shown, period, at)
    stated = _receipt_facts(shown, judged, signed, proof, at)
    receipt = receipts.issue(facts=stated, by=by, at=at)
    _supersede(judged)
    filing = _create(shown, judged, signed, proof, receipt.folio, stated)
    _mark_replaced(filing, by, at)
    _settle_capture(capture, filing)
    record(
        Event.FILING_PRESENTED,
        by=by,
        at=at,
        provider_rfc=shown.provider_id,
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
    forget_movements(filing.provider_id, Period(filing.year, filing.number))
    if filing.state == FilingState.APPLIED:
        open_capture(capture, CaptureKind.FIRST)
    else:
        close_capture(capture)


def _create(
    shown: Review, judged: Judged, signed: Signed, proof: access.Proof, folio: str, facts: ReceiptFacts
) -> Filing:
    type = FilingType(shown.type)
    return Filing.objects.create(
        folio=folio,
        provider_id=shown.provider_id,
        year=shown.year,
        number=shown.number,
        type=type,
        state=settled_state(type, pending=facts.is_pending),
        replaces=judged.replaces,
        ordinal=judged.course.counted + 1 if type in COUNTED_TYPES else None,
        review=shown,
        document_id=shown.document_id,
        cadena=facts.cadena,
        signature=signed.signature,
        certificate=proof.seen,
        revocation=proof.revocation,
        idempotency_key=signed.idempotency_key,
        presented_at=facts.presented_at,
        is_late=facts.is_late,
        contract_count=shown.contract_count,
        worker_count=shown.worker_count,
    )


def _require_unchanged(shown: Review, period: Period, at: datetime) -> Judged:
    """What is filed, when the live rows still say what was shown and no rule stands against them."""
    content = kept_bytes(shown.document_id)
    old = read_document(content)
    if shown.type == FilingType.VOIDING:
        judged = judge_void(shown.provider_id, period, old.reason or "", at)
        require(judged.findings)
    else:
        judged = judge(shown.provider_id, period, at)
    changed = document_bytes(judged.facts) != content
    if changed and judged.type == shown.type:
        raise ReviewChanged(differences(old, judged.facts))
    require(judged.findings)
    if changed:
        raise ReviewChanged(differences(old, judged.facts))
    return judged


def _is_late(judged: Judged, period: Period, at: datetime) -> bool:
    """Whether the period was presented late. A complementaria is as punctual as the filing it replaces."""
    if judged.replaces is not None:
        return judged.replaces.is_late
    return is_late(period, at, business_calendar(fresh=True))


def _receipt_facts(
    shown: Review, judged: Judged, signed: Signed, proof: access.Proof, at: datetime
) -> ReceiptFacts:
    facts, check = judged.facts, proof.revocation
    return ReceiptFacts(
        type=shown.type,
        year=shown.year,
        number=shown.number,
        provider_rfc=facts.provider.rfc,
        provider_name=facts.provider.name,
        person_type=facts.provider.person_type,
        presented_at=at,
        is_late=_is_late(judged, Period(shown.year, shown.number), at),
        is_pending=proof.verdict.pending,
        contracts=tuple(_receipt_contract(contract) for contract in facts.contracts),
        contract_total=shown.contract_count,
        worker_total=shown.worker_count,
        document_sha256=shown.document_id,
        cadena=review_cadena(shown),
        signature=signed.signature,
        certificate=bytes(proof.seen.der),
        certificate_number=proof.seen.number,
        issuer=bytes(proof.seen.issuer_der),
        revocation_status=check.status if check else "not_asked",
        revocation_evidence=bytes(check.raw) if check and check.raw else None,
        captured_by=names_of_actors(facts.provider.rfc, [contract.folio for contract in facts.contracts]),
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
