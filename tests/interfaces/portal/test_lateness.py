"""Until when signing is in time is told beside the sign box, and late is told before and after signing."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests import practice
from tests.apps.filings import acts

from icsoe.apps.access.models import Account
from icsoe.apps.providers.models import Provider

pytestmark = pytest.mark.django_db
#: The first instant that is late: 17 May 2026 is a Sunday, so the 18th was the last day.
MIDNIGHT = datetime(2026, 5, 19, 6, tzinfo=UTC)
SECOND_BEFORE = datetime(2026, 5, 19, 5, 59, 59, tzinfo=UTC)
FINE = "de $58,655.00 a $234,620.00 con la UMA de $117.31"
REVIEW = f"/informativa/{practice.PERIOD}/"


@pytest.fixture
def one(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Provider:
    practice.trust_the_suite(settings, tmp_path_factory.getbasetemp() / "trust-pages")
    return practice.complete_profile(practice.provider())


@pytest.fixture
def browser(one: Provider) -> Client:
    account, _ = Account.objects.get_or_create(
        kind="holder", key=one.rfc, defaults={"name": one.name, "created_at": practice.IN_TIME}
    )
    client = Client()
    client.force_login(account)
    return client


def text(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, at: datetime = practice.IN_TIME
) -> str:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: at)
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def test_in_the_last_second_the_page_says_until_when_and_what_comes_after(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(browser, monkeypatch, REVIEW, SECOND_BEFORE)
    assert 'data-time-limit="2026-05-19T00:00:00-06:00"' in shown
    assert f'data-now="{SECOND_BEFORE.isoformat()}"' in shown
    assert "lunes 18 de mayo de 2026 a las 23:59:59" in shown
    assert FINE in shown.split("data-after-limit hidden")[1]


def test_from_midnight_on_the_page_says_late_with_the_fine_and_no_longer_until_when(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(browser, monkeypatch, REVIEW, MIDNIGHT)
    assert "Queda en tiempo si" not in shown
    assert "data-after-limit>" in shown
    assert FINE in shown
    assert shown.count("La presentación es") == 0, "said once, with its amounts"


def test_the_board_says_when_a_late_period_is_not_ones_duty(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(browser, monkeypatch, "/panel/", MIDNIGHT)
    assert "Si en este periodo aún no tenía registro REPSE ni prestaba estos servicios" in shown


def test_the_receipt_of_a_late_filing_says_what_late_can_cost(
    browser: Client, one: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = acts.file(one, at=MIDNIGHT)
    shown = text(browser, monkeypatch, f"/acuses/{filed.folio}/", MIDNIGHT)
    assert "Quedó como extemporánea" in shown
    assert FINE in shown


def test_in_time_nothing_is_said_of_fines_and_a_correction_has_no_limit(
    browser: Client, one: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.with_workers(practice.contract(one), 1)
    filed = acts.file(one)
    assert "multa" not in text(browser, monkeypatch, f"/acuses/{filed.folio}/")
    acts.start(one)
    practice.with_workers(practice.contract(one, reference="C-2"), 1)
    shown = text(browser, monkeypatch, REVIEW, MIDNIGHT)
    assert "signbox" in shown
    assert "data-after-limit" not in shown
