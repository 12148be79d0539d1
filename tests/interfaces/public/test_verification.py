"""`/verificar/`: anybody learns whether a receipt can be believed, and nobody learns anything else."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.receipts.examples import AT, contract, facts, json_receipt, other_sealer
from tests.pki import authority as pki

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.receipts import selectors, services
from icsoe.apps.receipts.container import MAX_BYTES
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.models import Receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sealed_portal", "_long_after")]


@pytest.fixture
def _long_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's clock stands a month after the receipts of the tests."""
    from datetime import timedelta

    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT + timedelta(days=30))


@pytest.fixture
def receipt() -> Receipt:
    return services.issue(facts=facts(contract()), by=SYSTEM, at=AT)


def ask(client: Client, folio: str, code: str) -> str:
    return client.get("/verificar/", {"folio": folio, "codigo": code}).content.decode()


def hand_over(client: Client, content: bytes, name: str = "acuse.json") -> str:
    upload = SimpleUploadedFile(name, content)
    return client.post("/verificar/resultado/", {"acuse": upload}).content.decode()


def test_the_page_offers_both_ways_without_script(client: Client) -> None:
    page = client.get("/verificar/").content.decode()
    assert "Con el folio y el código" in page
    assert 'enctype="multipart/form-data"' in page
    assert "vigente</" not in page


def test_the_qr_address_tells_what_the_public_list_tells_and_no_more(
    client: Client, receipt: Receipt
) -> None:
    page = ask(client, receipt.folio, receipt.code)
    certificate = pki.certificate()
    assert "El acuse es auténtico y está vigente" in page
    for told in (certificate.name, "Normal", "enero-abril de 2026", "4 de mayo de 2026"):
        assert told in page
    for hidden in (certificate.rfc, receipt.code, "Trabajadores", "COMERCIAL"):
        assert hidden not in page


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O")]
)
def test_a_code_read_from_paper_is_forgiven_its_spelling(
    client: Client, receipt: Receipt, typed: Any
) -> None:
    assert "está vigente" in ask(client, f" {receipt.folio.lower()} ", typed(receipt.code))


def without_chance(page: str, folio: str) -> str:
    """The page without what is drawn anew each time, and without the folio that was typed."""
    return re.sub(r'(content|value)="[A-Za-z0-9]{64}"', "", page).replace(folio, "FOLIO")


def test_a_wrong_code_and_an_unknown_folio_are_one_answer(client: Client, receipt: Receipt) -> None:
    wrong = ask(client, receipt.folio, "0000-0000-0001")
    unknown = ask(client, "N261987654", "0000-0000-0001")
    assert "No encontramos un acuse" in wrong
    assert without_chance(wrong, receipt.folio) == without_chance(unknown, "N261987654")
    assert "0000-0000-0001" not in wrong


def test_what_is_missing_is_said_at_its_field(client: Client) -> None:
    page = ask(client, "", "")
    assert "Escriba el folio del acuse." in page
    assert 'data-focus="verificar_codigo"' in page


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (ReceiptStatus.SUPERSEDED, "ya no está vigente"),
        (ReceiptStatus.VOID, "quedó sin efectos"),
    ],
)
def test_what_became_of_it_is_told_both_ways(
    client: Client, receipt: Receipt, status: ReceiptStatus, sentence: str
) -> None:
    successor = services.issue(facts=facts(contract(), type="correccion"), by=SYSTEM, at=AT)
    by = successor.folio if status is ReceiptStatus.SUPERSEDED else None
    services.mark(folio=receipt.folio, status=status, superseded_by=by, by=SYSTEM, at=AT)
    assert sentence in ask(client, receipt.folio, receipt.code)
    assert sentence in hand_over(client, bytes(receipt.content))
    answer = client.get("/verificar/estado/", {"folio": receipt.folio, "codigo": receipt.code})
    assert answer.json() == {"status": status.value, "superseded_by": by}


def test_a_pending_verification_is_said(client: Client) -> None:
    pending = services.issue(
        facts=facts(contract(), is_pending=True, revocation_status="unavailable"), by=SYSTEM, at=AT
    )
    assert "con una verificación pendiente" in ask(client, pending.folio, pending.code)


def test_the_file_itself_is_verified(client: Client, receipt: Receipt) -> None:
    pdf = services.render(receipt_id=receipt.pk, at=AT)
    assert "está vigente" in hand_over(client, pdf, "acuse.pdf")
    assert "está vigente" in hand_over(client, bytes(receipt.content))
    assert "El acuse fue alterado" in hand_over(client, pdf + b"\n", "acuse.pdf")
    changed = bytes(receipt.content).replace(b'"workers":12', b'"workers":13')
    assert "El acuse fue alterado" in hand_over(client, changed)
    assert "No es un acuse del Instituto" in hand_over(client, json_receipt(by=other_sealer()))
    assert "No es un acuse del Instituto" in hand_over(client, b"%PDF-1.7\n")


def test_a_receipt_of_another_installation_with_our_seal_is_not_vouched_for(client: Client) -> None:
    assert "no lo tiene en sus registros" in hand_over(client, json_receipt())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "El archivo está vacío"), (b"{" + b" " * MAX_BYTES, "pesa más de 10 MB")],
)
def test_files_that_cannot_be_receipts_are_refused_at_the_field(
    client: Client, content: bytes, sentence: str
) -> None:
    upload = SimpleUploadedFile("acuse.json", content)
    answer = client.post("/verificar/resultado/", {"acuse": upload})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_no_file_at_all_is_said_and_reading_the_result_page_goes_back(client: Client) -> None:
    assert "Elija el archivo del acuse." in client.post("/verificar/resultado/").content.decode()
    assert client.get("/verificar/resultado/").headers["Location"] == "/verificar/"


def test_programs_get_one_answer_for_whatever_does_not_exist(client: Client, receipt: Receipt) -> None:
    answers = [
        client.get("/verificar/estado/", query)
        for query in (
            {},
            {"folio": receipt.folio, "codigo": "0000-0000-0001"},
            {"folio": "N1", "codigo": "x"},
        )
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, json.dumps({"code": "receipt_unknown"}).encode())
    }


def test_the_code_in_the_address_is_kept_from_caches_and_other_sites(
    client: Client, receipt: Receipt
) -> None:
    answer = client.get("/verificar/", {"folio": receipt.folio, "codigo": receipt.code})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert selectors.standing(folio=receipt.folio, code=receipt.code) is not None
