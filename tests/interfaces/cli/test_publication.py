"""`icsoe publication`: the list now, or when it was last made."""

import json
from typing import Any

import pytest
from procrastinate.contrib.django import app
from tests.firms import AT

from icsoe.apps.publication.models import Publication
from icsoe.apps.publication.tasks import rebuild_public_list
from icsoe.interfaces.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)


def test_before_the_first_there_is_nothing_to_say(capsys: Any) -> None:
    assert main(["publication", "status"]) == 1
    assert "no se ha actualizado" in capsys.readouterr().err


def test_made_now_and_told(capsys: Any) -> None:
    assert main(["publication", "rebuild", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["contracts"], told["as_of"]) == (0, AT.isoformat())
    assert main(["publication", "status"]) == 0
    assert "0 contratos" in capsys.readouterr().out


def test_the_job_of_the_night_makes_it() -> None:
    rebuild_public_list(timestamp=0)
    assert Publication.objects.get().as_of == AT
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic[rebuild_public_list.name] == "30 9 * * *"
