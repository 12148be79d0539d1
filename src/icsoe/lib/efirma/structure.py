"""The outer structure of a certificate, walked before any library sees it."""

import base64
from dataclasses import dataclass

from cryptography import x509

from icsoe.lib.efirma.der import (
    BIT_STRING,
    INTEGER,
    OID,
    SEQUENCE,
    Element,
    malformed,
    read_all,
    read_oid,
    read_one,
)
from icsoe.lib.efirma.errors import Code, EfirmaError

MAX_CERTIFICATE_BYTES = 16 * 1024
_VERSION_TAG = 0xA0
_PEM_BEGIN, _PEM_END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"
# version, serial, signature algorithm, issuer, validity, subject, public key
_TBS_TAGS = (_VERSION_TAG, INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE)


@dataclass(frozen=True, slots=True)
class CertificateParts:
    """Pieces of a certificate as they stand in its DER: `serial` is the integer's content."""

    serial: bytes
    signature_algorithm: str
    issuer: bytes
    subject: bytes
    public_key_info: bytes

    @property
    def self_issued(self) -> bool:
        """Whether the authority named itself as its issuer (a root)."""
        return self.issuer == self.subject


def to_der(data: bytes) -> bytes:
    """The DER of a certificate given as DER or as one PEM block; TOO_LARGE from 16 KB on."""
    if len(data) >= MAX_CERTIFICATE_BYTES:
        raise EfirmaError(Code.TOO_LARGE, size=len(data))
    stripped = data.strip()
    if not stripped.startswith(b"-----"):
        return data
    if (
        not stripped.startswith(_PEM_BEGIN)
        or not stripped.endswith(_PEM_END)
        or stripped.count(_PEM_BEGIN) != 1
    ):
        raise malformed("PEM")
    try:
        body = stripped[len(_PEM_BEGIN) : -len(_PEM_END)]
        return base64.b64decode(b"".join(body.split()), validate=True)
    except ValueError as error:
        raise malformed("PEM") from error


def walk(der: bytes) -> CertificateParts:
    """Walk the certificate strictly; EfirmaError(MALFORMED) unless it is a version 3 certificate."""
    outer = read_all(read_one(der).content)
    if [element.tag for element in outer] != [SEQUENCE, SEQUENCE, BIT_STRING]:
        raise malformed("certificate")
    parts = read_all(outer[0].content)
    if tuple(element.tag for element in parts[: len(_TBS_TAGS)]) != _TBS_TAGS:
        raise malformed("certificate body")
    serial = parts[1].content
    if not serial or serial[0] & 0x80:
        raise malformed("serial number")
    return CertificateParts(
        serial, _algorithm(outer[1]), parts[3].encoded, parts[5].encoded, parts[6].encoded
    )


def load_certificate(der: bytes) -> x509.Certificate:
    """The certificate for `cryptography`, walked by us first; EfirmaError(MALFORMED) whatever is wrong with
    it.
    """
    walk(der)
    try:
        certificate = x509.load_der_x509_certificate(der)
        # These are parsed on demand: ask now, so that nothing later can fail on them.
        _ = certificate.extensions, certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except Exception as error:  # the bytes are hostile and the library's errors share no base
        raise malformed("certificate") from error
    return certificate


def key_bits(public_key_info: bytes) -> bytes:
    """The bytes of the subjectPublicKey bit string: what the issuerKeyHash of OCSP is taken over (RFC 6960,
    4.1.1).
    """
    parts = read_all(read_one(public_key_info).content)
    if [element.tag for element in parts] != [SEQUENCE, BIT_STRING] or parts[1].content[:1] != b"\0":
        raise malformed("public key")
    return parts[1].content[1:]


def _algorithm(element: Element) -> str:
    parts = read_all(element.content)
    if not parts or parts[0].tag != OID:
        raise malformed("algorithm")
    return read_oid(parts[0].content)
