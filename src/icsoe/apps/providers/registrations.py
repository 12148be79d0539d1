"""Acts on REPSE registrations: the number, the date, the services and the PDF copy."""

import hashlib
from datetime import datetime

from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.providers import gateways
from icsoe.apps.providers.models import AuthorisedService, Provider, Registration, RegistrationCopy
from icsoe.apps.providers.records import RegistrationData, Upload
from icsoe.apps.registries.gateways import PostgresRepseRegister, RepseRegister
from icsoe.lib.identifiers import repse
from icsoe.lib.papers.errors import PaperError
from icsoe.lib.papers.inspection import inspect_pdf
from icsoe.lib.periods.windows import central_day
from icsoe.lib.rulebook.registration import check_registered, check_registration, valid_until
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.texts import check_text, tidy

REPSE: RepseRegister = PostgresRepseRegister()
COPY_NAME_LENGTH = 120
NUMBER_LENGTH = 60
DESCRIPTION_LENGTH = 500


def check_registration_data(provider_rfc: str, data: RegistrationData, at: datetime) -> list[Finding]:
    """Findings of a captured registration and of its copy; a first registration needs one."""
    number = repse.normalise(data.number)
    services = [(folio.strip(), text) for folio, text in data.services]
    findings = check_registration(
        number=data.number, registered_on=data.registered_on, services=services, today=central_day(at)
    )
    findings += check_text(number, column="registration_number", most=NUMBER_LENGTH)
    findings += _check_service_texts(data)
    if number:
        findings += check_registered(
            rfc=provider_rfc,
            number=number,
            registered_on=data.registered_on,
            services=services,
            known=REPSE.lookup([number]).get(number),
            is_complete=REPSE.complete(),
        )
    if data.copy is not None:
        return findings + _check_copy(data.copy)
    kept = RegistrationCopy.objects.filter(
        registration__provider_id=provider_rfc, registration__number=number
    )
    return findings if kept.exists() else [*findings, Finding("pdf_required", "pdf")]


def store_registration(
    provider: Provider, data: RegistrationData, *, by: Actor, at: datetime
) -> Registration:
    """Keep a checked registration, found by its number, with its services, and the copy if a new one came."""
    if data.registered_on is None:
        raise ValueError("a registration is stored after its checks")
    registration, _ = Registration.objects.update_or_create(
        provider=provider,
        number=repse.normalise(data.number),
        defaults={"registered_on": data.registered_on, "valid_until": valid_until(data.registered_on)},
    )
    registration.services.all().delete()
    AuthorisedService.objects.bulk_create(
        AuthorisedService(registration=registration, folio=folio.strip(), description=tidy(text))
        for folio, text in data.services
    )
    if data.copy is not None:
        _store_copy(registration, data.copy, at)
    record(
        Event.REGISTRATION_SAVED,
        by=by,
        at=at,
        provider_rfc=provider.rfc,
        subject=f"registration:{registration.pk}",
        copy=data.copy is not None,
    )
    return registration


def remove_registration(*, provider_rfc: str, registration_id: int, by: Actor, at: datetime) -> str:
    """Remove an earlier registration with its copy (one captured by mistake); returns its number.

    Raises Registration.DoesNotExist for another provider's and for the newest one, which is the one reported.
    """
    with transaction.atomic():
        Provider.objects.select_for_update().get(rfc=provider_rfc)
        mine = Registration.objects.filter(provider_id=provider_rfc)
        earlier = [one.pk for one in mine.order_by("-registered_on", "-id")[1:]]
        registration = mine.filter(pk__in=earlier).get(pk=registration_id)
        registration.delete()
        record(
            Event.REGISTRATION_REMOVED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=f"registration:{registration_id}",
        )
    return registration.number


def _check_service_texts(data: RegistrationData) -> list[Finding]:
    return [
        finding
        for place, (_, text) in enumerate(data.services)
        for finding in check_text(tidy(text), column=f"services.{place}.description", most=DESCRIPTION_LENGTH)
    ]


def _check_copy(copy: Upload) -> list[Finding]:
    try:
        inspect_pdf(copy.content)
    except PaperError as error:
        return [Finding(error.code, "pdf")]
    fault = gateways.scan_fault(copy.content, by=gateways.scanner())
    return [] if fault is None else [Finding(fault, "pdf")]


def _copy_name(name: str) -> str:
    """The person's name of the file, without what cannot be seen, for showing it back."""
    return "".join(filter(str.isprintable, name))[:COPY_NAME_LENGTH] or "registro.pdf"


def _store_copy(registration: Registration, copy: Upload, at: datetime) -> None:
    RegistrationCopy.objects.update_or_create(
        registration=registration,
        defaults={
            "file_name": _copy_name(copy.name),
            "sha256": hashlib.sha256(copy.content).hexdigest(),
            "size": len(copy.content),
            "content": copy.content,
            "uploaded_at": at,
        },
    )
