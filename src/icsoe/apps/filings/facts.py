"""The live rows of a period, as the facts a document states."""

from icsoe.apps.contracts.canonical import canonical_roster
from icsoe.apps.contracts.models import Beneficiary, Roster
from icsoe.apps.contracts.selectors import ContractRow, contracts_of, current_rosters
from icsoe.apps.filings.enums import FilingType
from icsoe.apps.filings.frozen import keep_bytes
from icsoe.apps.filings.models import Filing
from icsoe.apps.providers.enums import AddressKind
from icsoe.apps.providers.models import Address, Provider, Registration
from icsoe.apps.providers.selectors import current_registration, provider
from icsoe.lib.canonical.document import (
    AddressFacts,
    ContractFacts,
    DocumentFacts,
    PartyFacts,
    ProviderFacts,
    RegistrationFacts,
    Replaced,
    ServiceFacts,
)
from icsoe.lib.periods.period import Period


def document_facts(
    provider_rfc: str,
    period: Period,
    type: FilingType,
    *,
    replaces: Filing | None = None,
    reason: str = "",
    with_contracts: bool = True,
) -> DocumentFacts:
    """Everything the filing of the period would say now. Keeps the bytes of each roster on the way.

    Call it with the period's capture locked, so that what is read is one moment's. ``with_contracts`` is
    false for a filing that reports none whatever is captured: a Sin efectos.
    """
    registration = current_registration(provider_rfc)
    rows = contracts_of(provider_rfc, period) if with_contracts else []
    rosters = current_rosters(row.contract for row in rows)
    return DocumentFacts(
        provider=_provider_facts(provider(provider_rfc)),
        registration=_registration_facts(registration) if registration else None,
        year=period.year,
        number=period.number,
        type=type.value,
        replaces=Replaced(replaces.folio, replaces.document_id) if replaces else None,
        reason=reason or None,
        contracts=tuple(_contract_facts(row, rosters[row.contract.pk]) for row in rows),
    )


def _provider_facts(one: Provider) -> ProviderFacts:
    addresses = {address.kind: address for address in one.addresses.all()}
    return ProviderFacts(
        rfc=one.rfc,
        name=one.name,
        person_type=one.person_type,
        email=one.email,
        mobile=one.mobile,
        landline=one.landline,
        conventional_address=_address_facts(addresses.get(AddressKind.CONVENTIONAL)),
        social_address=_address_facts(addresses.get(AddressKind.SOCIAL)),
        representative_rfc=one.representative_rfc or None,
    )


def _registration_facts(one: Registration) -> RegistrationFacts:
    return RegistrationFacts(
        number=one.number,
        registered_on=one.registered_on,
        valid_until=one.valid_until,
        services=tuple(ServiceFacts(service.folio, service.description) for service in one.services.all()),
    )


def _contract_facts(row: ContractRow, roster: Roster) -> ContractFacts:
    contract = row.contract
    sha256, content = canonical_roster(roster)
    if content is not None:
        keep_bytes(content)
    return ContractFacts(
        folio=contract.folio,
        reference=contract.reference,
        beneficiary=_party_facts(contract.beneficiary),
        service_folio=contract.service_folio,
        service_text=contract.service_text,
        object=contract.object,
        start_date=contract.start_date,
        end_date=contract.end_date,
        estimated_workers=contract.estimated_workers,
        workers=row.workers,
        roster_sha256=sha256,
    )


def _party_facts(one: Beneficiary) -> PartyFacts:
    return PartyFacts(
        rfc=one.rfc,
        name=one.name,
        person_type=one.person_type,
        email=one.email,
        mobile=one.mobile,
        landline=one.landline,
        conventional_address=_address_facts(one) if one.postal_code else None,
        social_address=None,
    )


def _address_facts(one: Address | Beneficiary | None) -> AddressFacts | None:
    if one is None:
        return None
    return AddressFacts(
        postal_code=one.postal_code,
        colonia=one.colonia,
        street=one.street,
        outside_number=one.outside_number,
        inside_number=one.inside_number,
        between_streets=one.between_streets,
        municipality=one.municipality,
        state=one.state,
    )
