"""Putting the live rows of a period back as a presented document says, folios and workers alike."""

import io
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

import polars as pl

from icsoe.apps.audit.selectors import first_of
from icsoe.apps.contracts import bulk
from icsoe.apps.contracts.canonical import canonical_roster
from icsoe.apps.contracts.models import Beneficiary, Contract, Roster
from icsoe.lib.canonical.document import ContractFacts, PartyFacts
from icsoe.lib.canonical.roster import COLUMNS
from icsoe.lib.identifiers.search import name_key_expr
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.worker import NAME_COLUMNS

ReadRoster = Callable[[str], bytes]
#: What of a contract the document says in the very words of the row.
_COLUMNS = (
    "object",
    "service_folio",
    "service_text",
    "start_date",
    "end_date",
    "reference",
    "estimated_workers",
)
_BATCH = 200


def restore(
    *,
    provider_rfc: str,
    period: Period,
    contracts: tuple[ContractFacts, ...],
    read_roster: ReadRoster,
    at: datetime,
) -> None:
    """Make the period's live contracts say what ``contracts`` do; ``read_roster`` gives the bytes of a hash.

    Lists of workers that already say so are left alone, so that what nobody touched costs nothing. The
    provider's directory is its own and stays: only which client each contract names goes back. Call it with
    the period's capture locked.
    """
    kept = {contract.folio for contract in contracts}
    live = Contract.objects.filter(provider_id=provider_rfc, year=period.year, number=period.number)
    live.exclude(folio__in=kept).delete()
    # References are unique within a period: two contracts may have swapped theirs.
    live.update(reference="")
    restored = _restore_contracts(provider_rfc, period, contracts, at)
    lists = bulk.lock_current([contract.pk for contract in restored])
    for contract, facts in zip(restored, contracts, strict=True):
        _restore_roster(contract, lists.get(contract.pk), facts, read_roster, at)
    bulk.drop_old_rosters(provider_rfc, period)


def _restore_contracts(
    provider_rfc: str, period: Period, contracts: tuple[ContractFacts, ...], at: datetime
) -> list[Contract]:
    """The period's contracts as they were, in the order of ``contracts``; those removed since, made anew."""
    clients = _clients(provider_rfc, contracts)
    live = Contract.objects.filter(provider_id=provider_rfc, year=period.year, number=period.number)
    known = {one.folio: one for one in live}
    restored = [
        known.get(facts.folio) or _made_anew(provider_rfc, period, facts.folio, at) for facts in contracts
    ]
    for contract, facts in zip(restored, contracts, strict=True):
        contract.beneficiary = clients[facts.beneficiary.rfc]
        for name in _COLUMNS:
            setattr(contract, name, getattr(facts, name))
    Contract.objects.bulk_update(known.values(), ["beneficiary", *_COLUMNS], batch_size=_BATCH)
    Contract.objects.bulk_create([one for one in restored if one.folio not in known])
    return restored


def _made_anew(provider_rfc: str, period: Period, folio: str, at: datetime) -> Contract:
    added = first_of(provider_rfc, folio)
    return Contract(
        folio=folio,
        provider_id=provider_rfc,
        year=period.year,
        number=period.number,
        created_at=added.at if added else at,
        created_by=added.actor_name if added else "",
    )


def _clients(provider_rfc: str, contracts: tuple[ContractFacts, ...]) -> dict[str, Beneficiary]:
    """Each client of the contracts by RFC, as the directory has it; as the document does where it is gone."""
    told = {facts.beneficiary.rfc: facts.beneficiary for facts in contracts}
    Beneficiary.objects.bulk_create(
        [_beneficiary(provider_rfc, facts) for facts in told.values()], ignore_conflicts=True
    )
    return {one.rfc: one for one in Beneficiary.objects.filter(provider_id=provider_rfc, rfc__in=told)}


def _beneficiary(provider_rfc: str, facts: PartyFacts) -> Beneficiary:
    address = asdict(facts.conventional_address) if facts.conventional_address else {}
    return Beneficiary(
        provider_id=provider_rfc,
        rfc=facts.rfc,
        name=facts.name,
        person_type=facts.person_type,
        email=facts.email,
        mobile=facts.mobile,
        landline=facts.landline,
        **address,
    )


def _restore_roster(
    contract: Contract, current: Roster | None, facts: ContractFacts, read_roster: ReadRoster, at: datetime
) -> None:
    if current is None:
        current = Roster.objects.create(contract=contract, is_current=True, created_at=at)
    if canonical_roster(current)[0] == facts.roster_sha256:
        return
    frame = pl.read_csv(
        io.BytesIO(read_roster(facts.roster_sha256)),
        schema=dict.fromkeys(COLUMNS, pl.String()),
        raise_if_empty=False,
    ).with_columns(pl.col("segundo_apellido").fill_null(""))
    named = frame.with_columns(name_key_expr(*map(pl.col, NAME_COLUMNS)).alias("name_key"))
    version = bulk.new_version(contract.pk, at)
    bulk.write_workers([(version, named)], apart=False)
    bulk.make_current(version, instead_of=current, workers=frame.height)
