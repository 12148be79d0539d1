"""Whether a certificate was revoked: our own OCSP client (RFC 6960), split from its transport and its clock.

A client of our own because SAT's certificates carry no AIA, and the validators at hand then ignore OCSP
altogether, even an answer that says *revoked*.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, SignatureAlgorithmOID

from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.efirma.certificate import MIN_KEY_BITS, Certificate
from icsoe.lib.efirma.errors import Code, EfirmaError
from icsoe.lib.efirma.structure import key_bits, load_certificate, walk

NONCE_BYTES = 16
MAX_RESPONSE_BYTES = 64 * 1024
# How far producedAt may be from our clock, either way: the nonce makes it fresh, this bounds the clocks.
TOLERANCE = timedelta(minutes=5)

# SHA-1 is allowed here and nowhere else: responders still sign with it and a nonce of ours is inside.
_HASHES: dict[x509.ObjectIdentifier, hashes.HashAlgorithm] = {
    SignatureAlgorithmOID.RSA_WITH_SHA1: hashes.SHA1(),  # noqa: S303 - OCSP alone
    SignatureAlgorithmOID.RSA_WITH_SHA256: hashes.SHA256(),
    SignatureAlgorithmOID.RSA_WITH_SHA384: hashes.SHA384(),
    SignatureAlgorithmOID.RSA_WITH_SHA512: hashes.SHA512(),
}


class RevocationStatus(StrEnum):
    """What is known of a certificate after asking."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class RevocationAnswer:
    """The answer to keep as evidence: `raw` is what the responder sent, `nonce` what we asked with.

    `reason` is empty, the code of the check that failed, or `transport` / `circuit_open` when nobody
    answered. Instants are aware, in UTC.
    """

    status: RevocationStatus
    produced_at: datetime | None = None
    this_update: datetime | None = None
    next_update: datetime | None = None
    revoked_at: datetime | None = None
    raw: bytes | None = field(default=None, repr=False)
    nonce: bytes | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CertificateId:
    """The certID of RFC 6960, 4.1.1, with SHA-1: which certificate, of which issuer's name and key."""

    issuer_name_hash: bytes
    issuer_key_hash: bytes
    serial: int

    @classmethod
    def of(cls, serial: int, issuer: bytes) -> "CertificateId":
        """The certID of the certificate with this serial number under `issuer` (DER)."""
        parts = walk(issuer)
        return cls(_sha1(parts.subject), _sha1(key_bits(parts.public_key_info)), serial)


def build_request(certificate: Certificate, issuer: bytes, nonce: bytes) -> bytes:
    """The DER to POST as `application/ocsp-request`; `issuer` in DER, `nonce` 16 random bytes."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError("the nonce takes 16 bytes")
    asked = CertificateId.of(certificate.serial, issuer)
    builder = ocsp.OCSPRequestBuilder().add_certificate_by_hash(
        asked.issuer_name_hash,
        asked.issuer_key_hash,
        asked.serial,
        hashes.SHA1(),  # noqa: S303 - only names the certificate
    )
    return builder.add_extension(x509.OCSPNonce(nonce), critical=False).build().public_bytes(Encoding.DER)


def read_response(
    raw: bytes, *, certificate: Certificate, issuer: bytes, nonce: bytes, at: datetime
) -> RevocationAnswer:
    """Read an OCSP response (DER, at most 64 KB) and believe it only after every check.

    In order: it parses, it is successful, it speaks of our certificate, it carries our nonce, the AC or a
    responder it issued for OCSPSigning signed it, the signature holds, and it is of this moment. Raises
    EfirmaError with the OCSP code of the first check that fails. To read kept evidence again give its own
    nonce and `produced_at`.
    """
    if len(raw) > MAX_RESPONSE_BYTES:
        raise EfirmaError(Code.OCSP_MALFORMED)
    try:
        response = ocsp.load_der_ocsp_response(raw)
        _require_successful(response)
        single = _answer_about(response, CertificateId.of(certificate.serial, issuer))
        _require_nonce(response, nonce)
        _require_signed(response, load_certificate(issuer), at)
        _require_fresh(response, single, at)
        return _answer(response, single, raw, nonce)
    except EfirmaError as error:
        if error.code is Code.MALFORMED:  # a certificate inside the response
            raise EfirmaError(Code.OCSP_MALFORMED) from error
        raise
    except Exception as error:  # hostile bytes parsed on demand; the library's errors share no base
        raise EfirmaError(Code.OCSP_MALFORMED) from error


def check(
    certificate: Certificate,
    issuer: bytes,
    *,
    transport: Callable[[bytes], bytes],
    at: datetime,
    nonce: bytes,
    breaker: CircuitBreaker | None = None,
) -> RevocationAnswer:
    """Ask through `transport` (request DER in, response DER out; raising means nobody answered).

    Never raises for what the other side does: a failure or an answer we cannot believe is UNAVAILABLE with
    its reason and, where there is one, the raw answer. `breaker` spares the time-out while the responder is
    down.
    """
    if breaker is not None and not breaker.allows(at=at):
        return RevocationAnswer(RevocationStatus.UNAVAILABLE, nonce=nonce, reason="circuit_open")
    answer = _ask(certificate, issuer, transport, at, nonce)
    if breaker is not None:
        breaker.record(at=at, worked=answer.status is not RevocationStatus.UNAVAILABLE)
    return answer


def _ask(
    certificate: Certificate, issuer: bytes, transport: Callable[[bytes], bytes], at: datetime, nonce: bytes
) -> RevocationAnswer:
    request = build_request(certificate, issuer, nonce)
    try:
        raw = transport(request)
    except Exception:  # whatever the transport is made of, nobody answered
        return RevocationAnswer(RevocationStatus.UNAVAILABLE, nonce=nonce, reason="transport")
    try:
        return read_response(raw, certificate=certificate, issuer=issuer, nonce=nonce, at=at)
    except EfirmaError as error:
        kept = raw[:MAX_RESPONSE_BYTES]
        return RevocationAnswer(RevocationStatus.UNAVAILABLE, raw=kept, nonce=nonce, reason=error.code)


def _require_successful(response: ocsp.OCSPResponse) -> None:
    # The library reads only basic responses; any other kind fails to load and is malformed.
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        raise EfirmaError(Code.OCSP_NOT_SUCCESSFUL, status=response.response_status.name)


def _answer_about(response: ocsp.OCSPResponse, asked: CertificateId) -> ocsp.OCSPSingleResponse:
    """The single response about our certID; none, or two of them, is an answer about something else."""
    ours = [single for single in response.responses if _same(single, asked)]
    if len(ours) != 1:
        raise EfirmaError(Code.OCSP_OTHER_CERTIFICATE)
    return ours[0]


def _same(single: ocsp.OCSPSingleResponse, asked: CertificateId) -> bool:
    said = CertificateId(single.issuer_name_hash, single.issuer_key_hash, single.serial_number)
    return said == asked


def _require_nonce(response: ocsp.OCSPResponse, nonce: bytes) -> None:
    nonces = [item.value.nonce for item in response.extensions if isinstance(item.value, x509.OCSPNonce)]
    if nonces != [nonce]:
        raise EfirmaError(Code.OCSP_OTHER_NONCE)


def _require_signed(response: ocsp.OCSPResponse, issuer: x509.Certificate, at: datetime) -> None:
    """Signed by the AC or by a responder inside the response that the AC authorised.

    The responder's name is not looked at: whoever signed must be one of the authorised, by key, which says
    more.
    """
    responders = [each for each in response.certificates if _is_responder(each, issuer, at)]
    algorithm = _HASHES.get(response.signature_algorithm_oid)
    for signer in (issuer, *responders):
        if algorithm and _holds(signer, response.signature, response.tbs_response_bytes, algorithm):
            return
    strangers = len(responders) < len(response.certificates)
    raise EfirmaError(Code.OCSP_UNTRUSTED_SIGNER if strangers else Code.OCSP_BAD_SIGNATURE)


def _is_responder(candidate: x509.Certificate, issuer: x509.Certificate, at: datetime) -> bool:
    """RFC 6960, 4.2.2.2: issued directly by the AC, with OCSPSigning, and valid now."""
    issued = (
        walk(candidate.public_bytes(Encoding.DER)).issuer == walk(issuer.public_bytes(Encoding.DER)).subject
    )
    algorithm = _HASHES.get(candidate.signature_algorithm_oid)
    return (
        issued
        and candidate.not_valid_before_utc <= at <= candidate.not_valid_after_utc
        and _may_answer(candidate)
        and algorithm is not None
        and _holds(issuer, candidate.signature, candidate.tbs_certificate_bytes, algorithm)
    )


def _may_answer(candidate: x509.Certificate) -> bool:
    usages = [item.value for item in candidate.extensions if isinstance(item.value, x509.ExtendedKeyUsage)]
    return any(ExtendedKeyUsageOID.OCSP_SIGNING in usage for usage in usages)


def _holds(
    signer: x509.Certificate, signature: bytes, message: bytes, algorithm: hashes.HashAlgorithm
) -> bool:
    key = signer.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        return False
    try:
        key.verify(signature, message, padding.PKCS1v15(), algorithm)
    except InvalidSignature:
        return False
    return True


def _require_fresh(response: ocsp.OCSPResponse, single: ocsp.OCSPSingleResponse, at: datetime) -> None:
    produced, this, following = response.produced_at_utc, single.this_update_utc, single.next_update_utc
    fresh = (
        abs(produced - at) <= TOLERANCE and this <= at + TOLERANCE and (following is None or at <= following)
    )
    if not fresh:
        raise EfirmaError(Code.OCSP_STALE, produced_at=produced)


def _answer(
    response: ocsp.OCSPResponse, single: ocsp.OCSPSingleResponse, raw: bytes, nonce: bytes
) -> RevocationAnswer:
    return RevocationAnswer(
        RevocationStatus(single.certificate_status.name.lower()),
        produced_at=response.produced_at_utc,
        this_update=single.this_update_utc,
        next_update=single.next_update_utc,
        revoked_at=single.revocation_time_utc,
        raw=raw,
        nonce=nonce,
    )


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()
