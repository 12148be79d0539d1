"""From where a request comes is told by our own front servers, never by the caller."""

import pytest
from django.test import Client

from icsoe.config.front import told_address


@pytest.mark.parametrize(
    ("header", "servers", "told"),
    [
        ("", 1, ""),
        ("203.0.113.7", 0, ""),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("10.0.0.1, 203.0.113.7", 1, "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("203.0.113.7", 2, ""),
        ("::ffff:203.0.113.7", 1, "203.0.113.7"),
        ("2001:DB8::1", 1, "2001:db8::1"),
        ("203.0.113.7:5123", 1, ""),
        ("<script>", 1, ""),
        (", ,203.0.113.7,", 1, "203.0.113.7"),
    ],
)
def test_the_address_is_the_one_our_outermost_server_was_called_from(
    header: str, servers: int, told: str
) -> None:
    assert told_address(header, servers=servers) == told


@pytest.mark.django_db
def test_whoever_forges_the_header_is_stopped_all_the_same(settings: object) -> None:
    settings.FRONT_SERVERS = 1  # type: ignore[attr-defined]
    door, answers = "/entrar/capturista/", []
    for place in range(7):
        forged = {"X-Forwarded-For": f"6.6.6.{place}, 203.0.113.7"}
        form = {"curp": "XEXX010101HNEXXXA4", "password": "adivinanza"}
        answers.append(Client().post(door, form, headers=forged).status_code)
    assert answers == [422] * 5 + [429] * 2
    elsewhere = {"X-Forwarded-For": "6.6.6.1, 203.0.113.8"}
    assert Client().post(door, form, headers=elsewhere).status_code == 422
