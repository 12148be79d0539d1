"""`icsoe audit`: a clean log, a broken one, and one held against an anchor."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests import practice

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.models import Entry
from icsoe.apps.audit.services import record
from icsoe.apps.receipts.anchoring import newest_anchor
from icsoe.interfaces.cli.main import main

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 10, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _events(settings: Any, tmp_path: Path) -> None:
    practice.trust_the_suite(settings, tmp_path / "trust")
    settings.DATA_PATH = tmp_path
    for number in range(3):
        record(Event.LEFT, by=SYSTEM, at=AT, provider_rfc="LIA150312QX5", subject=str(number))


def _delete_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        Entry.objects.filter(position=2).delete()
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")


def test_a_clean_log_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    assert "3 eventos en 1 cadenas; 0 fallas" in capsys.readouterr().out


def test_a_deleted_event_fails_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    _delete_one()
    assert main(["audit", "verify"]) == 1
    assert "LIA150312QX5 #2: evento faltante" in capsys.readouterr().err


def _redo(keep: int) -> None:
    """Cut the end of the chain off and make a head that agrees, as whoever rules the database can."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute("DELETE FROM audit_entry WHERE position > %s", [keep])
        cursor.execute(
            "UPDATE audit_chainhead SET length = e.position, digest = e.digest"
            " FROM audit_entry e WHERE e.position = %s",
            [keep],
        )
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")


def test_a_chain_cut_off_with_its_head_is_found_by_the_anchor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "anchor"]) == 0
    _redo(keep=2)
    assert main(["audit", "verify"]) == 1
    assert "LIA150312QX5 #3: no coincide con el ancla" in capsys.readouterr().err


def test_without_an_anchor_it_is_said_what_cannot_be_known(capsys: pytest.CaptureFixture[str]) -> None:
    _redo(keep=2)
    assert main(["audit", "verify"]) == 0
    assert "sin ancla" in capsys.readouterr().out


def test_what_came_after_the_anchor_is_no_fault() -> None:
    assert main(["audit", "anchor"]) == 0
    record(Event.LEFT, by=SYSTEM, at=AT, provider_rfc="LIA150312QX5", subject="3")
    record(Event.LEFT, by=SYSTEM, at=AT, provider_rfc="VNR080808HG3", subject="0")
    assert main(["audit", "verify"]) == 0


def test_a_chain_gone_altogether_is_missed() -> None:
    assert main(["audit", "anchor"]) == 0
    _redo(keep=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_chainhead")
    assert main(["audit", "verify"]) == 1


@pytest.mark.parametrize(
    "change", [lambda kept: kept.replace("LIA1", "LIA2"), lambda _: "{}", lambda _: "\0"]
)
def test_an_anchor_that_the_institute_did_not_seal_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[str], str]
) -> None:
    assert main(["audit", "anchor"]) == 0
    [place] = (tmp_path / "anchors").glob("*.json")
    forged = tmp_path / "otra.json"
    forged.write_text(change(place.read_text()))
    assert main(["audit", "verify", "--anchors", str(forged)]) == 1
    assert "no es la que selló el Instituto" in capsys.readouterr().err


def test_the_job_of_each_night_anchors(monkeypatch: pytest.MonkeyPatch) -> None:
    from icsoe.apps.receipts.tasks import anchor_log

    # The test's own connection is not a job's old one.
    monkeypatch.setattr("icsoe.apps.receipts.tasks.close_old_connections", lambda: None)
    anchor_log(timestamp=0)
    assert newest_anchor() is not None
