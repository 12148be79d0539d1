"""Acts on beneficiaries and contracts, one at a time."""

from dataclasses import replace
from datetime import date, datetime

from django.db import connection, transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts.captures import open_contract, share_capture
from icsoe.apps.contracts.locked import check_locked, require_contracts_free
from icsoe.apps.contracts.models import Beneficiary, Contract, Roster
from icsoe.apps.contracts.parties import with_known_name
from icsoe.apps.contracts.records import ContractData, PartyData
from icsoe.apps.contracts.selectors import current_roster
from icsoe.apps.providers.models import Registration
from icsoe.apps.providers.selectors import authorised_services, registrations
from icsoe.lib.identifiers import rfc as rfc_key
from icsoe.lib.identifiers.folio import contract_folio
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.contact import check_address, check_email, check_phone, normalise_phone
from icsoe.lib.rulebook.contract import ContractContext, ContractInput, check_contract, check_rfc
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.texts import check_address_texts, check_characters, tidy

NAME_LENGTH = 300


def save_beneficiary(
    *, provider_rfc: str, party: PartyData, by: Actor, at: datetime
) -> tuple[Beneficiary, list[Finding]]:
    """Add a beneficiary to the provider's directory, or change the one of that RFC. Returns the warnings.

    Raises Refused.
    """
    party = with_known_name(provider_rfc, party)
    findings = check_rfc(party.rfc, column="beneficiary_rfc", provider_rfc=provider_rfc)
    if not party.name:
        findings.append(Finding("party_name_required", "beneficiary_name"))
    if len(party.name) > NAME_LENGTH:
        findings.append(Finding("party_name_length", "beneficiary_name"))
    warnings = require(findings + _party_findings(party))
    with constraints_speak(), transaction.atomic():
        return _store_beneficiary(provider_rfc, party, by, at), warnings


def add_contract(
    *, provider_rfc: str, period: Period, data: ContractData, by: Actor, at: datetime
) -> tuple[Contract, list[Finding]]:
    """Capture a contract of the period with its beneficiary. Returns it with its warnings; raises Refused."""
    data = replace(data, beneficiary=with_known_name(provider_rfc, data.beneficiary))
    if period.first_day > central_day(at):
        raise Refused(Finding("capture_not_open", "period", detail=period.spanish_name))
    with constraints_speak(), transaction.atomic():
        require_contracts_free(share_capture(provider_rfc, period, by=by))
        warnings, service_text = _judge(provider_rfc, period, data)
        contract = Contract.objects.create(
            folio=_next_folio(period),
            provider_id=provider_rfc,
            beneficiary=_store_beneficiary(provider_rfc, data.beneficiary, by, at),
            year=period.year,
            number=period.number,
            created_at=at,
            created_by=by.name,
            **_columns(data, service_text),
        )
        Roster.objects.create(contract=contract, is_current=True, created_at=at)
        record(Event.CONTRACT_ADDED, by=by, at=at, provider_rfc=provider_rfc, subject=contract.folio)
    return contract, warnings


def change_contract(
    *, provider_rfc: str, folio: str, data: ContractData, by: Actor, at: datetime
) -> tuple[Contract, list[Finding]]:
    """Change a captured contract. Returns it with its warnings; raises Refused, Contract.DoesNotExist."""
    data = replace(data, beneficiary=with_known_name(provider_rfc, data.beneficiary))
    with constraints_speak(), transaction.atomic():
        contract, capture = open_contract(provider_rfc, folio, by=by)
        require(check_locked(capture, contract, data))
        warnings, service_text = _judge(provider_rfc, Period(contract.year, contract.number), data)
        contract.beneficiary = _store_beneficiary(provider_rfc, data.beneficiary, by, at)
        for name, value in _columns(data, service_text).items():
            setattr(contract, name, value)
        contract.save()
        record(Event.CONTRACT_CHANGED, by=by, at=at, provider_rfc=provider_rfc, subject=folio)
    return contract, warnings


def remove_contract(*, provider_rfc: str, folio: str, by: Actor, at: datetime) -> None:
    """Remove a captured contract and its workers. Raises Refused when presented, Contract.DoesNotExist."""
    with transaction.atomic():
        contract, capture = open_contract(provider_rfc, folio, by=by, to_remove=True)
        require_contracts_free(capture)
        workers = current_roster(contract).worker_count
        contract.delete()
        record(
            Event.CONTRACT_REMOVED, by=by, at=at, provider_rfc=provider_rfc, subject=folio, workers=workers
        )


def _judge(provider_rfc: str, period: Period, data: ContractData) -> tuple[list[Finding], str]:
    """The warnings and the text of the service; raises Refused."""
    held = registrations(provider_rfc)
    services = authorised_services(held)
    registered_on, registration_ends = _validity(held, data.start_date)
    context = ContractContext(
        provider_rfc=provider_rfc,
        period=period,
        services=services,
        registered_on=registered_on,
        registration_ends=registration_ends,
    )
    given = ContractInput(
        beneficiary_rfc=data.beneficiary.rfc,
        beneficiary_name=data.beneficiary.name,
        object=tidy(data.object),
        service_folio=data.service_folio,
        start_date=data.start_date,
        end_date=data.end_date,
        reference=tidy(data.reference),
        estimated_workers=data.estimated_workers,
    )
    findings = [
        *check_contract(given, context),
        *_party_findings(data.beneficiary),
        *check_characters(given.object, column="object"),
        *check_characters(given.reference, column="reference"),
    ]
    return require(findings), services[data.service_folio]


def _validity(held: list[Registration], start: date | None) -> tuple[date, date] | tuple[None, None]:
    """From when to when the registration that covers ``start`` holds; the newest one's when none does."""
    covering = [one for one in held if start and one.registered_on <= start <= one.valid_until]
    chosen = next(iter([*covering, *held]), None)
    return (chosen.registered_on, chosen.valid_until) if chosen else (None, None)


def _party_findings(party: PartyData) -> list[Finding]:
    return [
        *check_characters(party.name, column="beneficiary_name"),
        *check_email((party.email or "").strip()),
        *check_phone(party.mobile or "", column="mobile"),
        *check_phone(party.landline or "", column="landline"),
        *check_address(party.address or {}),
        *check_address_texts(party.address or {}),
    ]


def _store_beneficiary(provider_rfc: str, party: PartyData, by: Actor, at: datetime) -> Beneficiary:
    key = rfc_key.normalise(party.rfc)
    person = rfc_key.person_type(key)
    if person is None:  # check_rfc came first: a shape no rule let through
        raise Refused(Finding("rfc_format", "beneficiary_rfc", party.rfc))
    columns = {"name": party.name, "person_type": person.value, **_captured(party)}
    known = Beneficiary.objects.filter(provider_id=provider_rfc, rfc=key, **columns).first()
    if known is not None:  # it says so already: neither the directory nor the log has anything new
        return known
    beneficiary, created = Beneficiary.objects.update_or_create(
        provider_id=provider_rfc, rfc=key, defaults=columns
    )
    record(
        Event.BENEFICIARY_SAVED,
        by=by,
        at=at,
        provider_rfc=provider_rfc,
        subject=f"beneficiary:{beneficiary.pk}",
        created=created,
    )
    return beneficiary


def _captured(party: PartyData) -> dict[str, str]:
    """The columns that the form asked for: the contract form asks for less than the directory."""
    contact = {
        "email": None if party.email is None else party.email.strip(),
        "mobile": None if party.mobile is None else normalise_phone(party.mobile),
        "landline": None if party.landline is None else normalise_phone(party.landline),
    }
    address = {name: tidy(text) for name, text in (party.address or {}).items()}
    return {name: text for name, text in contact.items() if text is not None} | address


def _columns(data: ContractData, service_text: str) -> dict[str, str | int | date | None]:
    return {
        "object": tidy(data.object),
        "service_folio": data.service_folio,
        "service_text": service_text,
        "start_date": data.start_date,
        "end_date": data.end_date,
        "reference": tidy(data.reference),
        "estimated_workers": data.estimated_workers,
    }


def _next_folio(period: Period) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('contracts_folio')")
        (sequence,) = cursor.fetchone()
    return contract_folio(period.year, period.number, sequence)
