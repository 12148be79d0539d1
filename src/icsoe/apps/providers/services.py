"""Acts on the profile: entering for the first time and keeping the general data."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from icsoe.apps.access import services as access
from icsoe.apps.access.models import Account
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import ActorKind, Event
from icsoe.apps.audit.services import record
from icsoe.apps.providers.enums import AddressKind, PersonType
from icsoe.apps.providers.models import Address, Provider
from icsoe.apps.providers.records import ProfileData
from icsoe.apps.providers.registrations import check_registration_data, store_registration
from icsoe.lib.efirma.certificate import Certificate
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.contact import check_address, check_email, check_phone, normalise_phone
from icsoe.lib.rulebook.refusal import require
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.texts import check_address_texts, tidy


@dataclass(frozen=True)
class Entrance:
    """Who entered, with which certificate, and whether it was the first time."""

    account: Account
    certificate_number: str
    first_time: bool


def enter(
    *,
    session_key: str,
    host: str,
    certificate: bytes,
    nonce: str,
    signature: bytes,
    address: str,
    at: datetime,
) -> Entrance:
    """Enter with an e.firma; the first entry makes the provider from its certificate. Raises EfirmaError."""
    stranger = Actor(kind=ActorKind.HOLDER, key="", name="", address=address)
    proof = access.prove_entry(
        session_key=session_key,
        host=host,
        certificate=certificate,
        nonce=nonce,
        signature=signature,
        by=stranger,
        at=at,
    )
    by = access.holder(proof.certificate, address)
    with transaction.atomic():
        account, first_time = open_provider(certificate=proof.certificate, by=by, at=at)
        access.note_entry(by=by, at=at, number=proof.certificate.number)
    return Entrance(account, proof.certificate.number, first_time)


def open_provider(*, certificate: Certificate, by: Actor, at: datetime) -> tuple[Account, bool]:
    """The account and provider of a proven certificate's RFC; True when they were made just now."""
    with transaction.atomic():
        account = access.holder_account(certificate, at=at)
        return account, _store_provider(account, certificate, by, at)


def save_profile(*, provider_rfc: str, profile: ProfileData, by: Actor, at: datetime) -> list[Finding]:
    """Keep the general data, all of it or none. Returns the warnings; raises Refused.

    A social address is kept of a persona moral only. A registration of another number is a renewal: added.
    """
    warnings = require(_check_profile(provider_rfc, profile, at))
    with constraints_speak(), transaction.atomic():
        provider = Provider.objects.select_for_update().get(rfc=provider_rfc)
        provider.email = profile.email.strip()
        provider.mobile = normalise_phone(profile.mobile)
        provider.landline = normalise_phone(profile.landline)
        provider.save(update_fields=["email", "mobile", "landline"])
        # Letters about entering go to the last e-mail given, too.
        Account.objects.filter(pk=provider.account_id).update(email=provider.email)
        _store_address(provider, AddressKind.CONVENTIONAL, profile.conventional_address)
        if provider.person_type == PersonType.MORAL:
            _store_address(provider, AddressKind.SOCIAL, profile.social_address)
        if profile.registration is not None:
            store_registration(provider, profile.registration, by=by, at=at)
        record(Event.PROVIDER_CHANGED, by=by, at=at, provider_rfc=provider_rfc)
    return warnings


def _check_profile(provider_rfc: str, profile: ProfileData, at: datetime) -> list[Finding]:
    findings = [
        *check_email(profile.email.strip(), required=True),
        *check_phone(profile.mobile, column="mobile"),
        *check_phone(profile.landline, column="landline"),
        *check_address(profile.conventional_address),
        *check_address_texts(profile.conventional_address),
        *check_address(profile.social_address, prefix="social_"),
        *check_address_texts(profile.social_address, prefix="social_"),
    ]
    if profile.registration is not None:
        findings += check_registration_data(provider_rfc, profile.registration, at)
    return findings


def _store_provider(account: Account, certificate: Certificate, by: Actor, at: datetime) -> bool:
    """Make the provider, or bring its name and representative up to date with a renewed certificate."""
    from_certificate = {
        "name": certificate.name,
        "representative_rfc": certificate.representative_rfc or "",
    }
    provider, created = Provider.objects.get_or_create(
        rfc=certificate.rfc,
        defaults={
            "account": account,
            "person_type": PersonType(certificate.person_type),
            "email": (certificate.email or "").lower(),
            "created_at": at,
            **from_certificate,
        },
    )
    if created:
        record(Event.PROVIDER_CREATED, by=by, at=at, provider_rfc=provider.rfc)
    else:
        Provider.objects.filter(rfc=provider.rfc).update(**from_certificate)
    return created


def _store_address(provider: Provider, kind: AddressKind, fields: dict[str, str]) -> None:
    kept = {name: tidy(text) for name, text in fields.items()}
    if any(kept.values()):
        Address.objects.update_or_create(provider=provider, kind=kind, defaults=kept)
    else:
        Address.objects.filter(provider=provider, kind=kind).delete()
