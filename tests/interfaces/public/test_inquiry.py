"""Anybody registers a planteamiento and gets a folio; programs that fill in forms do not."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from icsoe.apps.mailbox.models import Inquiry
from icsoe.apps.providers.gateways import TRIAL_FILE

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 10, 18, 0, tzinfo=UTC)
ADDRESS = "/ayuda/planteamiento/"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    def stand(at: datetime) -> None:
        monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: at)

    stand(AT)
    return stand


def opened(client: Client) -> str:
    found = re.search(r'name="opened" value="([^"]+)"', client.get(ADDRESS).content.decode())
    assert found
    return found[1]


def send(client: Client, clock, *, seconds: float = 30, **given: object):
    clock(AT)
    told = {
        "topic": "load",
        "text": "Mi archivo no carga.",
        "name": "Luz Inventada",
        "email": "luz@example.com",
        "opened": opened(client),
        **given,
    }
    clock(AT + timedelta(seconds=seconds))
    return client.post(ADDRESS, told)


def test_it_ends_with_a_folio_that_only_its_own_address_shows(client: Client, clock) -> None:
    response = send(client, clock)
    folio = Inquiry.objects.get().folio
    page = client.get(response.headers["Location"])
    assert folio in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get(f"{ADDRESS}{folio}/").status_code == 404


def test_every_missing_field_is_said_there_and_on_top(client: Client, clock) -> None:
    response = send(client, clock, topic="", text=" ", name="", email="luz@")
    html = response.content.decode()
    assert response.status_code == 422
    for said in (
        "Elija el tema.",
        "Escriba su duda o petición.",
        "Escriba su nombre.",
        "Escriba un correo completo",
    ):
        assert html.count(said) == 2
    assert 'data-focus="id_topic"' in html
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "given"),
    [(1, {}), (30, {"site": "http://example.com"}), (30, {"opened": ""}), (30, {"opened": "falso"})],
)
def test_what_a_program_sends_is_held_back_and_a_person_may_send_again(
    client: Client, clock, seconds, given
) -> None:
    response = send(client, clock, seconds=seconds, **given)
    assert response.status_code == 422
    assert "No pudimos recibirlo así de rápido" in response.content.decode()
    assert not Inquiry.objects.exists()
    shown = re.search(r'name="opened" value="([^"]+)"', response.content.decode())
    assert shown
    assert send(client, clock, seconds=60, opened=shown[1]).status_code == 302


def test_the_sixth_from_one_place_waits(client: Client, clock) -> None:
    for n in range(5):
        assert send(client, clock, email=f"p{n}@example.com").status_code == 302
    response = send(client, clock, email="p6@example.com")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert Inquiry.objects.count() == 5


def test_a_picture_of_the_screen_goes_with_it(client: Client, clock) -> None:
    send(client, clock, file=SimpleUploadedFile("pantalla.png", PNG))
    assert Inquiry.objects.get().file.name == "pantalla.png"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ programa", "No podemos recibir ese archivo."),
        (PNG + TRIAL_FILE, "El antivirus encontró código malicioso"),
        (PNG + b"0" * (5 * 1024 * 1024), "El archivo pesa más de 5 MB."),
    ],
)
def test_a_harmful_file_is_refused_at_its_field(client: Client, clock, settings, content, said) -> None:
    settings.SCANNER_ADDRESS = "practice"
    response = send(client, clock, file=SimpleUploadedFile("a.png", content))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Inquiry.objects.exists()


def test_a_posted_form_needs_its_token() -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"topic": "load"}).status_code == 403
