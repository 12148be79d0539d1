"""PostgreSQL takes no NUL in a text: whoever sends one learns that nothing has that name; nothing fails."""

import json

import pytest
from django.test import Client
from tests.firms import AT, Firm, make_firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(monkeypatch: pytest.MonkeyPatch) -> Firm:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")


@pytest.mark.parametrize(
    "address",
    [
        "/acuses/a%00b/",
        "/acuses/a%00b/acuse.pdf",
        "/contratos/a%00b/",
        "/contratantes/a%00b/",
        "/informativa/2026-2/documento/a%00b/",
        "/informativa/2026-2/trabajadores/a%00b/",
    ],
)
def test_an_address_with_nul_names_nothing(firm: Firm, address: str) -> None:
    assert firm.browser.get(address).status_code == 404


def test_a_receipt_asked_for_with_nul_is_unknown(client: Client) -> None:
    assert client.get("/verificar/estado/?folio=a%00&codigo=b%00").status_code == 404


@pytest.mark.parametrize("name", ["document_sha256", "idempotency_key"])
def test_a_signature_sent_with_nul_is_malformed(firm: Firm, name: str) -> None:
    body = {"document_sha256": "0" * 64, "certificate": "AA==", "signature": "AA==", "idempotency_key": "k"}

    answer = firm.browser.post(
        "/informativa/2026-2/presentar/", json.dumps(body | {name: "a\0b"}), content_type="application/json"
    )

    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed_request"
