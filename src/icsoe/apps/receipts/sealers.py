"""Who makes the Institute's seal: a PKCS#12 file, an HSM by PKCS#11, or a service of its own.

Every sealer signs RSASSA-PKCS1-v1_5 with SHA-256 and knows its certificate; nothing above knows which it is.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import pkcs11
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from icsoe.apps.receipts.gateways import HttpSealService, SealService
from icsoe.apps.receipts.seal import certificate_number
from icsoe.apps.receipts.seal_settings import Pkcs11Place
from icsoe.apps.receipts.twin import SealFacts


class SealError(Exception):
    """The seal could not be made; nothing was presented."""


class Sealer(Protocol):
    """The seal's certificate in DER, what stands above it in ``chain``, and the act of sealing."""

    @property
    def certificate(self) -> bytes: ...

    @property
    def chain(self) -> tuple[bytes, ...]: ...

    def sign(self, content: bytes) -> bytes:
        """The raw signature over ``content``. Raises SealError."""
        ...


def seal(sealer: Sealer, content: bytes) -> SealFacts:
    """The seal over ``content``, with everything needed to check it."""
    return SealFacts(
        certificate_number=certificate_number(sealer.certificate),
        certificate=sealer.certificate,
        chain=sealer.chain,
        signature=sealer.sign(content),
    )


class FileSealer:
    """A key kept in a PKCS#12 file: practice, and small installations."""

    def __init__(self, content: bytes, password: bytes) -> None:
        """Raises ImproperlyConfigured when the file does not open or holds no RSA key."""
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(content, password)
        except ValueError as error:
            raise ImproperlyConfigured("the seal's PKCS#12 file does not open with its password") from error
        if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
            raise ImproperlyConfigured("the seal's PKCS#12 file holds no RSA key with its certificate")
        self._key = key
        self.certificate = certificate.public_bytes(Encoding.DER)
        self.chain = order_chain(certificate, others)

    def sign(self, content: bytes) -> bytes:
        """The raw signature over ``content``."""
        return self._key.sign(content, padding.PKCS1v15(), hashes.SHA256())


class HsmSealer:
    """A key that never leaves its HSM. One session a process, used by one thread at a time."""

    def __init__(self, place: Pkcs11Place) -> None:
        self._place = place
        self._lock = threading.Lock()

    @cached_property
    def _session(self) -> Any:
        try:
            token = pkcs11.lib(self._place.module).get_token(token_label=self._place.token)
            return _open(token, self._place.pin())
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
            raise SealError("the HSM cannot be opened") from error

    @cached_property
    def _certificates(self) -> list[x509.Certificate]:
        wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
        with self._lock:
            found = [_read_object(each) for each in self._session.get_objects(wanted)]
        # The seal's own certificate carries the label of its key: it goes first.
        found.sort(key=lambda each: each["label"] != self._place.key)
        if not found or found[0]["label"] != self._place.key:
            raise SealError("the HSM holds no certificate with the label of the key")
        return [x509.load_der_x509_certificate(each["value"]) for each in found]

    @property
    def certificate(self) -> bytes:
        """The seal's certificate, kept in the HSM under the label of its key."""
        return self._certificates[0].public_bytes(Encoding.DER)

    @property
    def chain(self) -> tuple[bytes, ...]:
        """What the HSM keeps above it."""
        return order_chain(self._certificates[0], self._certificates[1:])

    def sign(self, content: bytes) -> bytes:
        """The raw signature over ``content``; after a failure the next call opens a new session."""
        try:
            with self._lock:
                key = self._session.get_key(
                    object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._place.key
                )
                return bytes(key.sign(content, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
        except pkcs11.PKCS11Error as error:
            self.close()
            raise SealError("the HSM did not sign") from error

    def close(self) -> None:
        """Leave the HSM; the next seal opens it again."""
        session = self.__dict__.pop("_session", None)
        if session is not None:
            # It may be gone already, which is what we want.
            with suppress(pkcs11.PKCS11Error):
                session.close()


def _open(token: Any, pin: str) -> Any:
    """A session with the user logged in; the login holds for the whole process (PKCS#11, 5.6.8)."""
    try:
        return token.open(user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:
        return token.open()


def _read_object(certificate: Any) -> dict[str, Any]:
    """Label and DER of a certificate object of an HSM."""
    return {
        "label": certificate[pkcs11.Attribute.LABEL],
        "value": bytes(certificate[pkcs11.Attribute.VALUE]),
    }


class ServiceSealer:
    """A key kept by a service of the Institute's: only a hash travels, and the answer is checked."""

    def __init__(self, service: SealService) -> None:
        self._service = service

    @cached_property
    def _certificates(self) -> tuple[bytes, ...]:
        try:
            return self._service.certificates()
        except OSError as error:
            raise SealError("the seal service does not answer") from error

    @property
    def certificate(self) -> bytes:
        """The service's certificate, asked for once."""
        return self._certificates[0]

    @property
    def chain(self) -> tuple[bytes, ...]:
        """What the service says stands above it."""
        return self._certificates[1:]

    def sign(self, content: bytes) -> bytes:
        """The service's signature over ``content``, refused unless its own certificate verifies it."""
        digest = hashes.Hash(hashes.SHA256())
        digest.update(content)
        try:
            signature = self._service.sign(digest.finalize())
        except OSError as error:
            raise SealError("the seal service does not answer") from error
        key = x509.load_der_x509_certificate(self.certificate).public_key()
        try:
            if not isinstance(key, rsa.RSAPublicKey):
                raise SealError("the seal service has no RSA key")
            key.verify(signature, content, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:
            raise SealError("the seal service gave a signature that is not its own") from error
        return signature


def order_chain(leaf: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[bytes, ...]:
    """The issuers of ``leaf`` among ``others``, nearest first, in DER."""
    chain: list[x509.Certificate] = []
    current, left = leaf, list(others)
    while issuer := next((each for each in left if each.subject == current.issuer), None):
        chain.append(issuer)
        left.remove(issuer)
        current = issuer
    return tuple(each.public_bytes(Encoding.DER) for each in chain)


def current_sealer() -> Sealer:
    """The sealer the settings name, made once for each of their values. Raises ImproperlyConfigured."""
    return _make(settings.SEAL_PKCS11, settings.SEAL_SERVICE, settings.SEAL_FILE, settings.SEAL_PASSWORD_FILE)


@lru_cache(maxsize=4)
def _make(hsm: str, service: str, file: str, password_file: str) -> Sealer:
    if hsm:
        return HsmSealer(Pkcs11Place.parse(hsm))
    if service:
        return ServiceSealer(HttpSealService(service))
    if not file:
        raise ImproperlyConfigured("no seal: set ICSOE_SEAL_FILE, ICSOE_SEAL_PKCS11 or ICSOE_SEAL_SERVICE")
    try:
        content = Path(file).read_bytes()
        password = Path(password_file).read_bytes().strip()
    except OSError as error:
        raise ImproperlyConfigured("the seal's file or its password file cannot be read") from error
    return FileSealer(content, password)
