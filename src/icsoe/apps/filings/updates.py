"""An actualización: what stays as it was reported, and the day each worker came or left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl
from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import lock_capture
from icsoe.apps.contracts.models import Contract
from icsoe.apps.filings.course import course
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.facts import document_facts
from icsoe.apps.filings.frozen import keep_bytes, kept_bytes
from icsoe.apps.filings.models import Movement
from icsoe.apps.filings.selectors import facts_of
from icsoe.lib.canonical.document import ContractFacts, DocumentFacts
from icsoe.lib.canonical.movements import MovementFacts, MovementKind, movements_bytes
from icsoe.lib.canonical.roster_difference import roster_difference
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding

_BATCH = 5000
Days = Mapping[tuple[str, str, MovementKind], date]
#: What of a contract an actualización may not say otherwise (Lineamientos, 5.6).
_FIXED = ("start_date", "object", "service_folio", "service_text", "reference")


@dataclass(frozen=True)
class Undated:
    """The workers of a contract who came or left and whose day is still to be given, by NSS in order.

    ``names`` has the whole name of each by NSS, surnames first.
    """

    folio: str
    came: tuple[str, ...]
    left: tuple[str, ...]
    dated: int
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.came) + len(self.left)

    def of(self, kind: MovementKind) -> tuple[str, ...]:
        """Those of one kind."""
        return self.came if kind is MovementKind.IN else self.left


def updated(facts: DocumentFacts, old: DocumentFacts) -> tuple[DocumentFacts, list[Finding]]:
    """The facts as an actualización of ``old`` says them, and what stands against it.

    The parties are taken from ``old``: a name that the directory changed since is no matter of an update.
    Keeps the bytes of the movements on the way.
    """
    before = {one.folio: one for one in old.contracts}
    days = _days(facts.provider.rfc, Period(facts.year, facts.number))
    findings: list[Finding] = []
    if {one.folio for one in facts.contracts} != set(before):
        return facts, [Finding("update_contracts_fixed", "contracts")]
    told: list[ContractFacts] = []
    for contract in facts.contracts:
        kept = before[contract.folio]
        party = replace(
            contract.beneficiary, name=kept.beneficiary.name, person_type=kept.beneficiary.person_type
        )
        findings += _check_fixed(contract, kept)
        sha256, undated = _movements(contract, kept, days)
        if undated.count:
            column = f"contract.{contract.folio}"
            findings.append(Finding("movement_date_missing", column, detail=str(undated.count)))
        told.append(replace(contract, beneficiary=party, movements_sha256=sha256))
    return replace(facts, contracts=tuple(told)), findings


def undated_movements(provider_rfc: str, period: Period) -> list[Undated]:
    """The contracts of the actualización in course whose list changed, each with who lacks a day.

    Call it in a transaction that may write: it keeps the bytes of the lists.
    """
    now = course(provider_rfc, period)
    if now.standing is None or now.in_progress is not FilingType.UPDATE:
        return []
    facts = document_facts(provider_rfc, period, FilingType.UPDATE)
    before = {one.folio: one for one in facts_of(now.standing).contracts}
    days = _days(provider_rfc, period)
    found = [_movements(one, before[one.folio], days)[1] for one in facts.contracts if one.folio in before]
    return [one for one in found if one.count or one.dated]


def date_movements(
    *,
    provider_rfc: str,
    period: Period,
    folio: str,
    kind: MovementKind,
    on: date,
    nss: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Give the day on which workers came or left: those given, or every one that lacks it. How many.

    Raises Refused: complement_not_started, movement_date_outside; Contract.DoesNotExist.
    """
    with transaction.atomic():
        lock_capture(provider_rfc, period)
        if course(provider_rfc, period).in_progress is not FilingType.UPDATE:
            raise Refused(Finding("complement_not_started", "kind"))
        contract = Contract.objects.get(
            provider_id=provider_rfc, folio=folio, year=period.year, number=period.number
        )
        if not contract.start_date <= on <= central_day(at):
            raise Refused(Finding("movement_date_outside", "on", on.isoformat()))
        chosen = _chosen(undated_movements(provider_rfc, period), folio, kind, nss)
        Movement.objects.bulk_create(
            [Movement(contract=contract, nss=one, kind=kind.value, on=on) for one in chosen],
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["contract", "nss", "kind"],
            update_fields=["on"],
        )
        record(
            Event.MOVEMENTS_DATED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=folio,
            kind=kind.value,
            count=len(chosen),
        )
    return len(chosen)


def forget_movements(provider_rfc: str, period: Period) -> None:
    """Drop the days captured for a period: they were presented, or the update was abandoned."""
    Movement.objects.filter(
        contract__provider_id=provider_rfc, contract__year=period.year, contract__number=period.number
    ).delete()


def _chosen(
    every: list[Undated], folio: str, kind: MovementKind, nss: Sequence[str] | None
) -> tuple[str, ...]:
    lacking = next((one.of(kind) for one in every if one.folio == folio), ())
    if nss is None:
        return lacking
    wanted = set(nss)
    return tuple(one for one in lacking if one in wanted)


def _check_fixed(contract: ContractFacts, kept: ContractFacts) -> list[Finding]:
    same = contract.beneficiary.rfc == kept.beneficiary.rfc and all(
        getattr(contract, name) == getattr(kept, name) for name in _FIXED
    )
    return [] if same else [Finding("update_locked", f"contract.{contract.folio}")]


def _days(provider_rfc: str, period: Period) -> Days:
    """The days captured for a period, by contract, worker and kind."""
    captured = Movement.objects.filter(
        contract__provider_id=provider_rfc, contract__year=period.year, contract__number=period.number
    )
    told = captured.values_list("contract__folio", "nss", "kind", "on")
    return {(folio, nss, MovementKind(kind)): on for folio, nss, kind, on in told}


def _movements(contract: ContractFacts, kept: ContractFacts, days: Days) -> tuple[str | None, Undated]:
    """The hash of the contract's movements, kept, when each has its day; and those that lack it."""
    if contract.roster_sha256 == kept.roster_sha256:
        return None, Undated(contract.folio, (), (), 0)
    apart = roster_difference(kept_bytes(kept.roster_sha256), kept_bytes(contract.roster_sha256))
    who = {
        MovementKind.IN: apart.came.get_column("nss").to_list(),
        MovementKind.OUT: apart.left.get_column("nss").to_list(),
    }
    folio = contract.folio
    dated = [
        MovementFacts(nss, kind, days[folio, nss, kind])
        for kind in who
        for nss in who[kind]
        if (folio, nss, kind) in days
    ]
    lacking = {kind: tuple(nss for nss in who[kind] if (folio, nss, kind) not in days) for kind in who}
    undated = Undated(
        contract.folio,
        lacking[MovementKind.IN],
        lacking[MovementKind.OUT],
        len(dated),
        _names(pl.concat([apart.came, apart.left])) if any(lacking.values()) else {},
    )
    return (keep_bytes(movements_bytes(dated)) if dated else None), undated


def _names(workers: pl.DataFrame) -> dict[str, str]:
    parts = (pl.col(name) for name in ("primer_apellido", "segundo_apellido", "nombre"))
    whole = pl.concat_str(parts, separator=" ").str.replace_all("  ", " ", literal=True)
    return dict(workers.select("nss", whole).iter_rows())
