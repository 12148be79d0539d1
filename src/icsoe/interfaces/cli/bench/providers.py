"""Invented providers ready to sign, for measurements."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from icsoe.apps.access import gateways
from icsoe.apps.access import services as access
from icsoe.apps.audit import clock
from icsoe.apps.contracts.records import ContractData, PartyData, WorkerData
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.services import add_contract
from icsoe.apps.filings.reviews import show_review
from icsoe.apps.filings.selectors import review_cadena
from icsoe.apps.filings.services import Signed, present
from icsoe.apps.providers.records import RegistrationData
from icsoe.apps.providers.registrations import store_registration
from icsoe.apps.providers.selectors import provider
from icsoe.apps.providers.services import open_provider
from icsoe.interfaces.cli.demo import authority
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.efirma.practice.authority import Person, Terms, mint_efirma
from icsoe.lib.efirma.practice.keys import KeyPool
from icsoe.lib.efirma.practice.responder import answer
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day

SERVICE = ("1", "Limpieza")


@dataclass(frozen=True)
class Holder:
    """A provider's certificate; all share one key, since making keys is slow."""

    certificate: Certificate

    @property
    def rfc(self) -> str:
        return self.certificate.rfc


class Cast:
    """Makes holders with their contracts and hands out acts of presenting, ready to be timed."""

    def __init__(self, folder: Path, *, contracts: int, workers: int) -> None:
        self._authority, self._revoked = authority.load(folder / "demo")
        self._contracts, self._workers = contracts, workers
        self._key = KeyPool().take("bench")
        self._numbers = itertools.count(1)
        self._people = people(max(workers, 1), seed=3)
        gateways.post_ocsp = self._answer
        self._message = b"||ICSOE-INFORMATIVA|1.0|||"
        self._signature = self._sign(self._message)

    def sign_once(self) -> bytes:
        return self._sign(self._message)

    def verify_once(self) -> None:
        self._key.public_key().verify(self._signature, self._message, padding.PKCS1v15(), hashes.SHA256())

    def prepare(self, count: int) -> list[Callable[[], object]]:
        """``count`` acts, each of another provider; certificates have just been asked about."""
        return [self._ready(self._holder()) for _ in range(count)]

    def _sign(self, message: bytes) -> bytes:
        return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def _answer(self, request: bytes) -> bytes:
        return answer(request, authority=self._authority, revoked=self._revoked, at=clock.now())

    def _holder(self) -> Holder:
        number, at = next(self._numbers), clock.now()
        person = Person(
            rfc=f"BEN{number // 1000 % 80 + 10:02}0101{number % 1000:03}", name=f"MEDIDA {number} SA DE CV"
        )
        terms = Terms(
            number=f"{30001000000900000000 + number}",
            not_before=at - timedelta(days=30),
            not_after=at + timedelta(days=365),
            key=self._key,
        )
        return Holder(read_certificate(mint_efirma(self._authority, person, terms).certificate))

    def _ready(self, holder: Holder) -> Callable[[], object]:
        at = clock.now()
        by = access.holder(holder.certificate, "")
        period = Period.of_contract(central_day(at)).previous
        if period is None:
            raise ValueError("nothing was due before the first period")
        open_provider(certificate=holder.certificate, by=by, at=at)
        if self._contracts:
            self._capture(holder, period, at)
        review = show_review(provider_rfc=holder.rfc, period=period, by=by, at=at).review
        if review is None:
            raise ValueError("the provider of the measurement is not ready")
        self._ask_once(holder)
        signed = Signed(
            document_sha256=review.document_id,
            certificate=holder.certificate.der,
            signature=self._sign(review_cadena(review).encode()),
            idempotency_key=f"bench-{holder.rfc}",
        )
        return partial(_present, holder.rfc, period, signed, by)

    def _ask_once(self, holder: Holder) -> None:
        """Leave the answer about the certificate where the timed act finds it."""
        access.remember(holder.certificate, at=clock.now())

    def _capture(self, holder: Holder, period: Period, at: datetime) -> None:
        by = access.holder(holder.certificate, "")
        data = RegistrationData(
            number="STPS/UTD/DGIFT/AR1876/2025", registered_on=period.first_day, services=[SERVICE]
        )
        store_registration(provider(holder.rfc), data, by=by, at=at)
        folios = [
            add_contract(
                provider_rfc=holder.rfc,
                period=period,
                data=ContractData(
                    beneficiary=PartyData(rfc="CPM090518QC0", name="CORPORATIVO PLAZA MIRADOR SA DE CV"),
                    object="Limpieza",
                    service_folio=SERVICE[0],
                    start_date=period.first_day,
                ),
                by=by,
                at=at,
            )[0].folio
            for _ in range(self._contracts)
        ]
        for place, row in enumerate(self._people.iter_rows(named=True)):
            worker = WorkerData(**{name: str(row[name] or "") for name in WorkerData.__dataclass_fields__})
            folio = folios[place % self._contracts]
            add_worker(provider_rfc=holder.rfc, folio=folio, data=worker, by=by, at=at)


def _present(rfc: str, period: Period, signed: Signed, by: object) -> object:
    return present(provider_rfc=rfc, period=period, signed=signed, by=by, at=clock.now())  # type: ignore[arg-type]
