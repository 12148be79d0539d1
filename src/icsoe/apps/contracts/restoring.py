"""Putting the live rows of a period back as a presented document says, folios and workers alike."""

import io
from collections.abc import Callable
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
    for facts in contracts:
        contract = _restore_contract(provider_rfc, period, facts, at)
        _restore_roster(contract, facts, read_roster, at)
    bulk.drop_old_rosters(provider_rfc, period)


def _restore_contract(provider_rfc: str, period: Period, facts: ContractFacts, at: datetime) -> Contract:
    columns = {
        "beneficiary": _beneficiary(provider_rfc, facts.beneficiary),
        "object": facts.object,
        "service_folio": facts.service_folio,
        "service_text": facts.service_text,
        "start_date": facts.start_date,
        "end_date": facts.end_date,
        "reference": facts.reference,
        "estimated_workers": facts.estimated_workers,
    }
    found = Contract.objects.filter(provider_id=provider_rfc, folio=facts.folio)
    if found.update(**columns):
        return found.get()
    added = first_of(provider_rfc, facts.folio)
    return Contract.objects.create(
        folio=facts.folio,
        provider_id=provider_rfc,
        year=period.year,
        number=period.number,
        created_at=added.at if added else at,
        created_by=added.actor_name if added else "",
        **columns,
    )


def _beneficiary(provider_rfc: str, facts: PartyFacts) -> Beneficiary:
    address = facts.conventional_address
    found, _ = Beneficiary.objects.get_or_create(
        provider_id=provider_rfc,
        rfc=facts.rfc,
        defaults={
            "name": facts.name,
            "person_type": facts.person_type,
            "email": facts.email,
            "mobile": facts.mobile,
            "landline": facts.landline,
            **({name: getattr(address, name) for name in address.__dataclass_fields__} if address else {}),
        },
    )
    return found


def _restore_roster(contract: Contract, facts: ContractFacts, read_roster: ReadRoster, at: datetime) -> None:
    current = bulk.lock_current([contract.pk]).get(contract.pk)
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
