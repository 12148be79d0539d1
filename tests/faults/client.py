"""A provider's program: it enters, reviews and presents over HTTP, as the browser does."""

import base64
import json
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from tests.journeys.steps import PASSWORD

from icsoe.lib.canonical.cadena import filing_cadena
from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.periods.period import Period

TIMEOUT_SECONDS = 10
LOST = (OSError, HTTPException)


class Unanswered(Exception):  # noqa: N818 - not an error of the client's
    """No answer, or none that says what became of it."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


@dataclass
class Client:
    """One session of one provider."""

    url: str
    efirma: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._certificate = next(self.efirma.glob("*.cer")).read_bytes()
        key = load_der_private_key(next(self.efirma.glob("*.key")).read_bytes(), PASSWORD.encode())
        assert isinstance(key, rsa.RSAPrivateKey)
        self._key = key

    def enter(self) -> None:
        """Open a session with the e.firma. Raises Unanswered."""
        self._ok(self.ask("GET", "/entrar/"))
        given = json.loads(self._ok(self.ask("POST", "/entrar/reto/", "")).text)
        number = read_certificate(self._certificate).number
        text = f"||ICSOE-ACCESO|1.0|{given['host']}|{given['nonce']}|{given['expires']}|{number}||"
        self._ok(self.ask("POST", "/entrar/efirma/", self._signed(text, nonce=given["nonce"])))

    def prepare(self, period: Period) -> tuple[str, str]:
        """Review a period: the key of what is offered and the body that presents it. Raises Unanswered."""
        shown = self._ok(self.ask("GET", f"/informativa/{period}/"))
        box = dict(re.findall(r'data-([a-z-]+)="([^"]*)"', shown.text))
        sha256 = box["document-url"].rstrip("/").rpartition("/")[2]
        cadena = filing_cadena(
            rfc=box["rfc"].replace("&amp;", "&"),
            year=period.year,
            number=period.number,
            type=box["type"],
            replaces=box["replaces"] or None,
            contracts=int(box["contracts"]),
            workers=int(box["workers"]),
            document_sha256=sha256,
        )
        key = box["idempotency-key"]
        return key, self._signed(cadena, document_sha256=sha256, idempotency_key=key)

    def present(self, period: str, body: str) -> str:
        """Present; the folio. Raises Unanswered."""
        answer = self._ok(self.ask("POST", f"/informativa/{period}/presentar/", body))
        return str(json.loads(answer.text)["redirect"]).rstrip("/").rpartition("/")[2]

    def present_and_hang_up(self, period: str, body: str) -> None:
        """Present and close the connection without waiting: what became of it is unknown."""
        connection = self._connect()
        try:
            connection.request("POST", f"/informativa/{period}/presentar/", body, self._headers())
        except LOST as error:
            raise Unanswered from error
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """Send and read the whole answer. Raises Unanswered."""
        connection = self._connect()
        try:
            connection.request(method, path, body, self._headers())
            got = connection.getresponse()
            text = got.read().decode("utf-8", "replace")
        except LOST as error:
            raise Unanswered from error
        finally:
            connection.close()
        for line in got.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        return Answer(got.status, text, got.headers.get("Location", ""))

    def _connect(self) -> HTTPConnection:
        place = urlsplit(self.url)
        return HTTPConnection(str(place.hostname), place.port, timeout=TIMEOUT_SECONDS)

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        token = self.cookies.get("icsoe_csrf", "")
        return {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": "application/json"}

    def _ok(self, answer: Answer) -> Answer:
        if answer.status != 200:
            raise Unanswered(f"{answer.status} {answer.location} {answer.text[:200]}")
        return answer

    def _signed(self, text: str, **members: str) -> str:
        signature = self._key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        sent = {"certificate": self._certificate, "signature": signature}
        encoded = {name: base64.b64encode(value).decode() for name, value in sent.items()}
        return json.dumps(encoded | members)
