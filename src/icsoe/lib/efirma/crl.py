"""Certificate revocation lists (RFC 5280, section 5): the second way to know, for audits and long outages."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from icsoe.lib.efirma.certificate import Certificate
from icsoe.lib.efirma.der import INTEGER, read_all, read_one
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.revocation import RevocationAnswer, RevocationStatus
from icsoe.lib.efirma.structure import load_certificate, walk

_STRONG = (hashes.SHA256, hashes.SHA384, hashes.SHA512)


@dataclass(frozen=True)
class RevocationList:
    """A list that was believed at some instant; it speaks only of certificates of `issuer` (encoded name)."""

    issuer: bytes
    this_update: datetime
    next_update: datetime
    crl: x509.CertificateRevocationList

    def look_up(self, certificate: Certificate) -> RevocationAnswer:
        """REVOKED with its instant, GOOD when not listed, UNKNOWN for a certificate of another issuer."""
        if certificate.parts.issuer != self.issuer:
            return RevocationAnswer(RevocationStatus.UNKNOWN, produced_at=self.this_update)
        entry = self.crl.get_revoked_certificate_by_serial_number(certificate.serial)
        return RevocationAnswer(
            RevocationStatus.GOOD if entry is None else RevocationStatus.REVOKED,
            produced_at=self.this_update,
            this_update=self.this_update,
            next_update=self.next_update,
            revoked_at=None if entry is None else entry.revocation_date_utc,
        )


def read_crl(raw: bytes, issuer: bytes, *, at: datetime) -> RevocationList:
    """Read a complete list in DER, signed by `issuer` (DER) and in force at `at`.

    Raises EfirmaError: CRL_MALFORMED (delta and partial lists too), CRL_OTHER_ISSUER, CRL_BAD_SIGNATURE,
    CRL_STALE.
    """
    authority = walk(issuer).subject
    try:
        named = _issuer_of(raw)
        crl = x509.load_der_x509_crl(raw)
        partial = any(extension.critical for extension in crl.extensions)
        this_update, next_update = crl.last_update_utc, crl.next_update_utc
    except Exception as error:  # hostile bytes; the library's errors share no base
        raise EfirmaError(Code.CRL_MALFORMED) from error
    if partial or next_update is None:
        raise EfirmaError(Code.CRL_MALFORMED)
    if named != authority:
        raise EfirmaError(Code.CRL_OTHER_ISSUER)
    _require_signed(crl, load_certificate(issuer))
    if not this_update <= at <= next_update:
        raise EfirmaError(Code.CRL_STALE, this_update=this_update)
    return RevocationList(authority, this_update, next_update, crl)


def _issuer_of(raw: bytes) -> bytes:
    """The encoded name of who issued the list, compared as bytes because it may hold a T61String."""
    body = read_all(read_all(read_one(raw).content)[0].content)
    return body[2 if body[0].tag == INTEGER else 1].encoded


def _require_signed(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> None:
    key = issuer.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or not isinstance(crl.signature_hash_algorithm, _STRONG):
        raise EfirmaError(Code.CRL_BAD_SIGNATURE)
    if not crl.is_signature_valid(key):
        raise EfirmaError(Code.CRL_BAD_SIGNATURE)
