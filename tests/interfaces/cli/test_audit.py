"""`icsoe audit`: a clean log, a broken one, and one held against an anchor."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.models import Entry
from icsoe.apps.audit.services import record
from icsoe.interfaces.cli.main import main

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 10, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _events() -> None:
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


def test_an_anchor_kept_outside_is_held_against_the_log(tmp_path: Path) -> None:
    file = tmp_path / "anclas.json"
    assert main(["audit", "anchor", str(file)]) == 0
    assert main(["audit", "verify", "--anchors", str(file)]) == 0
    kept = json.loads(file.read_text())
    kept["LIA150312QX5"][1] = "00" * 32
    file.write_text(json.dumps(kept))
    assert main(["audit", "verify", "--anchors", str(file)]) == 1
