"""Invented firms that have entered, with their contracts and workers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from icsoe.apps.access.models import Account
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.contracts import roster, services
from icsoe.apps.contracts.models import Contract, Worker
from icsoe.apps.contracts.records import ContractData, PartyData, WorkerData
from icsoe.apps.providers.models import AuthorisedService, Provider, Registration, RegistrationCopy
from icsoe.apps.registries.models import InsuredPerson, InsuredSalary
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.periods.period import Period

AT = datetime(2026, 9, 10, 18, 0, tzinfo=UTC)
PERIOD = Period(2026, 2)
CLIENT_RFC = "HBS010203AB8"
OTHER_CLIENT_RFC = "MCE990909RT4"


@dataclass
class Firm:
    """A provider with its session."""

    provider: Provider
    browser: Client
    actor: Actor

    def contract(self, **changes: Any) -> Contract:
        """A captured contract of the period."""
        given: dict[str, Any] = {
            "beneficiary": PartyData(rfc=CLIENT_RFC, name="Hotelera Bahía Serena, S. A. de C. V."),
            "object": "Limpieza de habitaciones",
            "service_folio": "104",
            "start_date": date(2026, 5, 4),
        }
        made, _ = services.add_contract(
            provider_rfc=self.provider.rfc,
            period=PERIOD,
            data=ContractData(**(given | changes)),
            by=self.actor,
            at=AT,
        )
        return made

    def worker(self, contract: Contract, person: dict[str, str]) -> Worker:
        """One more worker of the contract."""
        made, _ = roster.add_worker(
            provider_rfc=self.provider.rfc,
            folio=contract.folio,
            data=WorkerData(**person),
            by=self.actor,
            at=AT,
        )
        return made


def make_firm(rfc: str, name: str, *, person_type: str = "moral", registered: bool = True) -> Firm:
    """A provider whose holder has just entered."""
    account = Account.objects.create(kind="holder", key=rfc, name=name, created_at=AT)
    provider = Provider.objects.create(
        rfc=rfc,
        account=account,
        name=name,
        person_type=person_type,
        email="avisos@firma.example",
        created_at=AT,
    )
    if registered:
        registration = Registration.objects.create(
            provider=provider,
            number="STPS/UTD/DGIFT/AR1876/2025",
            registered_on=date(2025, 2, 3),
            valid_until=date(2028, 2, 3),
        )
        AuthorisedService.objects.create(registration=registration, folio="104", description="Limpieza")
        AuthorisedService.objects.create(registration=registration, folio="233", description="Vigilancia")
        RegistrationCopy.objects.create(
            registration=registration,
            file_name="registro.pdf",
            sha256="0" * 64,
            size=8,
            content=b"%PDF-1.7",
            uploaded_at=AT,
        )
    browser = Client()
    browser.force_login(account)
    return Firm(provider, browser, Actor(kind=ActorKind.HOLDER, key=rfc, name=name))


def persons(count: int, seed: int = 1) -> list[dict[str, str]]:
    """Invented workers as a form sends them, valid by every rule."""
    return [{name: str(value) for name, value in row.items()} for row in people(count, seed).to_dicts()]


def put_in_register(person: dict[str, str], sbc: str | None = "512.30") -> None:
    """Have the Institute's register of insured hold the person, with that SBC since May 2026."""
    names = {name: person[name] for name in ("curp", "primer_apellido", "segundo_apellido", "nombre")}
    InsuredPerson.objects.create(nss=person["nss"], **names)
    if sbc:
        InsuredSalary.objects.create(person_id=person["nss"], since=date(2026, 5, 1), sbc=sbc)
