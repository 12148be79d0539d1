"""A small world for tests of acts and pages: trusted authorities, a seal, providers with their data.

Everything is invented. Instants are given; nothing here reads a clock.
"""

import io
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from tests.pki import authority as pki

from icsoe.apps.access.services import holder
from icsoe.apps.audit.actor import Actor
from icsoe.apps.contracts.models import Contract
from icsoe.apps.contracts.records import ContractData, PartyData, WorkerData
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.services import add_contract
from icsoe.apps.filings.models import Filing
from icsoe.apps.filings.reviews import Shown, show_review
from icsoe.apps.filings.selectors import review_cadena
from icsoe.apps.filings.services import Signed, present
from icsoe.apps.providers.models import Provider
from icsoe.apps.providers.records import ProfileData, RegistrationData, Upload
from icsoe.apps.providers.services import open_provider, save_profile
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.efirma.practice.folder import write_anchors
from icsoe.lib.periods.period import Period

PERIOD = Period(2026, 1)
IN_TIME = datetime(2026, 5, 10, 18, 0, tzinfo=UTC)
SERVICE = ("1", "Limpieza de oficinas")


def trust_the_suite(settings: Any, folder: Path) -> None:
    """Point the settings at the suite's own authorities and seal."""
    if not (folder / "anchors").exists():
        write_anchors(pki.authority(), folder / "anchors")
        (folder / "seal").mkdir()
        (folder / "seal" / "seal.p12").write_bytes(pki.seal().pkcs12("sello"))
        (folder / "seal" / "password").write_text("sello")
    settings.EFIRMA_TRUST_ANCHORS = [folder / "anchors"]
    settings.SEAL_FILE = str(folder / "seal" / "seal.p12")
    settings.SEAL_PASSWORD_FILE = str(folder / "seal" / "password")


@cache
def blank_pdf() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=612, height=792)
    writer.write(file)
    return file.getvalue()


def actor(name: str = "moral") -> Actor:
    return holder(pki.certificate(name), "127.0.0.1")


def provider(name: str = "moral", *, at: datetime = IN_TIME) -> Provider:
    """The provider of one of the suite's e.firmas, as after its first entry."""
    certificate = pki.certificate(name)
    open_provider(certificate=certificate, by=actor(name), at=at)
    return Provider.objects.get(rfc=certificate.rfc)


def complete_profile(one: Provider, name: str = "moral", *, at: datetime = IN_TIME) -> Provider:
    """The provider with an e-mail and a REPSE registration of one service."""
    save_profile(
        provider_rfc=one.rfc,
        profile=ProfileData(
            email="contacto@example.com",
            registration=RegistrationData(
                number="STPS/UTD/DGIFT/AR1876/2025",
                registered_on=date(2025, 3, 1),
                services=[SERVICE],
                copy=Upload(name="repse.pdf", content=blank_pdf()),
            ),
        ),
        by=actor(name),
        at=at,
    )
    one.refresh_from_db()
    return one


def contract(
    one: Provider, name: str = "moral", *, period: Period = PERIOD, at: datetime = IN_TIME, **given: Any
) -> Contract:
    """A contract that started on the first day of the period."""
    data: dict[str, Any] = {
        "beneficiary": PartyData(rfc="CPM090518QC0", name="CORPORATIVO PLAZA MIRADOR SA DE CV"),
        "object": "Limpieza diaria de oficinas",
        "service_folio": SERVICE[0],
        "start_date": period.first_day,
        **given,
    }
    made, _ = add_contract(
        provider_rfc=one.rfc, period=period, data=ContractData(**data), by=actor(name), at=at
    )
    return made


def worker_data(place: int = 0, **given: str) -> WorkerData:
    """The data of one invented person; the same place gives the same person."""
    row = people(place + 1, seed=7).row(place, named=True)
    fields = {key: str(row[key] or "") for key in WorkerData.__dataclass_fields__}
    return WorkerData(**{**fields, **given})


def with_workers(one: Contract, count: int, name: str = "moral", *, at: datetime = IN_TIME) -> Contract:
    for place in range(count):
        add_worker(
            provider_rfc=one.provider_id, folio=one.folio, data=worker_data(place), by=actor(name), at=at
        )
    return one


def shown(one: Provider, name: str = "moral", *, period: Period = PERIOD, at: datetime = IN_TIME) -> Shown:
    return show_review(provider_rfc=one.rfc, period=period, by=actor(name), at=at)


def signed(review: Shown, name: str = "moral", *, key: str = "clave-1") -> Signed:
    """What the browser would send for a frozen review."""
    assert review.review is not None, review.errors
    return Signed(
        document_sha256=review.review.document_id,
        certificate=pki.cast()[name].certificate,
        signature=pki.signature(name, review_cadena(review.review)),
        idempotency_key=key,
    )


def presented(
    one: Provider,
    name: str = "moral",
    *,
    period: Period = PERIOD,
    at: datetime = IN_TIME,
    key: str = "clave-1",
) -> Filing:
    """The period's first filing, reviewed and presented."""
    review = shown(one, name, period=period, at=at)
    return present(
        provider_rfc=one.rfc, period=period, signed=signed(review, name, key=key), by=actor(name), at=at
    )
