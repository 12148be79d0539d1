"""The Institute's seal seen from outside: its certificate, its chain, its signature. No Django here."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification

from icsoe.lib.efirma.structure import load_certificate, walk

MIN_KEY_BITS = 2048


def _constraints_allow(
    _policy: verification.Policy, _certificate: x509.Certificate, constraints: x509.BasicConstraints
) -> None:
    if not constraints.ca:
        raise ValueError("not an authority")


_PERMIT_ALL = verification.ExtensionPolicy.permit_all()
_AUTHORITY = verification.ExtensionPolicy.permit_all().require_present(
    x509.BasicConstraints, verification.Criticality.AGNOSTIC, _constraints_allow
)


@lru_cache(maxsize=16)
def certificate_number(certificate: bytes) -> str:
    """The serial number: its digits when it is written in ASCII digits as SAT's are, else hexadecimal."""
    serial = walk(certificate).serial
    if serial.isdigit():
        return serial.decode("ascii")
    return serial.hex().upper()


def seal_holds(certificate: bytes, content: bytes, signature: bytes) -> bool:
    """Whether ``signature`` over ``content`` is of this certificate's RSA key (2048 bits or more)."""
    try:
        key = load_certificate(certificate).public_key()
    except Exception:  # hostile bytes parsed on demand; the library's errors share no base
        return False
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        return False
    try:
        key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def seal_claims(certificate: bytes, anchors: Iterable[bytes]) -> bool:
    """Whether the certificate says that one of ``anchors`` issued it: a question of origin, no proof."""
    claimed = _key_identifier(load_certificate(certificate), x509.AuthorityKeyIdentifier)
    issuer = walk(certificate).issuer
    for anchor in anchors:
        own = _key_identifier(load_certificate(anchor), x509.SubjectKeyIdentifier)
        if claimed and own:
            if claimed == own:
                return True
        elif walk(anchor).subject == issuer:
            return True
    return False


def seal_chain(
    certificate: bytes, links: Iterable[bytes], anchors: Iterable[bytes], *, at: datetime
) -> tuple[bytes, ...] | None:
    """The chain in DER at ``at`` (the seal's certificate first, an anchor last), or None when there is none.

    The certificate must be for signing (digitalSignature or contentCommitment) and no authority itself.
    """
    leaf = load_certificate(certificate)
    if not _may_seal(leaf):
        return None
    store = verification.Store([load_certificate(anchor) for anchor in anchors])
    policy = verification.PolicyBuilder().store(store).time(at)
    verifier = policy.extension_policies(ca_policy=_AUTHORITY, ee_policy=_PERMIT_ALL).build_client_verifier()
    try:
        chain = verifier.verify(leaf, [load_certificate(link) for link in links]).chain
    except Exception:  # the links are hostile bytes; the library's errors share no base
        return None
    return tuple(link.public_bytes(Encoding.DER) for link in chain)


def _may_seal(leaf: x509.Certificate) -> bool:
    usages = [each.value for each in leaf.extensions if isinstance(each.value, x509.KeyUsage)]
    constraints = [each.value for each in leaf.extensions if isinstance(each.value, x509.BasicConstraints)]
    return any(usage.digital_signature or usage.content_commitment for usage in usages) and not any(
        constraint.ca for constraint in constraints
    )


def _key_identifier(
    certificate: x509.Certificate, kind: type[x509.AuthorityKeyIdentifier] | type[x509.SubjectKeyIdentifier]
) -> bytes | None:
    for extension in certificate.extensions:
        if isinstance(extension.value, kind):
            return extension.value.key_identifier
    return None
