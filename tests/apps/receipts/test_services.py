"""A receipt exists the moment its filing does, and from then on only its status moves."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.receipts.examples import AT, contract, facts, sealer
from tests.firms import make_firm
from tests.pki import authority as pki

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.audit.models import Entry
from icsoe.apps.mailbox.models import Notice
from icsoe.apps.receipts import selectors, services
from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.errors import ReceiptError
from icsoe.apps.receipts.models import Receipt, RenderedReceipt
from icsoe.apps.receipts.sealers import SealError
from icsoe.apps.receipts.states import MOVES
from icsoe.apps.receipts.tasks import render_receipt
from icsoe.apps.receipts.verdict import Kind
from icsoe.apps.receipts.verification import verify_receipt
from icsoe.lib.efirma.chain import TrustStore

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sealed_portal")]
ANCHORS = TrustStore.from_certificates([pki.seal().authority])


def issue(**changes: object) -> Receipt:
    return services.issue(facts=facts(contract(), **changes), by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("normal", r"N261[0-9]{6,}"),
        ("sin_informacion", r"SI261[0-9]{6,}"),
        ("correccion", r"CO261[0-9]{6,}"),
        ("actualizacion", r"AC261[0-9]{6,}"),
        ("sin_efectos", r"SE261[0-9]{6,}"),
    ],
)
def test_each_type_has_its_own_folios_one_after_another(kind: str, shape: str) -> None:
    first, second = issue(type=kind), issue(type=kind)
    assert re.fullmatch(shape, first.folio)
    assert int(second.folio[-6:]) == int(first.folio[-6:]) + 1


def test_the_receipt_can_be_verified_the_moment_it_is_issued() -> None:
    content = selectors.receipt_json(issue().folio)
    assert content is not None
    verdict = verify_receipt(content, seal_anchors=ANCHORS, trust=pki.trust())
    assert verdict.kind is Kind.VALID


def test_the_code_says_nothing_of_the_folio() -> None:
    codes = {issue().code for _ in range(20)}
    assert len(codes) == 20
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", code) for code in codes)


def test_a_filing_whose_certificate_is_not_confirmed_starts_pending() -> None:
    assert issue(is_pending=True, revocation_status="unavailable").status == ReceiptStatus.PENDING
    assert issue().status == ReceiptStatus.IN_FORCE


def test_the_pdf_is_asked_for_in_the_same_transaction() -> None:
    try:
        with transaction.atomic():
            kept = issue()
            assert ProcrastinateJob.objects.get(args={"receipt_id": kept.pk}).task_name == "receipts.render"
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert not Receipt.objects.filter(folio=kept.folio).exists()
    assert not ProcrastinateJob.objects.filter(args={"receipt_id": kept.pk}).exists()


def test_nothing_is_issued_when_the_seal_cannot_be_made() -> None:
    class Broken:
        certificate, chain = sealer().certificate, sealer().chain

        def sign(self, content: bytes) -> bytes:
            raise SealError("no seal")

    with pytest.raises(SealError):
        services.issue(facts=facts(contract()), by=SYSTEM, at=AT, sealer=Broken())
    assert not Receipt.objects.exists()


def test_a_filing_dated_later_is_refused() -> None:
    with pytest.raises(ReceiptError) as caught:
        services.issue(facts=facts(contract()), by=SYSTEM, at=AT - timedelta(seconds=1))
    assert caught.value.code == "presented_later"


def put(status: ReceiptStatus, other: Receipt) -> Receipt:
    receipt = issue()
    successor = other if status is ReceiptStatus.SUPERSEDED else None
    Receipt.objects.filter(pk=receipt.pk).update(status=status, superseded_by=successor)
    return receipt


@pytest.mark.parametrize(("old", "new"), list(product(ReceiptStatus, ReceiptStatus)))
def test_every_pair_of_states(old: ReceiptStatus, new: ReceiptStatus) -> None:
    other = issue()
    receipt = put(old, other)
    successor = other.folio if new is ReceiptStatus.SUPERSEDED else None

    def move() -> Receipt:
        return services.mark(folio=receipt.folio, status=new, superseded_by=successor, by=SYSTEM, at=AT)

    if new in MOVES[old] or new is old:
        assert move().status == new
        assert move().status == new  # saying it again changes nothing
    else:
        with pytest.raises(ReceiptError) as caught:
            move()
        assert caught.value.code == "status_refused"


def test_an_unknown_receipt_cannot_be_marked_nor_rendered() -> None:
    with pytest.raises(ReceiptError, match="receipt_unknown"):
        services.mark(folio="N261999999", status=ReceiptStatus.VOID, by=SYSTEM, at=AT)
    with pytest.raises(ReceiptError, match="receipt_unknown"):
        services.render(receipt_id=0, at=AT)


@pytest.mark.parametrize(
    ("changes", "title", "told"),
    [
        ({}, "quedó presentada", "Folio"),
        ({"is_late": True}, "quedó presentada", "extemporánea"),
        ({"is_pending": True}, "Recibimos su informativa", "Falta confirmar su certificado"),
    ],
)
def test_the_holder_is_told_once_and_by_no_key_of_a_person(
    changes: dict[str, object], title: str, told: str
) -> None:
    make_firm(facts(contract()).provider_rfc, "QUIEN PRESENTA", registered=False)
    receipt = issue(**changes)
    for _ in range(2):
        services.render(receipt_id=receipt.pk, at=AT)
    notice = Notice.objects.get(key=f"acuse:{receipt.folio}")
    assert title in notice.title
    assert told in notice.body
    assert receipt.folio in notice.body
    assert notice.path == f"/acuses/{receipt.folio}/"
    assert receipt.provider_rfc not in notice.title + notice.body


def test_the_pdf_is_made_once_and_logged_once() -> None:
    receipt = issue()
    first = services.render(receipt_id=receipt.pk, at=AT)
    again = services.render(receipt_id=receipt.pk, at=AT + timedelta(hours=1))
    assert first == again == selectors.receipt_pdf(receipt.folio)
    assert Entry.objects.filter(subject=receipt.folio, event="receipt_rendered").count() == 1
    assert verify_receipt(first, seal_anchors=ANCHORS, trust=pki.trust()).kind is Kind.VALID


def test_of_two_workers_the_second_gets_what_the_first_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = issue()
    make, stored = services.make_pdf, []

    def make_late(*args: Any, **kwargs: Any) -> Any:
        made = make(*args, **kwargs)
        if not stored:
            stored.append(b"")
            stored[0] = services.render(receipt_id=receipt.pk, at=AT)
        return made

    monkeypatch.setattr(services, "make_pdf", make_late)
    assert services.render(receipt_id=receipt.pk, at=AT + timedelta(seconds=5)) == stored[0]
    assert RenderedReceipt.objects.count() == 1


def test_the_job_makes_the_pdf() -> None:
    receipt = issue()
    render_receipt(receipt_id=receipt.pk)
    assert selectors.receipt_pdf_ready(receipt.folio)


def refused(statement: str, parameters: list[object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("folio", "N261999998"),
        ("content", b"{}"),
        ("provider_rfc", "XXX010101AB1"),
        ("code", "AAAA-AAAA-AAAA"),
    ],
)
def test_the_database_refuses_to_change_a_receipt(column: str, value: object) -> None:
    receipt = issue()
    refused(
        f"UPDATE receipts_receipt SET {column} = %s WHERE id = %s",
        [value, receipt.pk],
        "a receipt never changes",
    )


def test_the_database_refuses_to_delete_a_receipt_or_its_pdf() -> None:
    receipt = issue()
    services.render(receipt_id=receipt.pk, at=AT)
    refused("DELETE FROM receipts_renderedreceipt", [], "a receipt never changes")
    refused("UPDATE receipts_renderedreceipt SET profile = 'B-T'", [], "a receipt never changes")
    refused("DELETE FROM receipts_receipt WHERE id = %s", [receipt.pk], "a receipt never changes")


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ({"status": "lost"}, "receipts_receipt_status_known"),
        ({"code": "IIII-0000-0000"}, "receipts_receipt_code_shape"),
        ({"status": "superseded"}, "receipts_receipt_superseded_by_one"),
        ({"year": 2020}, "receipts_receipt_period_exists"),
        ({"number": 4}, "receipts_receipt_period_exists"),
        ({"folio": None}, "folio"),
    ],
)
def test_the_database_refuses_an_impossible_receipt(members: dict[str, object], name: str) -> None:
    kept = issue()
    fields = {
        "folio": "N261999997",
        "code": kept.code,
        "status": "in_force",
        "provider_rfc": kept.provider_rfc,
        "type": kept.type,
        "year": 2026,
        "number": 1,
        "presented_at": AT,
        "content": b"{}",
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Receipt.objects.create(**{**fields, **members})  # type: ignore[misc]


def test_the_database_refuses_a_folio_twice_and_an_unknown_profile() -> None:
    kept = issue()
    with pytest.raises(IntegrityError, match="folio"), transaction.atomic():
        Receipt.objects.create(
            folio=kept.folio,
            code=kept.code,
            status="in_force",
            provider_rfc=kept.provider_rfc,
            type=kept.type,
            year=2026,
            number=1,
            presented_at=AT,
            content=b"{}",
        )
    with pytest.raises(IntegrityError, match="receipts_rendered_profile_known"), transaction.atomic():
        RenderedReceipt.objects.create(receipt=kept, pdf=b"", profile="NOM-151", rendered_at=AT)


def test_a_portal_without_a_seal_issues_nothing(settings: Any, sealed_portal: Path) -> None:
    from django.core.exceptions import ImproperlyConfigured

    settings.SEAL_PASSWORD_FILE = str(sealed_portal / "absent")
    with pytest.raises(ImproperlyConfigured):
        issue()
    assert not Receipt.objects.exists()
