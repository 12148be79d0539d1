"""Invented firms that filed an earlier period in time: the public list of the practice begins with them.

They file as anybody does: their e.firmas are of the practice authority, made and forgotten here. The practice
responder does not answer yet while this runs, so their filings wait for it and are published once confirmed.
"""

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from icsoe.apps.access.services import holder
from icsoe.apps.audit.actor import Actor
from icsoe.apps.contracts.records import ContractData, PartyData, WorkerData
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.services import add_contract
from icsoe.apps.filings.calendar import business_calendar
from icsoe.apps.filings.reviews import show_review
from icsoe.apps.filings.selectors import history, review_cadena
from icsoe.apps.filings.services import Signed, present
from icsoe.apps.filings.tasks import recheck_revocation
from icsoe.apps.providers.records import ProfileData, RegistrationData, Upload
from icsoe.apps.providers.services import open_provider, save_profile
from icsoe.apps.publication.tasks import rebuild_public_list
from icsoe.interfaces.cli.demo import authority, cast
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.efirma.practice.authority import Efirma, Person, Terms, mint_efirma
from icsoe.lib.efirma.practice.keys import KeyPool
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import window

#: After the start: the responder answers by then, and with its answers the list is made.
ASKED_SECONDS, PUBLISHED_SECONDS = 5, 15
_FIRST_NUMBER = 30001000000500000901
_NOON = time(18, tzinfo=UTC)


def ensure(period: Period, pdf: bytes, at: datetime) -> None:
    """Have each firm's filing of the period; firms that ever filed are left alone."""
    made_at = min(at, datetime.combine(window(period, business_calendar()).first_day + timedelta(2), _NOON))
    firms = tomllib.loads(Path(__file__).with_name("filed.toml").read_text("utf-8"))["firm"]
    filed = [
        _file(firm, place, period, pdf, made_at)
        for place, firm in enumerate(firms)
        if not history(firm["rfc"])
    ]
    for filing_id in filed:
        recheck_revocation.configure(schedule_in={"seconds": ASKED_SECONDS}).defer(filing_id=filing_id)
    if filed:
        rebuild_public_list.configure(schedule_in={"seconds": PUBLISHED_SECONDS}).defer(timestamp=0)


def _file(firm: dict[str, Any], place: int, period: Period, pdf: bytes, at: datetime) -> int:
    """Everything a firm does up to its receipt; the id of its filing."""
    efirma = _efirma(firm, place)
    certificate = read_certificate(efirma.certificate)
    by = holder(certificate, "")
    open_provider(certificate=certificate, by=by, at=at)
    save_profile(provider_rfc=certificate.rfc, profile=_profile(firm, pdf, at), by=by, at=at)
    persons = iter(people(20, seed=900 + place).iter_rows(named=True))
    for contract in firm["contract"]:
        folio = _contract(certificate.rfc, contract, period, by, at)
        for _ in range(contract["workers"]):
            person = {name: str(value) for name, value in next(persons).items()}
            add_worker(provider_rfc=certificate.rfc, folio=folio, data=WorkerData(**person), by=by, at=at)
    shown = show_review(provider_rfc=certificate.rfc, period=period, by=by, at=at)
    if shown.review is None:
        raise ValueError(f"the practice filing of {firm['rfc']} cannot be presented: {shown.errors}")
    signature = efirma.key.sign(review_cadena(shown.review).encode(), padding.PKCS1v15(), SHA256())
    signed = Signed(
        document_sha256=shown.review.document_id,
        certificate=efirma.certificate,
        signature=signature,
        idempotency_key=f"practica-{place}",
    )
    return present(provider_rfc=certificate.rfc, period=period, signed=signed, by=by, at=at).pk


def _efirma(firm: dict[str, Any], place: int) -> Efirma:
    trusted, _revoked = authority.load(Path(settings.DEMO_DIR))
    since, until = cast.VALID
    fields = ("rfc", "name", "curp", "representative_rfc", "representative_curp")
    person = Person(**{field: firm.get(field, "") for field in fields})
    key = KeyPool().take(firm["rfc"])
    terms = Terms(number=str(_FIRST_NUMBER + place), not_before=since, not_after=until, key=key)
    return mint_efirma(trusted, person, terms)


def _profile(firm: dict[str, Any], pdf: bytes, at: datetime) -> ProfileData:
    registered_on = at.date().replace(year=at.year - 1, day=1)
    return ProfileData(
        email=firm["email"],
        registration=RegistrationData(
            number=f"STPS/UTD/DGIFT/AR{firm['repse']}/{registered_on.year}",
            registered_on=registered_on,
            services=[tuple(firm["service"])],
            copy=Upload(name="registro-repse.pdf", content=pdf),
        ),
    )


def _contract(rfc: str, contract: dict[str, Any], period: Period, by: Actor, at: datetime) -> str:
    made, _findings = add_contract(
        provider_rfc=rfc,
        period=period,
        data=ContractData(
            beneficiary=PartyData(rfc=contract["rfc"], name=contract["name"]),
            object=contract["object"],
            service_folio="1",
            start_date=period.last_day.replace(day=contract["day"]),
        ),
        by=by,
        at=at,
    )
    return made.folio
