"""When something goes wrong the person is told what, in the house's look, and where to go on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connections
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from icsoe.config.urls import urlpatterns as real
from icsoe.interfaces.public import errors

pytestmark = pytest.mark.django_db


def _fail(request: HttpRequest) -> None:
    raise ZeroDivisionError("CURP GOMC800101HDFRRL09")


def _deny(request: HttpRequest) -> None:
    raise PermissionDenied


def _lose_the_database(request: HttpRequest) -> None:
    raise OperationalError("connection refused: RFC CPM090518QC0")


def _shed(request: HttpRequest) -> object:
    return errors.too_many(request, wait_minutes=1)


urlpatterns = [
    path("falla/", _fail),
    path("sin-base/", _lose_the_database),
    path("niega/", _deny),
    path("espere/", _shed),
    *real,
]
handler403, handler404, handler500 = errors.denied, errors.not_found, errors.failed


@pytest.fixture
def failing(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/no-existe/", 404, "No encontramos esa página"),
        ("/niega/", 403, "No tiene permiso"),
        ("/falla/", 500, "Algo falló de nuestro lado"),
        ("/sin-base/", 503, "El servicio se detuvo un momento"),
        ("/espere/", 429, "Espere 1 minuto e"),
    ],
)
def test_each_failure_is_a_whole_page_with_a_way_on(failing: Client, address, status, words) -> None:
    response = failing.get(address)
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert html.count("<h1") == 1
    assert "800 623 2323" in html
    assert 'href="/ayuda/"' in html


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
@pytest.mark.parametrize(
    ("address", "status", "code"), [("/no-existe/", 404, "not_found"), ("/niega/", 403, "denied")]
)
def test_a_script_gets_the_sentence_to_show(failing: Client, headers, address, status, code) -> None:
    response = failing.get(address, headers=headers)
    assert response.status_code == status
    assert response.json()["code"] == code
    assert response.json()["message"].endswith(".")


def test_a_script_with_an_old_token_is_told_to_load_the_page_again(failing: Client) -> None:
    response = failing.post("/entrar/reto/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (403, "page_stale")
    assert "Recárguela" in response.json()["message"]


def test_a_part_of_a_page_that_fails_names_its_request(failing: Client) -> None:
    response = failing.get("/falla/", headers={"HX-Request": "true"})
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.json()["message"]


def test_the_sign_box_may_send_again_what_failed_without_words(failing: Client) -> None:
    response = failing.get("/falla/", headers={"Accept": "application/json"})
    assert (response.status_code, response.headers["Content-Type"]) == (500, "text/html; charset=utf-8")


def test_a_failure_names_its_request_and_tells_nothing_of_what_failed(failing: Client) -> None:
    response = failing.get("/falla/")
    html = response.content.decode()
    assert response.headers["X-Request-ID"] in html
    assert "ZeroDivision" not in html
    assert "GOMC" not in html


@pytest.mark.parametrize(("address", "status"), [("/falla/", 500), ("/sin-base/", 503)])
def test_a_failure_page_needs_no_database(
    failing: Client, django_assert_num_queries, address, status
) -> None:
    with django_assert_num_queries(0):
        assert failing.get(address).status_code == status


@pytest.mark.parametrize(
    "headers", [{}, {"HX-Request": "true"}, {"Accept": "application/json"}, {"Cookie": "sessionid=abc"}]
)
def test_without_a_database_all_are_told_to_come_back(failing: Client, headers) -> None:
    response = failing.get("/sin-base/", headers=headers)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["X-Request-ID"] in response.content.decode()
    assert "CPM090518QC0" not in response.content.decode()


def test_the_session_cannot_be_read_without_a_database(failing: Client, settings, monkeypatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OperationalError("down")

    monkeypatch.setattr(connections["default"], "cursor", unreachable)
    failing.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert failing.get("/panel/").status_code == 503


def test_a_form_without_its_token_is_explained(failing: Client) -> None:
    response = failing.post("/verificar/resultado/")
    assert response.status_code == 403
    assert "llevaba mucho tiempo abierta" in response.content.decode()


def test_who_asks_too_often_is_told_when_to_come_back(failing: Client) -> None:
    assert failing.get("/espere/").headers["Retry-After"] == "60"


def test_a_failure_of_what_every_page_stands_on_is_still_told(failing: Client, monkeypatch) -> None:
    def lost(_name: str) -> None:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors.loader, "get_template", lost)
    response = failing.get("/falla/")
    assert response.status_code == 500
    assert response.content.decode().startswith("Algo falló de nuestro lado")
    assert response.headers["X-Request-ID"] in response.content.decode()
