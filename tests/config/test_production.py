"""The settings of the Institute's own installation: every gate is closed; one left open stops the start."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from tests.pki.authority import SINCE, UNTIL

from icsoe.interfaces.cli.demo import authority as practice

# Reads the settings once for each environment, each time in a process of its own: what they are made of is
# loaded before, because loading it takes longer than reading them.
READ = """
import csp.constants, django.contrib.auth, environ, json, os, structlog, sys, traceback
import icsoe.lib.efirma.chain, icsoe.lib.efirma.practice.marks
from cryptography.hazmat.primitives.serialization import pkcs12

def read(environment):
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.environ.clear()
        os.environ.update(environment)
        said = "started"
        try:
            import icsoe.config.settings.production
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.wait()
    return os.read(reading, 4096).decode()

print(json.dumps([read(environment) for environment in json.load(sys.stdin)]))
"""
ASK = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
plain = Client().get("/", headers={"host": "icsoe.example"})
safe = Client().get("/salud/", headers={"host": "icsoe.example", "x-forwarded-proto": "https"})
print(json.dumps({
    "plain": [plain.status_code, plain.headers["Location"]],
    "within": Client().get("/salud/", headers={"host": "127.0.0.1"}).status_code,
    "hosts": settings.ALLOWED_HOSTS,
    "safe": [safe.status_code, dict(safe.headers)],
    "cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.LANGUAGE_COOKIE_SECURE],
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "front": settings.FRONT_SERVERS,
    "httponly": [settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY],
    "debug": settings.DEBUG, "practice": settings.PRACTICE, "scanner": settings.SCANNER_ADDRESS,
}))
"""

CASES: list[tuple[dict[str, str | None], str]] = [
    ({"ICSOE_DEMO": "1"}, "practice settings"),
    ({"ICSOE_NOW": "2026-09-10T12:00-06:00"}, "practice settings"),
    ({"ICSOE_REVOCATION": "off"}, "ICSOE_REVOCATION=off is refused"),
    ({"ICSOE_REVOCATION": "sotf"}, "must be required, soft or off"),
    ({"ICSOE_OCSP_URL": None}, "ICSOE_OCSP_URL names no responder"),
    ({"ICSOE_TRUST_ANCHORS": None}, "ICSOE_TRUST_ANCHORS names no folder"),
    ({"ICSOE_TRUST_ANCHORS": "{place}/absent"}, "cannot be trusted"),
    ({"ICSOE_TRUST_ANCHORS": "{place}/unpinned"}, "cannot be trusted"),
    ({"ICSOE_TRUST_ANCHORS": "{place}/stale"}, "cannot be trusted"),
    ({"ICSOE_TRUST_ANCHORS": "{place}/demo/anchors"}, "holds a practice authority"),
    ({"ICSOE_SEAL_FILE": None}, "no seal"),
    ({"ICSOE_SEAL_PASSWORD_FILE": None}, "needs ICSOE_SEAL_PASSWORD_FILE"),
    ({"ICSOE_SEAL_PASSWORD_FILE": "{place}/empty"}, "is empty"),
    ({"ICSOE_SEAL_PASSWORD_FILE": "{place}/secret-key"}, "does not open with its password"),
    (
        {
            "ICSOE_SEAL_FILE": "{place}/demo/seal/seal.p12",
            "ICSOE_SEAL_PASSWORD_FILE": "{place}/demo/seal/password",
        },
        "is a practice seal",
    ),
    ({"ICSOE_SECRET_KEY_FILE": None}, "ICSOE_SECRET_KEY_FILE"),
    ({"ICSOE_SECRET_KEY_FILE": "{place}/absent"}, "cannot be read"),
    ({"ICSOE_SECRET_KEY_FILE": "{place}/empty"}, "is empty"),
    ({"ICSOE_DATABASE_URL": None}, "ICSOE_DATABASE_URL"),
    ({"ICSOE_ORIGIN": None}, "ICSOE_ORIGIN must be an address"),
    ({"ICSOE_ORIGIN": "http://icsoe.example"}, "ICSOE_ORIGIN must be an address"),
    ({"ICSOE_SMTP_USER": "icsoe", "ICSOE_SMTP_PASSWORD_FILE": "{place}/secret-key"}, "in clear"),
    ({"ICSOE_SMTP_USER": "icsoe", "ICSOE_SMTP_TLS": "1"}, "ICSOE_SMTP_PASSWORD_FILE"),
    ({"ICSOE_SMTP_TLS": "si"}, "ICSOE_SMTP_TLS must be 1 or 0"),
    ({"ICSOE_REVOKATION": "soft"}, "unknown settings: ICSOE_REVOKATION"),
    ({"ICSOE_ORIGIN": "https://icsoe.imss.example/", "ICSOE_REVOCATION": "soft"}, "started"),
]


def certificate(name: str, key: rsa.RSAPrivateKey, *, authority: bool) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder(subject, subject, key.public_key(), 7, SINCE, UNTIL + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pinned anchors, a seal and the secrets that docs/operations.md asks for; practice's beside them."""
    folder = tmp_path_factory.mktemp("production")
    key = rsa.generate_private_key(65537, 2048)
    (folder / "anchors").mkdir()
    der = certificate("AC VERDADERA", key, authority=True).public_bytes(Encoding.DER)
    (folder / "anchors" / "ac.cer").write_bytes(der)
    pins = {"ac.cer": hashlib.sha256(der).hexdigest()}
    (folder / "anchors" / "manifest.json").write_text(json.dumps(pins))
    seal = certificate("SELLO VERDADERO", key, authority=False)
    (folder / "seal.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, seal, None, BestAvailableEncryption(b"secret"))
    )
    (folder / "seal-password").write_text("secret\n")
    (folder / "secret-key").write_text("k" * 50)
    (folder / "empty").touch()
    (folder / "unpinned").mkdir()
    (folder / "unpinned" / "ac.cer").write_bytes(der)
    (folder / "stale").mkdir()
    (folder / "stale" / "ac.cer").write_bytes(der)
    (folder / "stale" / "manifest.json").write_text(json.dumps({"ac.cer": "0" * 64}))
    practice.ensure(folder / "demo")
    return folder


def environment(place: Path, changes: dict[str, str | None]) -> dict[str, str]:
    """A right environment, changed; None leaves a name out."""
    right: dict[str, str | None] = {
        "DJANGO_SETTINGS_MODULE": "icsoe.config.settings.production",
        "ICSOE_DATA_DIR": str(place),
        "ICSOE_DATABASE_URL": "postgres://icsoe@db.example/icsoe",
        "ICSOE_TRUST_ANCHORS": str(place / "anchors"),
        "ICSOE_OCSP_URL": "https://ocsp.example/",
        "ICSOE_SEAL_FILE": str(place / "seal.p12"),
        "ICSOE_SEAL_PASSWORD_FILE": str(place / "seal-password"),
        "ICSOE_SECRET_KEY_FILE": str(place / "secret-key"),
        "ICSOE_ORIGIN": "https://icsoe.example",
    }
    placed = {name: value and value.format(place=place) for name, value in changes.items()}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ICSOE_", "DJANGO_"))}
    return clean | {name: value for name, value in (right | placed).items() if value is not None}


def answer_of(program: str, told: dict[str, str], given: str = "") -> Any:
    command = [sys.executable, "-W", "ignore", "-c", program]
    ended = subprocess.run(command, env=told, input=given, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def said(place: Path) -> list[str]:
    """What reading the settings said in each of the cases."""
    asked = [environment(place, changes) for changes, _ in CASES]
    answer: list[str] = answer_of(READ, environment(place, {}), json.dumps(asked))
    return answer


@pytest.mark.parametrize("number", range(len(CASES)), ids=[reason for _, reason in CASES])
def test_a_gate_left_open_stops_the_start(said: list[str], number: int) -> None:
    reason = CASES[number][1]

    assert reason in said[number]
    assert said[number] == "started" or said[number].startswith("ImproperlyConfigured: ")


def test_what_the_installation_answers(place: Path) -> None:
    answer = answer_of(ASK, environment(place, {}))

    assert answer["plain"] == [301, "https://icsoe.example/"]
    assert answer["within"] == 200
    assert answer["hosts"] == ["icsoe.example", "127.0.0.1"]
    status, headers = answer["safe"]
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert answer["cookies"] == [True, True, True]
    assert answer["names"] == ["__Host-icsoe_session", "__Host-icsoe_csrf"]
    assert answer["front"] == 1
    assert answer["httponly"] == [True, True]
    assert (answer["debug"], answer["practice"], answer["scanner"]) == (False, False, "")
