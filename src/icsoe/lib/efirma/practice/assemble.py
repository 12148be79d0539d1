"""Certificates put together piece by piece and signed, so that names and serial numbers stand as SAT writes
them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ExtensionType

from icsoe.lib.efirma.practice import encode
from icsoe.lib.efirma.structure import walk

_SHA256_WITH_RSA = "1.2.840.113549.1.1.11"


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate in DER and its private key."""

    certificate: bytes
    key: rsa.RSAPrivateKey

    @property
    def name(self) -> bytes:
        """The encoded subject: what it issues carries it as issuer, byte for byte."""
        return walk(self.certificate).subject


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension as it will stand: dotted identifier, encoded value, critical or not."""

    oid: str
    value: bytes
    critical: bool = False

    @classmethod
    def of(cls, value: ExtensionType, *, critical: bool = False) -> "Extension":
        """One that `cryptography` knows how to write."""
        return cls(value.oid.dotted_string, value.public_bytes(), critical)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a certificate says: `serial` a non-negative integer, `subject` an encoded name, instants aware."""

    serial: int
    subject: bytes
    not_before: datetime
    not_after: datetime
    public_key: rsa.RSAPublicKey
    extensions: Iterable[Extension]


def issue(body: Body, *, issuer: bytes, key: rsa.RSAPrivateKey) -> bytes:
    """The certificate in DER: version 3, SHA-256 with RSA; `issuer` is an encoded name, `key` its key."""
    tbs = encode.sequence(
        encode.explicit(0, encode.integer(2)),
        encode.integer(body.serial),
        signature_algorithm(),
        issuer,
        encode.sequence(encode.instant(body.not_before), encode.instant(body.not_after)),
        body.subject,
        body.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        encode.explicit(3, encode.sequence(*(_extension(extension) for extension in body.extensions))),
    )
    return encode.sequence(tbs, signature_algorithm(), encode.bits(sign(tbs, key)))


def signature_algorithm() -> bytes:
    """sha256WithRSAEncryption with its NULL."""
    return encode.sequence(encode.oid(_SHA256_WITH_RSA), encode.null())


def sign(body: bytes, key: rsa.RSAPrivateKey) -> bytes:
    """The RSASSA-PKCS1-v1_5 signature with SHA-256 over an encoded body."""
    return key.sign(body, padding.PKCS1v15(), hashes.SHA256())


def _extension(extension: Extension) -> bytes:
    critical = encode.true() if extension.critical else b""
    return encode.sequence(encode.oid(extension.oid), critical, encode.octets(extension.value))
