"""The seal service outside: its port, its HTTP adapter and its fake."""

import base64
import json
from typing import Protocol
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from django.core.exceptions import ImproperlyConfigured

TIMEOUT = 5.0
MAX_ANSWER = 64 * 1024


class SealService(Protocol):
    """A service that seals hashes. Raises OSError when it does not answer as agreed."""

    def certificates(self) -> tuple[bytes, ...]:
        """Its certificate and those above it, in DER, nearest first."""
        ...

    def sign(self, digest: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 over a SHA-256 digest."""
        ...


class HttpSealService:
    """``GET <url>/certificates`` and ``POST <url>/seals``: JSON, binary values in base64.

    The first answers ``{"certificates": [...]}``; the second takes ``{"sha256": ...}`` and answers
    ``{"signature": ...}``. Identity of both ends is the platform's business (mutual TLS).
    """

    def __init__(self, url: str) -> None:
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ImproperlyConfigured("ICSOE_SEAL_SERVICE must be an https address")
        self._url = url.rstrip("/")

    def certificates(self) -> tuple[bytes, ...]:
        """Its certificate and those above it."""
        answer = self._ask("/certificates", None)
        try:
            found = tuple(base64.b64decode(each, validate=True) for each in answer["certificates"])
        except (KeyError, TypeError, ValueError) as error:
            raise OSError("the seal service answered something else") from error
        if not found:
            raise OSError("the seal service has no certificate")
        return found

    def sign(self, digest: bytes) -> bytes:
        """Its signature over the digest."""
        answer = self._ask("/seals", {"sha256": base64.b64encode(digest).decode("ascii")})
        try:
            return base64.b64decode(answer["signature"], validate=True)
        except (KeyError, TypeError, ValueError) as error:
            raise OSError("the seal service answered something else") from error

    def _ask(self, path: str, body: dict[str, str] | None) -> dict[str, str]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(self._url + path, data=data, headers=headers)  # noqa: S310 - checked in __init__
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - the operator's address
            content = response.read(MAX_ANSWER)
        try:
            answer = json.loads(content)
        except ValueError as error:
            raise OSError("the seal service answered something else") from error
        if not isinstance(answer, dict):
            raise OSError("the seal service answered something else")
        return answer


class MemorySealService:
    """Fake of the seal service: it seals with the key it was given."""

    def __init__(self, key: rsa.RSAPrivateKey, certificates: tuple[bytes, ...]) -> None:
        self._key = key
        self._certificates = certificates

    def certificates(self) -> tuple[bytes, ...]:
        """The certificates it was given."""
        return self._certificates

    def sign(self, digest: bytes) -> bytes:
        """Its signature over the digest."""
        return self._key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
