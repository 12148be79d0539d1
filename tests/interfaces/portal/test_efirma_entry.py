"""Entering with an e.firma, as a hostile browser tries it: replay, another challenge, late, elsewhere."""

import base64
import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import practice
from tests.pki import authority as pki

from icsoe.apps.access.models import Account, Challenge
from icsoe.apps.audit.models import Entry
from icsoe.lib.efirma.challenge import entry_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    practice.trust_the_suite(settings, Path(tmp_path_factory.getbasetemp()) / "trust")
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: pki.AT)


def challenge(browser: Client, **extra: Any) -> dict[str, str]:
    return dict(browser.post("/entrar/reto/", **extra).json())


def proof(given: dict[str, str], name: str = "moral", **changes: Any) -> dict[str, str]:
    """What an honest browser answers to a challenge, with ``changes`` to what it signs."""
    text = entry_text(
        host=changes.get("host", given["host"]),
        nonce=bytes.fromhex(changes.get("nonce", given["nonce"])),
        expires=datetime.fromisoformat(changes.get("expires", given["expires"])),
        certificate_number=changes.get("number", pki.certificate(name).number),
    )
    return {
        "certificate": base64.b64encode(pki.cast()[name].certificate).decode(),
        "nonce": given["nonce"],
        "signature": base64.b64encode(pki.signature(name, text)).decode(),
    }


def send(browser: Client, body: object, **extra: Any) -> Any:
    return browser.post("/entrar/efirma/", json.dumps(body), "application/json", **extra)


def code(answer: Any) -> str:
    assert answer.status_code == 422
    return str(answer.json()["code"])


def test_an_honest_e_firma_opens_under_another_session_key() -> None:
    browser = Client()
    given = challenge(browser)
    before = browser.session.session_key
    assert send(browser, proof(given)).json() == {"redirect": "/panel/"}
    assert browser.session.session_key != before
    assert browser.get("/panel/").status_code == 200


def test_the_same_proof_opens_only_once() -> None:
    browser = Client()
    body = proof(challenge(browser))
    assert send(browser, body).status_code == 200
    browser.post("/salir/")
    assert code(send(browser, body)) == "challenge_other_session"
    assert browser.get("/panel/").status_code == 302


def test_a_refused_proof_cannot_be_tried_again() -> None:
    browser = Client()
    given = challenge(browser)
    assert code(send(browser, proof(given, number="30001000000400002399"))) == "bad_signature"
    assert code(send(browser, proof(given))) == "challenge_other_session"


def test_another_session_s_challenge_opens_nothing() -> None:
    victim, thief = Client(), Client()
    body = proof(challenge(victim))
    challenge(thief)
    assert code(send(thief, body)) == "challenge_other_session"
    assert send(victim, body).status_code == 200


def test_a_session_planted_by_somebody_else_is_not_the_one_that_opens() -> None:
    thief, victim = Client(), Client()
    challenge(thief)
    victim.cookies["icsoe_session"] = thief.cookies["icsoe_session"].value
    assert send(victim, proof(challenge(victim))).status_code == 200
    assert thief.get("/panel/").status_code == 302


@pytest.mark.parametrize(("seconds", "opens"), [(119, True), (120, False)])
def test_a_challenge_lasts_two_minutes(monkeypatch: pytest.MonkeyPatch, seconds: int, opens: bool) -> None:
    browser = Client()
    body = proof(challenge(browser))
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: pki.AT + timedelta(seconds=seconds))
    answer = send(browser, body)
    assert (answer.status_code == 200) is opens
    if not opens:
        assert code(answer) == "challenge_expired"


def test_a_proof_made_for_another_host_is_refused() -> None:
    browser = Client()
    given = challenge(browser)
    assert code(send(browser, proof(given, host="icsoe.malo.example"))) == "bad_signature"
    given = challenge(browser)
    assert code(send(browser, proof(given), headers={"Host": "localhost"})) == "challenge_other_host"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csd", "seal_certificate"),
        ("vencida", "expired"),
        ("futura", "not_yet_valid"),
        ("ajena", "untrusted_issuer"),
    ],
)
def test_a_certificate_that_does_not_serve_says_why(name: str, expected: str) -> None:
    browser = Client()
    assert code(send(browser, proof(challenge(browser), name))) == expected
    assert not Account.objects.exists()
    assert Entry.objects.get(event="entry_refused").details == {"code": expected}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"certificate": 1}',
        b'{"certificate": "%%%", "nonce": "x", "signature": "x"}',
        b"[" * 30_000 + b"]" * 30_000,
        b'{"a": "' + b"x" * 70_000 + b'"}',
        b"\xff\xfe",
    ],
)
def test_what_no_page_of_ours_sends_is_refused_in_words(body: bytes) -> None:
    browser = Client()
    challenge(browser)
    answer = browser.post("/entrar/efirma/", body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed_request"
    assert not Account.objects.exists()


def test_without_a_challenge_nothing_opens() -> None:
    given = {"host": "testserver", "nonce": "0" * 32, "expires": (pki.AT + timedelta(minutes=1)).isoformat()}
    assert code(send(Client(), proof(given))) == "challenge_other_session"


def test_old_challenges_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge(Client())
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: pki.AT + timedelta(minutes=10))
    challenge(Client())
    assert Challenge.objects.count() == 1


def test_nothing_personal_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    from icsoe.config.settings.logging import mask_personal_keys

    browser = Client()
    with caplog.at_level(logging.DEBUG):
        send(browser, proof(challenge(browser)))
        send(browser, proof(challenge(browser), "csd"))
        browser.get("/panel/")
    certificate = pki.certificate()
    for record in caplog.records:
        masked = str(mask_personal_keys(None, "info", {"event": record.getMessage()}))
        if record.name.startswith("django.db.backends"):
            continue  # written by nobody: DEBUG is off wherever people are
        assert certificate.rfc not in masked
        assert pki.PASSWORD not in masked
    assert "PRIVATE KEY" not in caplog.text


def test_the_box_keeps_the_whole_address_it_leads_to() -> None:
    page = Client().get("/entrar/?next=%2Fcontratos%2F%3Fperiodo%3D2026-2%26q%3Dlimpieza").content.decode()
    assert "/entrar/efirma/?next=%2Fcontratos%2F%3Fperiodo%3D2026-2%26q%3Dlimpieza" in page
