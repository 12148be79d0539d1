"""The certificate of an e.firma, read as SAT really makes it (the profile is read off its certificates).

Subject: CN, name (2.5.4.41), O, C, e-mail, 2.5.4.45 `RFC[ / RFC of the representative]`, 2.5.4.5 `CURP[ /
CURP]`. The certificate number is its serial number: twenty ASCII digits kept in a twenty-byte integer.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from icsoe.lib.efirma import names
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.names import Attribute, read_name, single_value, visible
from icsoe.lib.efirma.structure import CertificateParts, load_certificate, to_der, walk

MIN_KEY_BITS, MAX_KEY_BITS = 2048, 8192
_NUMBER = re.compile(rb"[0-9]{20}")
# Only the shape: whether an RFC is a good one is the business of icsoe.lib.identifiers.
_RFC = re.compile(r"[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}")
_CURP = re.compile(r"[A-Z]{4}[0-9]{6}[A-Z]{6}[A-Z0-9][0-9]")
# sha256, sha384 and sha512 WithRSAEncryption
_SIGNATURE_ALGORITHMS = frozenset(f"1.2.840.113549.1.1.{last}" for last in (11, 12, 13))
_KEY_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign",
)  # fmt: skip


@dataclass(frozen=True)
class Certificate:
    """An e.firma or CSD certificate. Instants are aware, in UTC; `sha256` is hex over `der`.

    `key_usage` holds cryptography's names (`digital_signature`...), `extended_key_usage` dotted identifiers.
    CURPs stay out of its repr, and so out of logs and traces.
    """

    number: str
    rfc: str
    representative_rfc: str | None
    curp: str | None = field(repr=False)
    representative_curp: str | None = field(repr=False)
    name: str
    email: str | None
    organisational_unit: str | None
    person_type: Literal["moral", "fisica"]
    not_before: datetime
    not_after: datetime
    sha256: str
    key_usage: frozenset[str]
    extended_key_usage: frozenset[str]
    is_authority: bool
    subject: tuple[Attribute, ...] = field(repr=False)
    issuer: tuple[Attribute, ...] = field(repr=False)
    der: bytes = field(repr=False)

    @cached_property
    def parts(self) -> CertificateParts:
        """The encoded pieces of the certificate, for OCSP and for comparing names byte by byte."""
        return walk(self.der)

    @cached_property
    def x509(self) -> x509.Certificate:
        """The same certificate for `cryptography`. Never ask its `subject`: a T61String there raises
        ValueError.
        """
        return load_certificate(self.der)

    @cached_property
    def public_key(self) -> rsa.RSAPublicKey:
        """The RSA public key of 2048 to 8192 bits; anything else is EfirmaError(WEAK_KEY)."""
        if self.parts.signature_algorithm not in _SIGNATURE_ALGORITHMS:
            raise EfirmaError(Code.WEAK_KEY, algorithm=self.parts.signature_algorithm)
        try:
            key = self.x509.public_key()
        except Exception as error:  # hostile bytes; the library's errors share no base
            raise EfirmaError(Code.WEAK_KEY) from error
        if not isinstance(key, rsa.RSAPublicKey) or not MIN_KEY_BITS <= key.key_size <= MAX_KEY_BITS:
            raise EfirmaError(Code.WEAK_KEY)
        return key

    @property
    def serial(self) -> int:
        """The serial number as the integer that OCSP and CRLs speak of."""
        return int.from_bytes(self.parts.serial, "big")

    def check_validity(self, *, at: datetime) -> None:
        """EXPIRED or NOT_YET_VALID outside not_before..not_after, both included (RFC 5280, 4.1.2.5)."""
        if at < self.not_before:
            raise EfirmaError(Code.NOT_YET_VALID, not_before=self.not_before)
        if at > self.not_after:
            raise EfirmaError(Code.EXPIRED, not_after=self.not_after)


@lru_cache(maxsize=1024)
def read_certificate(data: bytes) -> Certificate:
    """Read a `.cer` (DER, or one PEM block) smaller than 16 KB. The same bytes are read once a process.

    Reading says nothing of trust, purpose, validity or strength: see chain, purpose and verdict. Raises
    EfirmaError: TOO_LARGE, MALFORMED, or NOT_EFIRMA for a sound certificate without SAT's number or without
    an RFC.
    """
    der = to_der(data)
    parts = walk(der)
    loaded = load_certificate(der)
    subject = read_name(parts.subject)
    rfc, representative_rfc = _pair(single_value(subject, names.UNIQUE_IDENTIFIER), _RFC)
    curp, representative_curp = _pair(single_value(subject, names.SERIAL_NUMBER), _CURP)
    if rfc is None or not _NUMBER.fullmatch(parts.serial):
        raise EfirmaError(Code.NOT_EFIRMA)
    certificate = Certificate(
        number=parts.serial.decode("ascii"),
        rfc=rfc,
        representative_rfc=representative_rfc,
        curp=curp,
        representative_curp=representative_curp,
        name=_first(subject, (names.NAME, names.COMMON_NAME)),
        email=single_value(subject, names.EMAIL) or None,
        organisational_unit=_organisational_unit(subject),
        person_type="moral" if len(rfc) == 12 else "fisica",
        not_before=loaded.not_valid_before_utc,
        not_after=loaded.not_valid_after_utc,
        sha256=hashlib.sha256(der).hexdigest(),
        key_usage=_key_usage(loaded.extensions),
        extended_key_usage=_extended_key_usage(loaded.extensions),
        is_authority=is_authority(loaded),
        subject=subject,
        issuer=read_name(parts.issuer),
        der=der,
    )
    # Both were just made: fill the cached properties instead of making them again.
    vars(certificate).update(parts=parts, x509=loaded)
    return certificate


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether basicConstraints say the certificate may issue others."""
    values = (extension.value for extension in certificate.extensions)
    return any(value.ca for value in values if isinstance(value, x509.BasicConstraints))


def _pair(text: str | None, shape: re.Pattern[str]) -> tuple[str | None, str | None]:
    """`A`, `A / B`, ` / B` or nothing at all: holder and representative, each None when absent."""
    values = [value.strip() or None for value in (text or "").split("/")]
    if len(values) > 2 or any(value and not shape.fullmatch(value) for value in values):
        raise EfirmaError(Code.NOT_EFIRMA)
    return values[0], values[1] if len(values) == 2 else None


def _first(subject: tuple[Attribute, ...], oids: Iterable[str]) -> str:
    """The first of these attributes that has something to show; a certificate that names nobody is not an
    e.firma.
    """
    for oid in oids:
        if text := visible(single_value(subject, oid) or ""):
            return text
    raise EfirmaError(Code.NOT_EFIRMA)


def _organisational_unit(subject: tuple[Attribute, ...]) -> str | None:
    """All units joined, None when there is none: an empty one still tells a CSD apart."""
    units = [visible(attribute.text) for attribute in subject if attribute.oid == names.ORGANISATIONAL_UNIT]
    return " ".join(units) if units else None


def _key_usage(extensions: x509.Extensions) -> frozenset[str]:
    for extension in extensions:
        if isinstance(extension.value, x509.KeyUsage):
            return frozenset(name for name in _KEY_USAGES if getattr(extension.value, name))
    return frozenset()


def _extended_key_usage(extensions: x509.Extensions) -> frozenset[str]:
    for extension in extensions:
        if isinstance(extension.value, x509.ExtendedKeyUsage):
            return frozenset(usage.dotted_string for usage in extension.value)
    return frozenset()
