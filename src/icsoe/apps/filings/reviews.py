"""The review: what would be signed, what blocks it, and the bytes frozen when it is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import lock_capture
from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.capturers import names_of_capturers
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.frozen import keep_bytes
from icsoe.apps.filings.judging import Judged, judge, judge_void
from icsoe.apps.filings.live import fingerprint
from icsoe.apps.filings.models import Filing, Review
from icsoe.lib.canonical.document import DocumentFacts, document_bytes
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import window
from icsoe.lib.rulebook.rules import Finding


@dataclass(frozen=True)
class Shown:
    """What a person is shown: the facts, every finding, and the frozen review when nothing blocks it.

    ``type`` is what would be signed, None when what stands is complete; ``old`` what the filing that it
    ``replaces`` says; ``late_from`` the first instant at which signing it is late, None for what replaces a
    filing, since it is as punctual as that one.
    """

    facts: DocumentFacts
    findings: list[Finding]
    review: Review | None
    standing: Filing | None
    type: FilingType | None = None
    replaces: Filing | None = None
    old: DocumentFacts | None = None
    late_from: datetime | None = None

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_error]


def show_review(*, provider_rfc: str, period: Period, by: Actor, at: datetime) -> Shown:
    """Show what the live rows of the period make, and freeze its bytes.

    That is its first filing (Normal, or Sin información when it has no contract) or the complementaria in
    course. The same data shown twice is one review. Nothing is frozen while an error blocks it.
    """
    with transaction.atomic():
        lock_capture(provider_rfc, period)
        return _show(provider_rfc, period, judge(provider_rfc, period, at), by, at)


def show_void(*, provider_rfc: str, period: Period, reason: str, by: Actor, at: datetime) -> Shown:
    """Show the Sin efectos of what stands, for that reason, and freeze its bytes; as ``show_review``."""
    with transaction.atomic():
        lock_capture(provider_rfc, period)
        return _show(provider_rfc, period, judge_void(provider_rfc, period, reason.strip(), at), by, at)


def _show(provider_rfc: str, period: Period, judged: Judged, by: Actor, at: datetime) -> Shown:
    blocked = any(finding.is_error for finding in judged.findings)
    review = None if blocked else _freeze(provider_rfc, period, judged, by, at)
    return Shown(
        facts=judged.facts,
        findings=judged.findings,
        review=review,
        standing=judged.course.standing,
        type=judged.type,
        replaces=judged.replaces,
        old=judged.old,
        late_from=None if judged.replaces else window(period, business_calendar()).ends,
    )


def _freeze(provider_rfc: str, period: Period, judged: Judged, by: Actor, at: datetime) -> Review:
    """The review of these very bytes; made the first time they are shown."""
    facts = judged.facts
    document = keep_bytes(document_bytes(facts))
    shown_before = Review.objects.filter(
        provider_id=provider_rfc, year=period.year, number=period.number, document_id=document
    ).first()
    if shown_before is not None:
        return shown_before
    review = Review.objects.create(
        provider_id=provider_rfc,
        year=period.year,
        number=period.number,
        type=facts.type,
        replaces=judged.replaces,
        document_id=document,
        contract_count=len(facts.contracts),
        worker_count=facts.workers,
        frozen_at=at,
        fingerprint=fingerprint(provider_rfc, period),
        captured_by=names_of_capturers(provider_rfc, [one.folio for one in facts.contracts]),
    )
    naming = Review.rosters.through
    naming.objects.bulk_create(naming(review=review, frozenbytes_id=sha256) for sha256 in _named(facts))
    record(
        Event.REVIEW_FROZEN, by=by, at=at, provider_rfc=provider_rfc, subject=str(period), document=document
    )
    return review


def _named(facts: DocumentFacts) -> set[str]:
    """The hashes of the lists that a document names: workers, and movements where there are any."""
    lists = {one.roster_sha256 for one in facts.contracts}
    return lists | {one.movements_sha256 for one in facts.contracts if one.movements_sha256}
