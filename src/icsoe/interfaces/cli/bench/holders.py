"""Invented holders of e.firmas, and what each does with its own: sign. Needs Django set up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from icsoe.apps.access import gateways
from icsoe.apps.access import services as access
from icsoe.apps.audit.actor import Actor
from icsoe.apps.filings.reviews import Shown, show_review
from icsoe.apps.filings.selectors import review_cadena
from icsoe.apps.filings.services import Signed
from icsoe.apps.providers.records import RegistrationData
from icsoe.apps.providers.registrations import store_registration
from icsoe.apps.providers.selectors import provider
from icsoe.apps.providers.services import open_provider
from icsoe.interfaces.cli.demo import authority
from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.efirma.practice.authority import Person, Terms, mint_efirma
from icsoe.lib.efirma.practice.keys import KeyPool
from icsoe.lib.efirma.practice.responder import answer
from icsoe.lib.periods.period import Period

SERVICE = ("1", "Limpieza")
_YEARS = timedelta(days=4 * 365)
_FIRST_DAY, _DAYS = date(1960, 1, 1), 14_000


@dataclass(frozen=True)
class Holder:
    """A provider's certificate; all share one key, since making keys is slow."""

    certificate: Certificate

    @property
    def rfc(self) -> str:
        return self.certificate.rfc

    @property
    def actor(self) -> Actor:
        return access.holder(self.certificate, "")


class Holders:
    """Mints holders under the practice authority of a folder, and answers for it about revocation.

    ``clock`` tells the instant of those answers.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._authority, self._revoked = authority.load(folder / "demo")
        self._key, self._clock = KeyPool().take("bench"), clock
        self._message = b"||ICSOE-INFORMATIVA|1.0|||"
        self._signature = self.sign(self._message)
        gateways.post_ocsp = self._answer

    def _answer(self, request: bytes) -> bytes:
        return answer(request, authority=self._authority, revoked=self._revoked, at=self._clock())

    def mint(self, number: int, *, since: datetime) -> Holder:
        """The ``number``-th holder, whose certificate is valid four years from the day before ``since``."""
        day = _FIRST_DAY + timedelta(days=number % _DAYS)
        person = Person(rfc=f"BEN{day:%y%m%d}{number // _DAYS:03}", name=f"MEDIDA {number} SA DE CV")
        terms = Terms(
            number=f"{30001000000900000000 + number}",
            not_before=since - timedelta(days=1),
            not_after=since + _YEARS,
            key=self._key,
        )
        return Holder(read_certificate(mint_efirma(self._authority, person, terms).certificate))

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def sign_once(self) -> bytes:
        """One signature, as the floor counts it."""
        return self.sign(self._message)

    def verify_once(self) -> None:
        """One verification, as the floor counts it."""
        self._key.public_key().verify(self._signature, self._message, padding.PKCS1v15(), hashes.SHA256())


def register(holder: Holder, period: Period, at: datetime) -> None:
    """Open the provider, with a registration that covers the period."""
    open_provider(certificate=holder.certificate, by=holder.actor, at=at)
    data = RegistrationData(
        number="STPS/UTD/DGIFT/AR1876/2025", registered_on=period.first_day, services=[SERVICE]
    )
    store_registration(provider(holder.rfc), data, by=holder.actor, at=at)


def review(holder: Holder, period: Period, at: datetime) -> Shown:
    """What the holder is shown; ValueError when something stands against signing it."""
    shown = show_review(provider_rfc=holder.rfc, period=period, by=holder.actor, at=at)
    if shown.review is None:
        codes = ", ".join(finding.code for finding in shown.errors)
        raise ValueError(f"the provider of the measurement is not ready: {codes}")
    return shown


def signed(holders: Holders, holder: Holder, shown: Shown) -> Signed:
    """What the holder's browser would send."""
    if shown.review is None:
        raise ValueError("there is nothing to sign")
    return Signed(
        document_sha256=shown.review.document_id,
        certificate=holder.certificate.der,
        signature=holders.sign(review_cadena(shown.review).encode()),
        idempotency_key=f"bench-{holder.rfc}-{shown.review.pk}",
    )
