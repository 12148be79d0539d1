"""Spanish first; English for whoever chooses it, remembered, whatever the browser prefers."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_browsers_preference_does_not_change_the_language(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "en-US,en"})
    assert '<html lang="es-mx">' in response.content.decode()
    assert response.headers["Content-Language"] == "es-mx"


def test_a_choice_is_kept_for_a_year_and_comes_back_to_the_same_page(client: Client, settings) -> None:
    response = client.post("/idioma/", {"language": "en", "next": "/verificar/"})
    assert response.headers["Location"] == "/verificar/"
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert '<html lang="en">' in client.get("/").content.decode()


@pytest.mark.parametrize("value", ["xx", "../../en", "EN'--", "es"])
def test_a_language_that_is_not_offered_is_the_house_s_own(client: Client, settings, value: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = value
    assert '<html lang="es-mx">' in client.get("/").content.decode()


def test_the_choice_leads_to_no_other_site(client: Client) -> None:
    response = client.post("/idioma/", {"language": "en", "next": "https://example.com/"})
    assert response.headers["Location"] == "/"


def test_the_switch_works_from_a_page_kept_by_a_cache() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/idioma/", {"language": "en", "next": "/"}).status_code == 302
