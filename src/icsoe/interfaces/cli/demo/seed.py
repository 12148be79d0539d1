"""Practice data in the database: registers, and a provider with a contract of the period just ended.

Run at every start: the practice clock may have moved, and what is there already stays.
"""

import io
from datetime import datetime
from pathlib import Path

import polars as pl
from django.conf import settings
from pypdf import PdfWriter

from icsoe.apps.access.services import holder
from icsoe.apps.audit import clock
from icsoe.apps.audit.actor import Actor
from icsoe.apps.contracts.records import ContractData, PartyData, WorkerData
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.selectors import contracts_of
from icsoe.apps.contracts.services import add_contract
from icsoe.apps.filings.selectors import standing_filing
from icsoe.apps.providers.records import ProfileData, RegistrationData, Upload
from icsoe.apps.providers.selectors import current_registration
from icsoe.apps.providers.services import open_provider, save_profile
from icsoe.interfaces.cli.demo import filed, registries
from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day

WORKERS = 5
ADDRESS = {
    "postal_code": "06700",
    "colonia": "Roma Norte",
    "street": "Jalapa",
    "outside_number": "15",
    "inside_number": "3",
    "between_streets": "Álvaro Obregón y Chihuahua",
    "municipality": "Cuauhtémoc",
    "state": "09",
}


def ensure() -> None:
    """Fill what is missing."""
    at = clock.now()
    insured = registries.fill(at)
    provider = sorted((Path(settings.DEMO_DIR) / "efirmas").glob("01-*/*.cer"))[0]
    certificate = read_certificate(provider.read_bytes())
    by = holder(certificate, "")
    open_provider(certificate=certificate, by=by, at=at)
    if current_registration(certificate.rfc) is None:
        save_profile(provider_rfc=certificate.rfc, profile=_profile(at), by=by, at=at)
    period = _just_ended(at)
    if standing_filing(certificate.rfc, period) is None and not contracts_of(certificate.rfc, period):
        _capture(certificate.rfc, period, insured, by, at)
    if period.previous is not None:
        filed.ensure(period.previous, _pdf(), at)


def _just_ended(at: datetime) -> Period:
    running = Period.of_contract(central_day(at))
    return running.previous or running


def _profile(at: datetime) -> ProfileData:
    number, registered_on = registries.registration_of(0, central_day(at))
    return ProfileData(
        email="robleverde@example.com",
        mobile="5512345678",
        conventional_address=ADDRESS,
        registration=RegistrationData(
            number=number,
            registered_on=registered_on,
            services=list(registries.SERVICES),
            copy=Upload(name="registro-repse.pdf", content=_pdf()),
        ),
    )


def _capture(rfc: str, period: Period, insured: pl.DataFrame, by: Actor, at: datetime) -> None:
    contract, _ = add_contract(
        provider_rfc=rfc,
        period=period,
        data=ContractData(
            beneficiary=PartyData(rfc="CPM090518QC0", name="CORPORATIVO PLAZA MIRADOR SA DE CV"),
            object="Limpieza diaria de las oficinas y áreas comunes de la torre",
            service_folio=registries.SERVICES[0][0],
            start_date=period.last_day.replace(day=5),
            reference="PRACTICA-01",
            estimated_workers=WORKERS,
        ),
        by=by,
        at=at,
    )
    for person in insured.head(WORKERS).iter_rows(named=True):
        data = WorkerData(**{name: str(person[name]) for name in ("nss", "curp", "sbc")})
        add_worker(provider_rfc=rfc, folio=contract.folio, data=data, by=by, at=at)


def _pdf() -> bytes:
    """A blank page: enough to be a PDF."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=612, height=792)
    writer.write(file)
    return file.getvalue()
