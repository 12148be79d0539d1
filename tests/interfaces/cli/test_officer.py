"""`icsoe officer`: keys are shown once, and a mistake changes nothing."""

import json

import pytest

from icsoe.apps.access.models import Account
from icsoe.interfaces.cli.main import main

pytestmark = pytest.mark.django_db


def test_create_shows_what_to_enter_with(capsys) -> None:
    assert main(["officer", "create", "ana@example.com", "Ana Prueba"]) == 0
    shown = capsys.readouterr().out
    assert "Correo: ana@example.com" in shown
    assert "Clave del segundo factor: " in shown


def test_programs_get_json_and_each_time_other_keys(capsys) -> None:
    main(["officer", "create", "ana@example.com", "Ana", "--json"])
    first = json.loads(capsys.readouterr().out)
    main(["officer", "renew", "ana@example.com", "--json"])
    second = json.loads(capsys.readouterr().out)
    assert first["email"] == second["email"]
    assert first["password"] != second["password"]
    assert first["totp_secret"] != second["totp_secret"]


def test_twice_is_said_and_refused(capsys) -> None:
    main(["officer", "create", "ana@example.com", "Ana"])
    assert main(["officer", "create", "ana@example.com", "Otra"]) == 1
    assert "Ya existe" in capsys.readouterr().err
    assert Account.objects.get(kind="officer").name == "Ana"


@pytest.mark.parametrize("act", ["renew", "close"])
def test_an_unknown_officer_is_said(capsys, act: str) -> None:
    assert main(["officer", act, "nadie@example.com"]) == 1
    assert "No existe" in capsys.readouterr().err


def test_close_ends_the_account() -> None:
    main(["officer", "create", "ana@example.com", "Ana"])
    assert main(["officer", "close", "ana@example.com"]) == 0
    assert not Account.objects.get(kind="officer").is_active
