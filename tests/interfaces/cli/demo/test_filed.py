"""The firms that filed before the practice begins: as anybody, waiting, then on the public list."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from icsoe.apps.access import gateways
from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.filings.confirmation import confirm
from icsoe.apps.filings.models import Filing
from icsoe.apps.publication.selectors import Asked, list_page
from icsoe.apps.publication.services import rebuild
from icsoe.interfaces.cli.demo import authority, filed
from icsoe.interfaces.cli.demo.seed import _pdf
from icsoe.lib.efirma.breaker import CircuitBreaker
from icsoe.lib.efirma.practice.responder import answer
from icsoe.lib.periods.period import Period

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 10, 18, 0, tzinfo=UTC)


@pytest.fixture
def practice_authority(
    settings: Any, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    folder = Path(tmp_path_factory.getbasetemp()) / "practice-filed"
    authority.ensure(folder)
    settings.DEMO_DIR = folder
    settings.EFIRMA_TRUST_ANCHORS = [folder / "anchors"]
    settings.SEAL_FILE = str(folder / "seal" / "seal.p12")
    settings.SEAL_PASSWORD_FILE = str(folder / "seal" / "password")
    settings.EFIRMA_REVOCATION = "required"
    monkeypatch.setattr(gateways, "BREAKER", CircuitBreaker())
    return folder


def test_they_filed_in_time_and_are_published_once_confirmed(
    practice_authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed.ensure(Period(2026, 1), _pdf(), AT)
    filed.ensure(Period(2026, 1), _pdf(), AT)  # a second start does nothing
    filings = list(Filing.objects.all())
    assert [(one.type, one.state, one.is_late) for one in filings] == [("normal", "pending", False)] * 3
    trusted, revoked = authority.load(practice_authority)
    later = AT + timedelta(minutes=2)
    monkeypatch.setattr(
        gateways, "post_ocsp", lambda asked: answer(asked, authority=trusted, revoked=revoked, at=later)
    )
    monkeypatch.setattr(gateways, "BREAKER", CircuitBreaker())
    assert all(confirm(filing_id=one.pk, at=later) for one in filings)
    assert rebuild(by=SYSTEM, at=later).contracts == 6
    names = {row.provider_name for row in list_page(Asked(words="conchas")).rows}
    assert names == {"JARDINERIA BOSQUE MADERO SA DE CV", "LIMPIEZA COSTA ORIENTE S DE RL DE CV"}
