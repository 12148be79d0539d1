"""When something goes wrong the person is told what, in the house's look, and where to go on."""

import pytest
from django.core.exceptions import PermissionDenied
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


def _shed(request: HttpRequest) -> object:
    return errors.too_many(request, wait_minutes=1)


urlpatterns = [path("falla/", _fail), path("niega/", _deny), path("espere/", _shed), *real]
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


def test_a_failure_names_its_request_and_tells_nothing_of_what_failed(failing: Client) -> None:
    response = failing.get("/falla/")
    html = response.content.decode()
    assert response.headers["X-Request-ID"] in html
    assert "ZeroDivision" not in html
    assert "GOMC" not in html


def test_a_failure_page_needs_no_database(failing: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert failing.get("/falla/").status_code == 500


def test_a_form_without_its_token_is_explained(failing: Client) -> None:
    response = failing.post("/verificar/resultado/")
    assert response.status_code == 403
    assert "llevaba mucho tiempo abierta" in response.content.decode()


def test_who_asks_too_often_is_told_when_to_come_back(failing: Client) -> None:
    assert failing.get("/espere/").headers["Retry-After"] == "60"
