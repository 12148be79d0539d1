"""The practice authority: a root in Banxico's place, an AC in SAT's, and the e.firmas and CSDs it issues."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from icsoe.lib.efirma import names
from icsoe.lib.efirma.practice import encode, marks
from icsoe.lib.efirma.practice.assemble import Body, Extension, Signer, issue
from icsoe.lib.efirma.practice.keys import KeyPool, protect_key

_NETSCAPE_CERT_TYPE = "2.16.840.1.113730.1.1"
_SSL_CLIENT_AND_SMIME = b"\xa0"
_OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5"
_CLAUSE = "responsable: nadie; sin validez legal"


@dataclass(frozen=True, slots=True)
class Authority:
    """A root, the AC it issued, and the responder the AC appointed to answer about revocation."""

    root: Signer
    ac: Signer
    responder: Signer

    @property
    def anchors(self) -> tuple[bytes, bytes]:
        """Root and AC in DER: what a trust store of this authority holds."""
        return self.root.certificate, self.ac.certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented holder. CURPs are optional; a representative makes both texts `holder / representative`."""

    rfc: str
    name: str
    curp: str = ""
    email: str = marks.EMAIL
    representative_rfc: str = ""
    representative_curp: str = ""


@dataclass(frozen=True, slots=True)
class Efirma:
    """What its holder carries: the `.cer` in DER, the key, and the password of the `.key`."""

    certificate: bytes
    key: rsa.RSAPrivateKey
    password: str = field(repr=False)

    @property
    def key_file(self) -> bytes:
        """The `.key`, encrypted as SAT does."""
        return protect_key(self.key, self.password)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The number (twenty digits), the validity and the key pair of a certificate to be issued."""

    number: str
    not_before: datetime
    not_after: datetime
    key: rsa.RSAPrivateKey


def found_authority(*, since: datetime, until: datetime, keys: KeyPool, title: str = "PRACTICA") -> Authority:
    """A new authority valid from `since` to `until`. Keys are taken under labels that begin with `title`."""
    root = _found_root(since, until, keys.take(f"{title} root"), title)
    ac_body = Body(
        serial=_serial("00000000000000000002"),
        subject=_authority_name(f"AC DE {title}", "SERVICIO DE PRACTICA TRIBUTARIA"),
        not_before=since,
        not_after=until,
        public_key=keys.take(f"{title} ac").public_key(),
        extensions=_authority_extensions(path_length=0),
    )
    ac = Signer(issue(ac_body, issuer=root.name, key=root.key), keys.take(f"{title} ac"))
    return Authority(
        root, ac, appoint_responder(ac, since=since, until=until, key=keys.take(f"{title} responder"))
    )


def appoint_responder(
    ac: Signer, *, since: datetime, until: datetime, key: rsa.RSAPrivateKey, ocsp_signing: bool = True
) -> Signer:
    """A responder's certificate issued by `ac`; without `ocsp_signing`, one not to be believed."""
    usage = ExtendedKeyUsageOID.OCSP_SIGNING if ocsp_signing else ExtendedKeyUsageOID.EMAIL_PROTECTION
    body = Body(
        serial=_serial("00000000000000000003"),
        subject=encode.name((names.COMMON_NAME, "RESPONDEDOR OCSP DE PRACTICA")),
        not_before=since,
        not_after=until,
        public_key=key.public_key(),
        extensions=(
            Extension.of(key_usage("digital_signature"), critical=True),
            Extension.of(x509.ExtendedKeyUsage([usage])),
            Extension(_OCSP_NO_CHECK, encode.null()),
        ),
    )
    return Signer(issue(body, issuer=ac.name, key=ac.key), key)


def mint_efirma(authority: Authority, person: Person, terms: Terms, *, password: str = "") -> Efirma:
    """An e.firma with SAT's attributes, order and extensions: no AIA, CRL pointer, SKI or AKI."""
    subject = encode.name(
        *_common_attributes(person),
        (names.COUNTRY, "MX"),
        (names.EMAIL, person.email),
        *_identity_attributes(person),
    )
    usages = key_usage("digital_signature", "content_commitment", "data_encipherment", "key_agreement")
    extensions = (
        Extension.of(x509.BasicConstraints(ca=False, path_length=None), critical=True),
        Extension.of(usages),
        Extension(_NETSCAPE_CERT_TYPE, encode.bits(_SSL_CLIENT_AND_SMIME, unused=5)),
        Extension.of(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH])
        ),
    )
    return _mint(authority, subject, extensions, terms, password)


def mint_csd(
    authority: Authority, person: Person, terms: Terms, *, unit: str = "Matriz", password: str = ""
) -> Efirma:
    """A seal certificate (CSD): no country or e-mail, an OU, and only signature usages."""
    subject = encode.name(
        *_common_attributes(person), *_identity_attributes(person), (names.ORGANISATIONAL_UNIT, unit)
    )
    extensions = (
        Extension.of(x509.BasicConstraints(ca=False, path_length=None), critical=True),
        Extension.of(key_usage("digital_signature", "content_commitment")),
    )
    return _mint(authority, subject, extensions, terms, password)


def key_usage(*names_of_uses: str) -> x509.KeyUsage:
    """A keyUsage with these uses, by cryptography's names, and no other."""
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{use: use in names_of_uses for use in every})


def _mint(
    authority: Authority, subject: bytes, extensions: tuple[Extension, ...], terms: Terms, password: str
) -> Efirma:
    body = Body(
        serial=_serial(terms.number),
        subject=subject,
        not_before=terms.not_before,
        not_after=terms.not_after,
        public_key=terms.key.public_key(),
        extensions=extensions,
    )
    certificate = issue(body, issuer=authority.ac.name, key=authority.ac.key)
    return Efirma(certificate, terms.key, password)


def _serial(number: str) -> int:
    """The twenty digits as the integer whose bytes are their ASCII codes."""
    if len(number) != 20 or not (number.isascii() and number.isdigit()):
        raise ValueError("a certificate number takes twenty digits")
    return int.from_bytes(number.encode("ascii"), "big")


def _common_attributes(person: Person) -> Iterator[tuple[str, str]]:
    return ((kind, person.name) for kind in (names.COMMON_NAME, names.NAME, names.ORGANISATION))


def _identity_attributes(person: Person) -> Iterator[tuple[str, str]]:
    yield names.UNIQUE_IDENTIFIER, _pair(person.rfc, person.representative_rfc)
    if person.curp or person.representative_curp:
        yield names.SERIAL_NUMBER, _pair(person.curp, person.representative_curp)


def _pair(holder: str, representative: str) -> str:
    return f"{holder} / {representative}" if representative else holder


def _found_root(since: datetime, until: datetime, key: rsa.RSAPrivateKey, title: str) -> Signer:
    subject = _authority_name(f"AGENCIA REGISTRADORA DE {title}", "BANCO DE PRACTICA")
    body = Body(
        serial=_serial("00000000000000000001"),
        subject=subject,
        not_before=since,
        not_after=until,
        public_key=key.public_key(),
        extensions=_authority_extensions(path_length=None),
    )
    return Signer(issue(body, issuer=subject, key=key), key)


def _authority_name(common_name: str, organisation: str) -> bytes:
    return encode.name(
        (names.COMMON_NAME, common_name),
        (names.ORGANISATION, organisation),
        (names.ORGANISATIONAL_UNIT, "PRACTICA-IES Authority"),
        (names.EMAIL, marks.EMAIL),
        (names.STREET, "Calle de la Práctica 1"),
        (names.POSTAL_CODE, "00000"),
        (names.COUNTRY, "MX"),
        (names.STATE, "CIUDAD DE MEXICO"),
        (names.LOCALITY, "COYOACÁN"),
        (names.UNSTRUCTURED_NAME, _CLAUSE),
    )


def _authority_extensions(*, path_length: int | None) -> tuple[Extension, ...]:
    usages = key_usage("digital_signature", "content_commitment", "key_cert_sign", "crl_sign")
    return (
        Extension.of(x509.BasicConstraints(ca=True, path_length=path_length), critical=True),
        Extension.of(usages, critical=True),
    )
