"""Signatures made in the browser with an e.firma: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from icsoe.lib.efirma.certificate import Certificate
from icsoe.lib.efirma.errors import Code, EfirmaError


def verify_signature(certificate: Certificate, message: bytes, signature: bytes) -> None:
    """Return when `signature` (raw bytes, not base64) over `message` was made by the certificate's key.

    Raises EfirmaError: BAD_SIGNATURE, or WEAK_KEY when the certificate has no key we accept.
    """
    try:
        certificate.public_key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError) as error:
        raise EfirmaError(Code.BAD_SIGNATURE) from error
