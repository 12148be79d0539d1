"""A time-stamping authority dates the PDF; while it is away the JSON receipt stands and the PDF waits."""

from pathlib import Path
from typing import Any

import pytest
from pyhanko.sign.timestamps import TimestampRequestError
from tests.apps.receipts.examples import AT, contract, facts
from tests.apps.receipts.timestamping import served
from tests.pki import authority as pki

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.receipts import selectors, services
from icsoe.apps.receipts.models import Receipt, RenderedReceipt
from icsoe.apps.receipts.pdf_check import PdfSealBroken
from icsoe.apps.receipts.verdict import Kind
from icsoe.apps.receipts.verification import verify_receipt
from icsoe.lib.efirma.chain import TrustStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(sealed_portal: Path) -> Receipt:
    return services.issue(facts=facts(contract()), by=SYSTEM, at=AT)


@pytest.mark.parametrize(("is_known", "profile"), [(False, "B-T"), (True, "B-LT")])
def test_the_settings_choose_the_profile(
    settings: Any, sealed_portal: Path, receipt: Receipt, is_known: bool, profile: str
) -> None:
    settings.TIMESTAMP_ANCHORS = str(sealed_portal / "anchors") if is_known else ""
    with served() as address:
        settings.TIMESTAMP_URL = address
        pdf = services.render(receipt_id=receipt.pk, at=AT)
    assert RenderedReceipt.objects.get(receipt=receipt).profile == profile
    anchors = TrustStore.from_certificates([pki.seal().authority])
    assert verify_receipt(pdf, seal_anchors=anchors, trust=pki.trust()).kind is Kind.VALID


def test_while_the_authority_is_away_nothing_is_stored_and_the_json_stands(
    settings: Any, receipt: Receipt
) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(TimestampRequestError):
        services.render(receipt_id=receipt.pk, at=AT)
    assert not selectors.receipt_pdf_ready(receipt.folio)
    assert selectors.receipt_json(receipt.folio) is not None


def test_a_token_for_something_else_is_not_kept(settings: Any, receipt: Receipt) -> None:
    with served(stamps_something_else=True) as address:
        settings.TIMESTAMP_URL = address
        with pytest.raises((PdfSealBroken, TimestampRequestError)):
            services.render(receipt_id=receipt.pk, at=AT)
    assert not selectors.receipt_pdf_ready(receipt.folio)
