"""The first page: the same for everybody, with the next last day in words, and nothing about anybody."""

from datetime import UTC, datetime

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch):
    def stand(*when: int) -> None:
        monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: datetime(*when, tzinfo=UTC))

    return stand


def page(client: Client) -> str:
    return client.get("/").content.decode()


@pytest.mark.parametrize(
    ("when", "last_day", "left"),
    [
        ((2026, 9, 3, 18), "Jueves 17 de septiembre de 2026", "Quedan 14 días."),
        ((2026, 9, 16, 18), "Jueves 17 de septiembre de 2026", "Queda 1 día."),
        ((2026, 9, 18, 5, 30), "Jueves 17 de septiembre de 2026", "Hoy es el último día"),
        ((2026, 9, 18, 6, 30), "Lunes 18 de enero de 2027", "Quedan 122 días."),
        ((2025, 5, 18, 18), "Lunes 19 de mayo de 2025", "Queda 1 día."),
    ],
)
def test_the_next_last_day_is_told_in_words_by_central_time(client, clock_at, when, last_day, left) -> None:
    clock_at(*when)
    html = page(client)
    assert last_day in html
    assert left in html


def test_before_the_window_opens_it_says_that_capture_is_open(client, clock_at) -> None:
    clock_at(2026, 7, 1, 18)
    html = page(client)
    assert "Corresponde al cuatrimestre mayo-agosto de 2026." in html
    assert "desde el 1 de septiembre de 2026; ya puede capturar" in html


def test_the_calendar_tells_each_period_and_its_state_in_words(client, clock_at) -> None:
    clock_at(2026, 9, 3, 18)
    html = page(client)
    for words in (
        "enero-abril de 2026",
        "Terminó; se recibe como extemporánea",
        "mayo-agosto de 2026",
        "Se puede presentar",
        "septiembre-diciembre de 2026",
        "Se puede capturar",
        "Aún no empieza",
    ):
        assert words in html


def test_the_two_first_periods_share_their_window(client, clock_at) -> None:
    clock_at(2021, 9, 10, 18)
    html = page(client)
    assert "Viernes 17 de septiembre de 2021" in html
    assert "24 al 30 de abril de 2021" in html


def test_every_door_and_every_help_is_there(client) -> None:
    html = page(client)
    for words in (
        "Con e.firma",
        "Capturistas",
        "Instituto",
        "800 623 2323",
        "Verificar un acuse",
        "artículo 15 A",
    ):
        assert words in html


def test_caches_may_keep_it_for_everybody_and_it_sets_no_cookie(client) -> None:
    response = client.get("/")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response.headers["Vary"]
    assert not response.cookies
    assert "csrf" not in response.content.decode()


def test_whoever_is_signed_in_gets_a_page_of_their_own(client, settings) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "any"
    assert client.get("/").headers["Cache-Control"] == "private, max-age=60"


def test_it_costs_the_database_next_to_nothing(client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(6):
        client.get("/")
