"""The Institute's practice seal: the certificate that seals receipts, under an authority of its own."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from icsoe.lib.efirma import names
from icsoe.lib.efirma.practice import encode, marks
from icsoe.lib.efirma.practice.assemble import Body, Extension, Signer, issue
from icsoe.lib.efirma.practice.authority import key_usage
from icsoe.lib.efirma.practice.keys import KeyPool
from icsoe.lib.efirma.structure import load_certificate

_AUTHORITY_SERIAL = int.from_bytes(b"00000000000000000101", "big")
_SEAL_SERIAL = int.from_bytes(b"00000000000000000102", "big")
_AUTHORITY_RIGHTS = (
    Extension.of(x509.BasicConstraints(ca=True, path_length=0), critical=True),
    Extension.of(key_usage("key_cert_sign", "crl_sign"), critical=True),
)
_SEAL_RIGHTS = (
    Extension.of(x509.BasicConstraints(ca=False, path_length=None), critical=True),
    Extension.of(key_usage("digital_signature", "content_commitment"), critical=True),
)


@dataclass(frozen=True, slots=True)
class Seal:
    """The seal (certificate in DER and key) and the certificate of the authority that issued it."""

    seal: Signer
    authority: bytes

    def pkcs12(self, password: str) -> bytes:
        """The seal with its chain as a PKCS#12 file protected by `password`."""
        return pkcs12.serialize_key_and_certificates(
            name=b"sello",
            key=self.seal.key,
            cert=load_certificate(self.seal.certificate),
            cas=[load_certificate(self.authority)],
            encryption_algorithm=BestAvailableEncryption(password.encode("utf-8")),
        )


def mint_seal(
    *,
    not_before: datetime,
    not_after: datetime,
    keys: KeyPool,
    title: str = "Sello de practica del Instituto",
) -> Seal:
    """A seal for digitalSignature and contentCommitment, RSA 2048, with its own authority. Keys by label."""
    authority_key, seal_key = keys.take("seal authority"), keys.take("seal")
    issuer = _name(marks.SEAL_AUTHORITY)

    def issue_for(serial: int, subject: bytes, own: rsa.RSAPrivateKey, *rights: Extension) -> bytes:
        body = Body(
            serial=serial,
            subject=subject,
            not_before=not_before,
            not_after=not_after,
            public_key=own.public_key(),
            extensions=(*rights, *_identifiers(own, authority_key)),
        )
        return issue(body, issuer=issuer, key=authority_key)

    authority = issue_for(_AUTHORITY_SERIAL, issuer, authority_key, *_AUTHORITY_RIGHTS)
    return Seal(Signer(issue_for(_SEAL_SERIAL, _name(title), seal_key, *_SEAL_RIGHTS), seal_key), authority)


def _name(common_name: str) -> bytes:
    return encode.name(
        (names.COMMON_NAME, common_name), (names.ORGANISATION, "PRACTICA"), (names.COUNTRY, "MX")
    )


def _identifiers(own: rsa.RSAPrivateKey, issuer: rsa.RSAPrivateKey) -> tuple[Extension, Extension]:
    return (
        Extension.of(x509.SubjectKeyIdentifier.from_public_key(own.public_key())),
        Extension.of(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())),
    )
