"""Reads of what was presented and of what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from icsoe.apps.audit.statement import Statement, stored
from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod
from icsoe.apps.contracts.selectors import ContractRow, contracts_of
from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.course import TYPE_OF_CAPTURE, complement_findings, course
from icsoe.apps.filings.enums import COMPLEMENT_TYPES, STANDING, FilingState, FilingType
from icsoe.apps.filings.frozen import kept_bytes
from icsoe.apps.filings.models import Filing, Review
from icsoe.lib.canonical.cadena import filing_cadena
from icsoe.lib.canonical.document import DocumentFacts, read_document
from icsoe.lib.periods.business_days import BusinessCalendar
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import (
    PeriodState,
    Window,
    central_day,
    days_left,
    due_period,
    state_at,
    window,
)
from icsoe.lib.rulebook.rules import Finding

_READ = Statement.of("icsoe.apps.filings", "read_review")
EARLIER_PERIODS = 6
_CAPTURED_AT_ONCE = 2
#: Stands for the reason that a Sin efectos will need, while it is only asked whether it may be presented.
_SOME_REASON = "-"

#: RFC of the provider, year and number of the period.
_Key: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True)
class Referred:
    """What a signature refers to: the filing its idempotency key already made, the review and its bytes."""

    known: Filing | None
    review: Review | None
    document: bytes


@dataclass(frozen=True)
class PeriodRow:
    """How a provider stands with a period.

    ``in_progress`` is the complementaria being captured; ``voided`` that its Sin información was left without
    effect, so that the Normal is due.
    """

    period: Period
    state: PeriodState
    window: Window
    days_left: int | None
    filing: Filing | None
    in_progress: FilingType | None = None
    voided: bool = False


@dataclass(frozen=True)
class ComplementChoice:
    """One type of complementaria: whether it may be begun now, and what stands against it."""

    type: FilingType
    findings: list[Finding]


@dataclass(frozen=True)
class ComplementChoices:
    """What may follow what stands: each type, how many of the four are left, and the one in course."""

    standing: Filing
    choices: list[ComplementChoice]
    presented: int
    left: int
    in_progress: FilingType | None


@dataclass(frozen=True)
class InCourse:
    """The complementaria being captured: its type, and the folio it will replace."""

    type: FilingType
    folio: str


def complement_in_course(provider_rfc: str, period: Period) -> InCourse | None:
    """The complementaria being captured for the period, or None."""
    capture = (
        CapturePeriod.objects.filter(
            provider_id=provider_rfc, year=period.year, number=period.number, is_open=True
        )
        .exclude(kind=CaptureKind.FIRST)
        .first()
    )
    standing = standing_filing(provider_rfc, period) if capture else None
    if capture is None or standing is None:
        return None
    return InCourse(TYPE_OF_CAPTURE[CaptureKind(capture.kind)], standing.folio)


def complement_choices(provider_rfc: str, period: Period, at: datetime) -> ComplementChoices:
    """What may follow the filing in force of the period. Raises Filing.DoesNotExist when there is none."""
    now = course(provider_rfc, period)
    if now.standing is None:
        raise Filing.DoesNotExist
    return ComplementChoices(
        standing=now.standing,
        choices=[
            ComplementChoice(type, complement_findings(now, type, period, at, reason=_SOME_REASON))
            for type in COMPLEMENT_TYPES
        ],
        presented=now.counted,
        left=now.left,
        in_progress=now.in_progress,
    )


def standing_filing(provider_rfc: str, period: Period) -> Filing | None:
    """The filing in force for the period (or received and pending), or None."""
    return Filing.objects.filter(
        provider_id=provider_rfc, year=period.year, number=period.number, state__in=STANDING
    ).first()


def standing_folios(provider_rfc: str) -> dict[Period, str]:
    """The folio of the filing that stands of each period."""
    found = Filing.objects.filter(provider_id=provider_rfc, state__in=STANDING)
    return {
        Period(year, number): folio for year, number, folio in found.values_list("year", "number", "folio")
    }


def filing(provider_rfc: str, folio: str) -> Filing:
    """One of the provider's filings. Raises Filing.DoesNotExist."""
    return Filing.objects.select_related("review", "replaces", "certificate").get(
        provider_id=provider_rfc, folio=folio
    )


def filing_by_key(provider_rfc: str, idempotency_key: str) -> Filing | None:
    """The filing that this key made, or None: what to ask after any doubt."""
    return Filing.objects.filter(provider_id=provider_rfc, idempotency_key=idempotency_key).first()


def replaced_by(one: Filing) -> Filing | None:
    """The filing that took this one's place, or None."""
    return one.successors.exclude(state=FilingState.REFUSED).first()


def history(provider_rfc: str) -> list[Filing]:
    """Every filing of the provider, newest first."""
    return list(
        Filing.objects.filter(provider_id=provider_rfc)
        .select_related("replaces", "certificate")
        .order_by("-presented_at", "-id")
    )


def review(provider_rfc: str, period: Period, document_sha256: str) -> Review:
    """The provider's review of that document for the period. Raises Review.DoesNotExist."""
    return Review.objects.select_related("document", "replaces").get(
        provider_id=provider_rfc, year=period.year, number=period.number, document_id=document_sha256
    )


def referred(provider_rfc: str, period: Period, document_sha256: str, idempotency_key: str) -> Referred:
    """What a signature refers to, read in one statement."""
    found = _READ.named(
        provider=provider_rfc,
        year=period.year,
        number=period.number,
        document=document_sha256,
        key=idempotency_key,
    )
    if found is None:
        raise Review.DoesNotExist
    known = Filing.objects.get(pk=found["known"]) if found["known"] else None
    return Referred(known, stored(Review, found), found["content"] or b"")


def review_cadena(shown: Review) -> str:
    """The text whose signature presents the review."""
    return filing_cadena(
        rfc=shown.provider_id,
        year=shown.year,
        number=shown.number,
        type=shown.type,
        replaces=shown.replaces.folio if shown.replaces else None,
        contracts=shown.contract_count,
        workers=shown.worker_count,
        document_sha256=shown.document_id,
    )


def document_of(provider_rfc: str, period: Period, document_sha256: str) -> bytes:
    """The bytes of a document the provider was shown. Raises Review.DoesNotExist for anybody else's."""
    return bytes(review(provider_rfc, period, document_sha256).document.content)


def roster_of(provider_rfc: str, period: Period, roster_sha256: str) -> bytes:
    """The bytes of a roster that a review of the period names. Raises Review.DoesNotExist otherwise."""
    naming = Review.objects.filter(
        provider_id=provider_rfc, year=period.year, number=period.number, rosters=roster_sha256
    )
    naming.only("id")[:1].get()
    return kept_bytes(roster_sha256)


def document_of_filing(one: Filing) -> bytes:
    """The bytes whose hash the filing's signature covers."""
    return kept_bytes(one.document_id)


def facts_of(one: Filing) -> DocumentFacts:
    """What the filing says."""
    return read_document(document_of_filing(one))


def board(provider_rfc: str, at: datetime) -> list[PeriodRow]:
    """From the period due on to the one running, then the earlier ones, newest first."""
    return boards([provider_rfc], at)[provider_rfc]


def boards(provider_rfcs: list[str], at: datetime) -> dict[str, list[PeriodRow]]:
    """The board of each of several providers, in two queries."""
    calendar = business_calendar()
    standing, voided = _presented(provider_rfcs)
    reopened = _reopened(provider_rfcs)
    stages = [
        (
            (period.year, period.number),
            (
                period,
                state_at(period, at, calendar),
                window(period, calendar),
                days_left(period, at, calendar),
            ),
        )
        for period in _board_periods(at, calendar)
    ]
    return {
        rfc: [
            PeriodRow(
                *stage, standing.get((rfc, *key)), reopened.get((rfc, *key)), voided=(rfc, *key) in voided
            )
            for key, stage in stages
        ]
        for rfc in provider_rfcs
    }


def most_pressing(rows: Sequence[PeriodRow]) -> PeriodRow:
    """The row of a board to attend to first: one that can be presented in time, else the one just ended and
    late, else the one being captured, else the first. Those that ended earlier wait in the list.
    """
    just_ended = next((row for row in rows if row.state is PeriodState.LATE), None)
    pending = [row for row in rows if row.filing is None]
    for state in (PeriodState.OPEN, PeriodState.LATE, PeriodState.CAPTURE):
        for row in pending:
            if row.state is state and (state is not PeriodState.LATE or row is just_ended):
                return row
    return rows[0]


def contracts_to_capture(provider_rfc: str, at: datetime) -> list[ContractRow]:
    """The contracts of the newest periods that may be captured: those a clerk can be given one by one."""
    capturable = [row.period for row in board(provider_rfc, at) if row.filing is None or row.in_progress]
    return [row for period in capturable[:_CAPTURED_AT_ONCE] for row in contracts_of(provider_rfc, period)]


def _board_periods(at: datetime, calendar: BusinessCalendar) -> list[Period]:
    """The periods a board shows: the one that is due first, those after it, then those before it."""
    shown = [due_period(at, calendar)]
    while shown[-1] < Period.of_contract(central_day(at)):
        shown.append(shown[-1].next)
    earlier = shown[0].previous
    for _ in range(EARLIER_PERIODS):
        if earlier is None:
            break
        shown.append(earlier)
        earlier = earlier.previous
    return shown


def _presented(provider_rfcs: list[str]) -> tuple[dict[_Key, Filing], set[_Key]]:
    """What stands by provider and period, and where only a Sin efectos is left."""
    standing: dict[_Key, Filing] = {}
    voided: set[_Key] = set()
    found = Filing.objects.filter(provider_id__in=provider_rfcs, state__in=[*STANDING, FilingState.APPLIED])
    for one in found:
        key = (one.provider_id, one.year, one.number)
        if one.state == FilingState.APPLIED:
            voided.add(key)
        else:
            standing[key] = one
    return standing, voided - standing.keys()


def _reopened(provider_rfcs: list[str]) -> dict[_Key, FilingType]:
    """The complementaria in course of each provider and period that has one."""
    captures = CapturePeriod.objects.filter(provider_id__in=provider_rfcs, is_open=True)
    return {
        (one.provider_id, one.year, one.number): TYPE_OF_CAPTURE[CaptureKind(one.kind)]
        for one in captures.exclude(kind=CaptureKind.FIRST)
    }
