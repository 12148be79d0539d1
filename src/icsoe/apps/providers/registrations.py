"""Acts on REPSE registrations: the number, the date, the services and the PDF copy."""

import hashlib
from datetime import datetime

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.providers import gateways
from icsoe.apps.providers.models import AuthorisedService, Provider, Registration, RegistrationCopy
from icsoe.apps.providers.records import RegistrationData, Upload
from icsoe.lib.identifiers import repse
from icsoe.lib.papers.errors import PaperError
from icsoe.lib.papers.inspection import inspect_pdf
from icsoe.lib.periods.windows import central_day
from icsoe.lib.rulebook.registration import check_registration, valid_until
from icsoe.lib.rulebook.rules import Finding

COPY_NAME_LENGTH = 120


def check_registration_data(provider_rfc: str, data: RegistrationData, at: datetime) -> list[Finding]:
    """Findings of a captured registration and of its copy; a first registration needs one."""
    findings = check_registration(
        number=data.number,
        registered_on=data.registered_on,
        services=data.services,
        today=central_day(at),
    )
    if data.copy is not None:
        return findings + _check_copy(data.copy)
    kept = RegistrationCopy.objects.filter(
        registration__provider_id=provider_rfc, registration__number=repse.normalise(data.number)
    )
    return findings if kept.exists() else [*findings, Finding("pdf_required", "pdf")]


def store_registration(
    provider: Provider, data: RegistrationData, *, by: Actor, at: datetime
) -> Registration:
    """Keep a checked registration (found by its number) with its services, and the copy when a new one came."""
    if data.registered_on is None:
        raise ValueError("a registration is stored after its checks")
    registration, _ = Registration.objects.update_or_create(
        provider=provider,
        number=repse.normalise(data.number),
        defaults={"registered_on": data.registered_on, "valid_until": valid_until(data.registered_on)},
    )
    registration.services.all().delete()
    AuthorisedService.objects.bulk_create(
        AuthorisedService(registration=registration, folio=folio.strip(), description=" ".join(text.split()))
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


def _check_copy(copy: Upload) -> list[Finding]:
    try:
        inspect_pdf(copy.content)
    except PaperError as error:
        return [Finding(error.code, "pdf", copy.name[:COPY_NAME_LENGTH])]
    if gateways.scanner().scan(copy.content) is gateways.ScanResult.INFECTED:
        return [Finding("pdf_infected", "pdf", copy.name[:COPY_NAME_LENGTH])]
    return []


def _store_copy(registration: Registration, copy: Upload, at: datetime) -> None:
    RegistrationCopy.objects.update_or_create(
        registration=registration,
        defaults={
            "file_name": copy.name[:COPY_NAME_LENGTH],
            "sha256": hashlib.sha256(copy.content).hexdigest(),
            "size": len(copy.content),
            "content": copy.content,
            "uploaded_at": at,
        },
    )
