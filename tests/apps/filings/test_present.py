"""Presenting: what a provider gets for its signature, and what is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import practice
from tests.pki import authority as pki

from icsoe.apps.access.models import SeenCertificate
from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts.roster import add_worker
from icsoe.apps.contracts.services import remove_contract
from icsoe.apps.filings.agreement import ReviewChanged
from icsoe.apps.filings.enums import FilingState, FilingType
from icsoe.apps.filings.models import Filing, FrozenBytes, Review
from icsoe.apps.filings.services import present
from icsoe.apps.providers.models import Provider
from icsoe.apps.receipts.selectors import receipt_json
from icsoe.lib.efirma.errors import EfirmaError
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Provider:
    """A provider with one contract of one worker, all of it fit to be presented."""
    one = practice.complete_profile(practice.provider())
    practice.with_workers(practice.contract(one), 1)
    return one


def send(one: Provider, signed: object, at: datetime = practice.IN_TIME) -> Filing:
    return present(
        provider_rfc=one.rfc,
        period=practice.PERIOD,
        signed=signed,
        by=practice.actor(),
        at=at,  # type: ignore[arg-type]
    )


def test_a_signed_review_becomes_a_normal_filing_with_its_sealed_receipt(ready: Provider) -> None:
    filing = practice.presented(ready)
    assert filing.folio.startswith("N261")
    assert (filing.type, filing.state) == (FilingType.NORMAL, FilingState.IN_FORCE)
    assert (filing.contract_count, filing.worker_count, filing.is_late) == (1, 1, False)
    twin = json.loads(receipt_json(filing.folio) or b"{}")
    assert filing.folio in json.dumps(twin)
    assert filing.document_id in json.dumps(twin)


def test_without_contracts_the_filing_is_sin_informacion_and_needs_no_registration() -> None:
    filing = practice.presented(practice.provider())
    assert filing.folio.startswith("SI261")
    assert (filing.type, filing.contract_count) == (FilingType.NIL, 0)


def test_the_same_key_gives_the_same_folio_however_often_it_comes(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    assert send(ready, signed).folio == send(ready, signed).folio
    assert Filing.objects.count() == 1


def test_another_key_for_the_same_period_is_told_that_it_is_presented(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    folio = send(ready, signed).folio
    with pytest.raises(Refused) as refusal:
        send(ready, replace(signed, idempotency_key="otra"))
    assert refusal.value.findings[0].code == "filing_in_force"
    assert refusal.value.findings[0].detail == folio


def test_a_change_after_the_review_stops_the_signature_and_says_what_changed(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    contract = ready.contracts.get()
    add_worker(
        provider_rfc=ready.rfc,
        folio=contract.folio,
        data=practice.worker_data(5),
        by=practice.actor(),
        at=practice.IN_TIME,
    )
    with pytest.raises(ReviewChanged) as changed:
        send(ready, signed)
    paths = {change.path[-1] for change in changed.value.changes}
    assert paths == {"workers", "roster_sha256"}
    assert not Filing.objects.exists()


def test_a_removed_contract_turns_the_review_into_another_one(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    remove_contract(
        provider_rfc=ready.rfc, folio=ready.contracts.get().folio, by=practice.actor(), at=practice.IN_TIME
    )
    with pytest.raises(ReviewChanged):
        send(ready, signed)


def test_after_presenting_nothing_of_the_period_can_be_captured(ready: Provider) -> None:
    practice.presented(ready)
    with pytest.raises(Refused) as refusal:
        practice.contract(ready, reference="otra")
    assert refusal.value.findings[0].code == "capture_closed"


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 5, 19, 5, 59, 59, 900_000, tzinfo=UTC), False),
        (datetime(2026, 5, 19, 6, 0, 0, 100_000, tzinfo=UTC), True),
    ],
)
def test_the_last_second_in_the_central_zone_is_in_time_and_the_next_is_late(
    ready: Provider, at: datetime, late: bool
) -> None:
    # 17 May 2026 is a Sunday: the last day is Monday 18. The central zone is six hours behind.
    filing = present(
        provider_rfc=ready.rfc,
        period=practice.PERIOD,
        signed=practice.signed(practice.shown(ready, at=at)),
        by=practice.actor(),
        at=at,
    )
    assert filing.is_late is late


def test_before_the_window_opens_the_review_says_so_and_freezes_nothing(ready: Provider) -> None:
    review = practice.shown(ready, at=datetime(2026, 4, 30, 18, 0, tzinfo=UTC))
    assert [finding.code for finding in review.errors] == ["window_not_open"]
    assert review.review is None
    assert not Review.objects.exists()


def test_what_is_missing_blocks_the_review_each_with_its_place() -> None:
    one = practice.complete_profile(practice.provider())
    practice.contract(one)
    Provider.objects.filter(rfc=one.rfc).update(email="")
    found = {(finding.code, finding.column.split(".")[0]) for finding in practice.shown(one).errors}
    assert found == {("email_required", "email"), ("workers_missing", "contract")}


def test_a_signature_over_other_bytes_is_refused_and_leaves_nothing(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    with pytest.raises(EfirmaError) as error:
        send(ready, replace(signed, signature=pki.signature("moral", "||ICSOE-INFORMATIVA|1.0|otra cosa||")))
    assert error.value.code == "bad_signature"
    assert not Filing.objects.exists()


def test_an_entry_signature_never_presents_anything(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    entry = pki.signature("moral", "||ICSOE-ACCESO|1.0|localhost|00|2026-05-10T18:00:00Z|1||")
    with pytest.raises(EfirmaError):
        send(ready, replace(signed, signature=entry))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("csd", "seal_certificate"),
        ("vencida", "expired"),
        ("ajena", "untrusted_issuer"),
        ("fisica", "representative_own"),
    ],
)
def test_an_e_firma_that_must_be_refused_is_refused(ready: Provider, name: str, code: str) -> None:
    review = practice.shown(ready)
    with pytest.raises(EfirmaError) as error:
        send(ready, practice.signed(review, name))
    assert error.value.code == code
    assert not Filing.objects.exists()


def test_the_document_of_another_provider_is_not_there_to_be_signed(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    other = practice.provider("fisica")
    with pytest.raises(Review.DoesNotExist):
        present(
            provider_rfc=other.rfc,
            period=practice.PERIOD,
            signed=signed,
            by=practice.actor("fisica"),
            at=practice.IN_TIME,
        )


def test_the_review_of_one_period_is_not_presented_as_another(ready: Provider) -> None:
    signed = practice.signed(practice.shown(ready))
    with pytest.raises(Review.DoesNotExist):
        present(
            provider_rfc=ready.rfc,
            period=Period(2025, 3),
            signed=signed,
            by=practice.actor(),
            at=practice.IN_TIME,
        )


def test_both_periods_of_2021_are_presented_in_september() -> None:
    one = practice.provider("moral_ampersand", at=datetime(2021, 9, 10, tzinfo=UTC))
    at = datetime(2026, 5, 10, tzinfo=UTC)  # the suite's e.firmas are of 2026: late, but accepted
    first = practice.presented(one, "moral_ampersand", period=Period(2021, 1), at=at, key="a")
    second = practice.presented(one, "moral_ampersand", period=Period(2021, 2), at=at, key="b")
    assert (first.is_late, second.is_late) == (True, True)


def test_presenting_is_in_the_log_with_who_and_when(ready: Provider) -> None:
    filing = practice.presented(ready)
    entry = Entry.objects.get(event="filing_presented")
    assert (entry.subject, entry.actor_key, entry.provider_rfc) == (filing.folio, ready.rfc, ready.rfc)


def test_a_filing_can_be_neither_changed_nor_deleted(ready: Provider) -> None:
    filing = practice.presented(ready)
    with pytest.raises(IntegrityError, match="what was presented never changes"), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(worker_count=99)
    with pytest.raises(IntegrityError, match="what was presented never changes"), transaction.atomic():
        filing.delete()
    with pytest.raises(IntegrityError, match="frozen bytes never change"), transaction.atomic():
        FrozenBytes.objects.update(size=1)


def test_the_database_holds_one_filing_in_force_a_period(ready: Provider) -> None:
    filing = practice.presented(ready)
    copy = {
        field.attname: getattr(filing, field.attname)
        for field in Filing._meta.concrete_fields
        if field.attname not in {"id", "folio", "idempotency_key", "review_id"}
    }
    other = Review.objects.create(
        provider=ready,
        year=2026,
        number=1,
        type="normal",
        document_id=_other_bytes(),
        contract_count=1,
        worker_count=1,
        frozen_at=practice.IN_TIME,
    )
    with pytest.raises(IntegrityError, match="filings_filing_one_in_force"), transaction.atomic():
        Filing.objects.create(**copy, folio="N2619", idempotency_key="x", review_id=other.pk)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"type": "sin_informacion", "contract_count": 1}, "filings_filing_nil_is_empty"),
        ({"type": "normal", "contract_count": 0}, "filings_filing_normal_has_workers"),
        ({"type": "normal", "contract_count": 2, "worker_count": 1}, "filings_filing_normal_has_workers"),
        ({"number": 4}, "filings_filing_period_exists"),
        ({"type": "otra"}, "filings_filing_type_known"),
        ({"state": "otro"}, "filings_filing_state_known"),
    ],
)
def test_the_database_refuses_impossible_filings(change: dict[str, object], constraint: str) -> None:
    one = practice.provider()
    review = practice.shown(one).review
    assert review is not None
    seen = SeenCertificate.objects.create(
        number="1" * 20,
        sha256="0" * 64,
        rfc=one.rfc,
        name="X",
        der=b"",
        issuer_der=b"",
        not_before=practice.IN_TIME,
        not_after=practice.IN_TIME + timedelta(1),
        first_seen_at=practice.IN_TIME,
    )
    values: dict[str, object] = {
        "folio": "N1",
        "provider": one,
        "year": 2026,
        "number": 1,
        "type": "normal",
        "state": "in_force",
        "review": review,
        "document_id": review.document_id,
        "cadena": "",
        "signature": b"",
        "certificate": seen,
        "idempotency_key": "k",
        "presented_at": practice.IN_TIME,
        "is_late": False,
        "contract_count": 1,
        "worker_count": 1,
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Filing.objects.create(**{**values, **change})


def _other_bytes() -> str:
    FrozenBytes.objects.create(sha256="a" * 64, content=b"{}", size=2)
    return "a" * 64
