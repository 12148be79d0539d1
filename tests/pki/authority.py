"""The suite's own PKI, minted once per process and never written to the tree.

    from tests.pki.authority import AT, authority, cast, trust, transport

Everything is a plain cached function, so it needs no fixture. Instants are fixed: nothing here expires.
"""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from icsoe.lib.efirma.certificate import Certificate, read_certificate
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.practice.assemble import Signer, sign
from icsoe.lib.efirma.practice.authority import Authority, Efirma, Person, Terms, found_authority, mint_efirma
from icsoe.lib.efirma.practice.cast import MORAL, mint_cast
from icsoe.lib.efirma.practice.keys import KeyPool
from icsoe.lib.efirma.practice.responder import answer
from icsoe.lib.efirma.practice.seal import Seal, mint_seal

AT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
PASSWORD = "practica-12345"
SAMPLES = Path(__file__).parents[2].parent / "shared" / "efirma-samples"


# Making keys is slow: these holders share one. `fisica` has its own, for the pairs that do not match.
_SHARE_A_KEY = {
    "moral", "moral_ampersand", "fisica_enie", "representante",
    "csd", "vencida", "futura", "revocada", "ajena",
}  # fmt: skip


class FewKeys(KeyPool):
    """A pool that makes few keys."""

    def take(self, label: str) -> rsa.RSAPrivateKey:
        return super().take("leaf" if label in _SHARE_A_KEY else label)


@cache
def keys() -> KeyPool:
    return FewKeys()


@cache
def authority() -> Authority:
    """The authority the suite trusts."""
    return found_authority(since=SINCE, until=UNTIL, keys=keys())


@cache
def stranger() -> Authority:
    """An authority nobody trusts; it has the same names as the trusted one's, and other keys."""
    return found_authority(since=SINCE, until=UNTIL, keys=KeyPool())


@cache
def trust() -> TrustStore:
    return TrustStore.from_certificates(authority().anchors)


@cache
def cast() -> Mapping[str, Efirma]:
    """See `mint_cast`: moral, moral_ampersand, fisica, fisica_enie, representante, csd, vencida, futura..."""
    return mint_cast(authority(), stranger(), at=AT, keys=keys(), password=PASSWORD)


@cache
def seal() -> Seal:
    return mint_seal(not_before=SINCE, not_after=UNTIL, keys=keys())


def efirma(person: Person = MORAL, *, number: str = "30009999000000009999", at: datetime = AT) -> Efirma:
    """An e.firma of this person, current at `at`."""
    terms = Terms(
        number=number,
        not_before=at - timedelta(days=1),
        not_after=at + timedelta(days=1461),
        key=keys().take("leaf"),
    )
    return mint_efirma(authority(), person, terms, password=PASSWORD)


def certificate(name: str = "moral") -> Certificate:
    """The certificate of one of the cast, read."""
    return read_certificate(cast()[name].certificate)


def signature(name: str, text: str) -> bytes:
    """What the browser would send: the signature of one of the cast over a text."""
    return sign(text.encode("utf-8"), cast()[name].key)


def transport(
    *,
    at: datetime = AT,
    revoked: Mapping[int, datetime] | None = None,
    unknown: Collection[int] = (),
    signer: Signer | None = None,
) -> Callable[[bytes], bytes]:
    """An OCSP transport to the practice responder. Without `revoked`, only `revocada` is revoked."""
    listed = {certificate("revocada").serial: AT - timedelta(hours=1)} if revoked is None else revoked
    return lambda request: answer(
        request, authority=authority(), revoked=listed, at=at, unknown=unknown, signer=signer
    )


def samples() -> list[dict[str, str]]:
    """SAT's public test e.firmas beside the repository, each with its `path`; none when absent."""
    manifest = SAMPLES / "manifest.json"
    if not manifest.is_file():
        return []
    return [
        {**each, "path": str(SAMPLES / f"{each['archivo']}.cer")} for each in json.loads(manifest.read_text())
    ]
