"""Every sealer seals alike: a file, an HSM, a service; and none fails open."""

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.exceptions import ImproperlyConfigured
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
from tests.apps.receipts.examples import AT, ORIGIN, sealer, twin
from tests.pki import authority as pki

from icsoe.apps.receipts.gateways import HttpSealService, MemorySealService, SealService
from icsoe.apps.receipts.pdf import make_pdf
from icsoe.apps.receipts.seal import seal_chain, seal_holds
from icsoe.apps.receipts.seal_settings import Pkcs11Place
from icsoe.apps.receipts.sealers import (
    FileSealer,
    HsmSealer,
    Sealer,
    SealError,
    ServiceSealer,
    current_sealer,
    seal,
)
from icsoe.apps.receipts.verdict import Kind
from icsoe.apps.receipts.verification import verify_receipt
from icsoe.lib.efirma.chain import TrustStore

ANCHORS = TrustStore.from_certificates([pki.seal().authority])
MODULES = [Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib64/pkcs11/libsofthsm2.so")]
PIN, TOKEN, KEY = "4321", "sellos", "sello"


@pytest.fixture(autouse=True)
def _leave_hsms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every HSM opened by a test is left at its end: a login holds for the whole process."""
    opened: list[HsmSealer] = []
    make = HsmSealer.__init__

    def make_and_note(self: HsmSealer, place: Pkcs11Place) -> None:
        opened.append(self)
        make(self, place)

    monkeypatch.setattr(HsmSealer, "__init__", make_and_note)
    yield
    for each in opened:
        each.close()


def certificates() -> tuple[bytes, ...]:
    return pki.seal().seal.certificate, pki.seal().authority


@pytest.fixture(scope="session")
def hsm(tmp_path_factory: pytest.TempPathFactory) -> Pkcs11Place:
    """A software HSM that holds the suite's seal."""
    module = next((path for path in MODULES if path.exists()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM 2 is not installed (package softhsm2)")
    folder = tmp_path_factory.mktemp("hsm")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    (folder / "pin").write_text(f"{PIN}\n")
    words = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        TOKEN,
        "--pin",
        PIN,
        "--so-pin",
        "87654321",
    ]
    subprocess.run(words, check=True, capture_output=True)
    place = Pkcs11Place(module=str(module), token=TOKEN, key=KEY, pin_file=str(folder / "pin"))
    _fill(place)
    return place


def _fill(place: Pkcs11Place) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = pki.seal().seal.key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    token = pkcs11.lib(place.module).get_token(token_label=place.token)
    with token.open(user_pin=PIN, rw=True) as session:
        labelled = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: KEY}
        use = {pkcs11.Attribute.SIGN: True, pkcs11.Attribute.PRIVATE: True}
        session.create_object({**decode_rsa_private_key(key), **labelled, **use})
        for der, label in zip(certificates(), (KEY, "autoridad"), strict=True):
            named = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: label}
            session.create_object({**decode_x509_certificate(der), **named})


class _Service(BaseHTTPRequestHandler):
    fake: SealService
    answer: bytes | None = None

    def do_GET(self) -> None:
        listed = [base64.b64encode(der).decode() for der in self.fake.certificates()]
        self._send({"certificates": listed})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        signature = self.fake.sign(base64.b64decode(body["sha256"]))
        self._send({"signature": base64.b64encode(signature).decode()})

    def _send(self, members: dict[str, Any]) -> None:
        content = json.dumps(members).encode() if self.answer is None else self.answer
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def fake() -> MemorySealService:
    return MemorySealService(pki.seal().seal.key, certificates())


@pytest.fixture
def service() -> Iterator[str]:
    """The fake behind real HTTP, so that adapter and fake are proved to agree."""
    handler = type("Handler", (_Service,), {"fake": fake()})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["file", "hsm", "service", "fake"])
def any_sealer(request: pytest.FixtureRequest) -> Sealer:
    if request.param == "file":
        return sealer()
    if request.param == "hsm":
        return HsmSealer(request.getfixturevalue("hsm"))
    if request.param == "service":
        return ServiceSealer(HttpSealService(request.getfixturevalue("service")))
    return ServiceSealer(fake())


def test_every_sealer_makes_the_same_seal(any_sealer: Sealer) -> None:
    made = seal(any_sealer, b"content")
    assert made == seal(sealer(), b"content")
    assert seal_holds(made.certificate, b"content", made.signature)
    assert not seal_holds(made.certificate, b"other content", made.signature)
    assert seal_chain(made.certificate, made.chain, ANCHORS.authorities, at=AT) == certificates()


def test_every_sealer_seals_pdfs(any_sealer: Sealer) -> None:
    made = make_pdf(twin(), sealer=any_sealer, origin=ORIGIN, at=AT)
    assert verify_receipt(made.content, seal_anchors=ANCHORS, trust=pki.trust()).kind is Kind.VALID


def test_an_hsm_that_refuses_its_pin_seals_nothing(hsm: Pkcs11Place, tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("0000")
    wrong = Pkcs11Place(module=hsm.module, token=hsm.token, key=hsm.key, pin_file=str(tmp_path / "pin"))
    with pytest.raises(SealError):
        HsmSealer(wrong).sign(b"content")


@pytest.mark.parametrize("changes", [{"token": "otro"}, {"module": "/absent.so"}, {"pin_file": "/absent"}])
def test_an_hsm_that_is_not_there_seals_nothing(hsm: Pkcs11Place, changes: dict[str, str]) -> None:
    with pytest.raises(SealError):
        HsmSealer(Pkcs11Place(**{**vars(hsm), **changes})).sign(b"content")


def test_an_hsm_without_the_key_seals_nothing_and_recovers(hsm: Pkcs11Place) -> None:
    absent = HsmSealer(Pkcs11Place(**{**vars(hsm), "key": "otra"}))
    with pytest.raises(SealError):
        absent.sign(b"content")
    with pytest.raises(SealError):
        _ = absent.certificate
    assert HsmSealer(hsm).sign(b"content") == sealer().sign(b"content")


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"{}", b'{"signature": 1, "certificates": []}', b"{" * 100_000]
)
def test_a_service_that_answers_something_else_seals_nothing(
    service: str, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(_Service, "answer", answer)
    with pytest.raises(SealError):
        ServiceSealer(HttpSealService(service)).sign(b"content")
    with pytest.raises(OSError, match="seal service"):
        HttpSealService(service).sign(b"\0" * 32)


def test_a_service_that_is_away_seals_nothing() -> None:
    with pytest.raises(SealError):
        ServiceSealer(HttpSealService("http://127.0.0.1:9")).sign(b"content")


def test_a_service_that_signs_with_another_key_is_not_believed() -> None:
    other = MemorySealService(pki.cast()["fisica"].key, certificates())
    with pytest.raises(SealError):
        ServiceSealer(other).sign(b"content")


def test_a_service_is_only_reached_in_private() -> None:
    with pytest.raises(ImproperlyConfigured):
        HttpSealService("http://sellos.example")


def test_a_file_that_does_not_open_or_holds_no_rsa_key_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured):
        FileSealer(pki.seal().pkcs12("practica"), b"otra")
    elliptic = pkcs12.serialize_key_and_certificates(
        b"x", ec.generate_private_key(ec.SECP256R1()), None, None, BestAvailableEncryption(b"x")
    )
    with pytest.raises(ImproperlyConfigured):
        FileSealer(elliptic, b"x")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"module": "a", "token": "b", "key": "c", "pin": "d"}'])
def test_a_misspelt_hsm_setting_stops_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        Pkcs11Place.parse(text)


def test_the_settings_choose_the_sealer(settings: Any, sealed_portal: Path, hsm: Pkcs11Place) -> None:
    assert current_sealer() is current_sealer()
    assert isinstance(current_sealer(), FileSealer)
    settings.SEAL_SERVICE = "https://sellos.example"
    assert isinstance(current_sealer(), ServiceSealer)
    settings.SEAL_PKCS11 = json.dumps(vars(hsm))
    assert seal(current_sealer(), b"content") == seal(sealer(), b"content")
    settings.SEAL_PKCS11 = settings.SEAL_SERVICE = settings.SEAL_FILE = ""
    with pytest.raises(ImproperlyConfigured):
        current_sealer()
