"""The review: what would be signed, what blocks it, and the bytes frozen when it is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import lock_capture
from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.facts import document_facts
from icsoe.apps.filings.frozen import keep_bytes
from icsoe.apps.filings.models import Filing, FrozenBytes, Review
from icsoe.apps.filings.selectors import standing_filing
from icsoe.lib.canonical.document import DocumentFacts, document_bytes
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day, state_at
from icsoe.lib.rulebook.filing import ContractState, FilingState, check_filing
from icsoe.lib.rulebook.rules import Finding


@dataclass(frozen=True)
class Shown:
    """What a person is shown: the facts, every finding, and the frozen review when nothing blocks it."""

    facts: DocumentFacts
    findings: list[Finding]
    review: Review | None
    standing: Filing | None

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_error]


def show_review(*, provider_rfc: str, period: Period, by: Actor, at: datetime) -> Shown:
    """Show the period's first filing (Normal, or Sin información when it has no contract) and freeze its bytes.

    The same data shown twice is one review. Nothing is frozen while an error blocks it.
    """
    with transaction.atomic():
        lock_capture(provider_rfc, period)
        standing = standing_filing(provider_rfc, period)
        facts, findings = judge(provider_rfc, period, standing, at)
        if any(finding.is_error for finding in findings):
            return Shown(facts, findings, None, standing)
        review = _freeze(provider_rfc, period, facts, by, at)
    return Shown(facts, findings, review, standing)


def judge(
    provider_rfc: str, period: Period, standing: Filing | None, at: datetime
) -> tuple[DocumentFacts, list[Finding]]:
    """The facts of the period's first filing at this moment, and its findings. The capture must be locked."""
    facts = document_facts(provider_rfc, period, FilingType.NORMAL)
    nil = not facts.contracts
    if nil:
        facts = document_facts(provider_rfc, period, FilingType.NIL)
    registration = facts.registration
    state = FilingState(
        provider_rfc=provider_rfc,
        email=facts.provider.email,
        has_registration=registration is not None,
        registration_expired=registration is not None and registration.valid_until < central_day(at),
        nil=nil,
        period_state=state_at(period, at, business_calendar()),
        standing_folio=standing.folio if standing else "",
        contracts=[
            ContractState(
                folio=contract.folio,
                workers=contract.workers,
                beneficiary_rfc=contract.beneficiary.rfc,
                service_text=contract.service_text,
            )
            for contract in facts.contracts
        ],
    )
    return facts, check_filing(state)


def _freeze(provider_rfc: str, period: Period, facts: DocumentFacts, by: Actor, at: datetime) -> Review:
    review, created = Review.objects.get_or_create(
        provider_id=provider_rfc,
        year=period.year,
        number=period.number,
        document_id=keep_bytes(document_bytes(facts)),
        defaults={
            "type": facts.type,
            "contract_count": len(facts.contracts),
            "worker_count": facts.workers,
            "frozen_at": at,
        },
    )
    if created:
        review.rosters.set(FrozenBytes.objects.filter(pk__in=[one.roster_sha256 for one in facts.contracts]))
        record(
            Event.REVIEW_FROZEN,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=str(period),
            document=review.document_id,
        )
    return review
