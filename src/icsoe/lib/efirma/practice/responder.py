"""A practice OCSP responder: pure, with the clock and the revoked certificates given."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from cryptography.x509 import OCSPNonce, ocsp
from cryptography.x509.oid import OCSPExtensionOID

from icsoe.lib.efirma.practice import encode
from icsoe.lib.efirma.practice.assemble import Signer, sign, signature_algorithm
from icsoe.lib.efirma.practice.authority import Authority
from icsoe.lib.efirma.revocation import CertificateId
from icsoe.lib.efirma.structure import key_bits, walk

_BASIC = "1.3.6.1.5.5.7.48.1.1"
_SHA1 = "1.3.14.3.2.26"
_MALFORMED_REQUEST = 1
_LIFE = timedelta(hours=1)
_GOOD, _REVOKED, _UNKNOWN = 0x80, 0xA1, 0x82


def answer(
    request: bytes,
    *,
    authority: Authority,
    revoked: Mapping[int, datetime],
    at: datetime,
    unknown: Collection[int] = (),
    signer: Signer | None = None,
) -> bytes:
    """The response in DER to a request in DER, produced `at`, good for one hour.

    `revoked` maps serial numbers to instants; `unknown` names the ones to disown, as those of any other
    issuer are. Signed by the appointed responder, or by `signer`. What cannot be read is answered
    malformedRequest.
    """
    question = _read(request)
    if question is None:
        return encode.sequence(encode.element(encode.ENUMERATED, bytes((_MALFORMED_REQUEST,))))
    said, nonces = question
    ours = said == CertificateId.of(said.serial, authority.ac.certificate) and said.serial not in unknown
    status = _status(revoked.get(said.serial)) if ours else encode.element(_UNKNOWN, b"")
    return _respond(_single(said, status, at), nonces, signer or authority.responder, at)


def _read(request: bytes) -> tuple[CertificateId, list[bytes]] | None:
    """The certID asked about and the nonces; None when the request cannot be read."""
    try:
        asked = ocsp.load_der_ocsp_request(request)
        nonces = [item.value.nonce for item in asked.extensions if isinstance(item.value, OCSPNonce)]
        said = CertificateId(asked.issuer_name_hash, asked.issuer_key_hash, asked.serial_number)
    except Exception:  # hostile bytes; the library's errors share no base
        return None
    return said, nonces


def _status(revoked_at: datetime | None) -> bytes:
    if revoked_at is None:
        return encode.element(_GOOD, b"")
    return encode.element(_REVOKED, encode.generalized(revoked_at))


def _single(said: CertificateId, status: bytes, at: datetime) -> bytes:
    following = encode.explicit(0, encode.generalized(at + _LIFE))
    return encode.sequence(_certificate_id(said), status, encode.generalized(at), following)


def _certificate_id(said: CertificateId) -> bytes:
    return encode.sequence(
        encode.sequence(encode.oid(_SHA1), encode.null()),
        encode.octets(said.issuer_name_hash),
        encode.octets(said.issuer_key_hash),
        encode.integer(said.serial),
    )


def _respond(single: bytes, nonces: list[bytes], signer: Signer, at: datetime) -> bytes:
    key_hash = hashlib.sha1(
        key_bits(walk(signer.certificate).public_key_info), usedforsecurity=False
    ).digest()
    data = encode.sequence(
        encode.explicit(2, encode.octets(key_hash)),
        encode.generalized(at),
        encode.sequence(single),
        *(_nonce_extension(nonce) for nonce in nonces),
    )
    basic = encode.sequence(
        data,
        signature_algorithm(),
        encode.bits(sign(data, signer.key)),
        encode.explicit(0, encode.sequence(signer.certificate)),
    )
    return encode.sequence(
        encode.element(encode.ENUMERATED, b"\0"),
        encode.explicit(0, encode.sequence(encode.oid(_BASIC), encode.octets(basic))),
    )


def _nonce_extension(nonce: bytes) -> bytes:
    extension = encode.sequence(
        encode.oid(OCSPExtensionOID.NONCE.dotted_string), encode.octets(encode.octets(nonce))
    )
    return encode.explicit(1, encode.sequence(extension))
