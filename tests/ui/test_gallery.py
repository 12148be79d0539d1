"""The gallery shows every component, and no template needs a style or a script written inside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from icsoe.ui import gallery
from icsoe.ui.forms import UI_TEMPLATES

pytestmark = pytest.mark.urls("icsoe.ui.urls")

COMPONENTS = {path.name for path in (UI_TEMPLATES / "ui" / "components").glob("*.html")}
SOURCES = sorted(UI_TEMPLATES.rglob("*.html"))


def rendered_components(response: HttpResponse) -> Iterator[str]:
    for template in response.templates:  # type: ignore[attr-defined]
        if template.name and template.name.startswith("ui/components/"):
            yield Path(template.name).name


def test_every_component_stands_in_the_gallery(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert set(rendered_components(response)) == COMPONENTS


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in gallery.SAMPLES)])
def test_every_page_is_whole_and_leaves_nothing_unresolved(client: Client, name: str) -> None:
    html = client.get(f"/{name}").content.decode()
    assert "unknown template variable" not in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert "800 623 2323" in html


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in gallery.SAMPLES)])
def test_no_identifier_stands_twice_on_a_page(client: Client, name: str) -> None:
    identifiers = re.findall(r'\sid="([^"]+)"', client.get(f"/{name}").content.decode())
    assert len(identifiers) == len(set(identifiers))


def test_a_sample_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/no-existe/").status_code == 404


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_template_writes_styles_scripts_or_handlers_inside(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


def test_practice_says_so_on_top(client: Client, settings) -> None:
    settings.PRACTICE = True
    assert "Sistema de práctica." in client.get("/").content.decode()
    settings.PRACTICE = False
    assert "Sistema de práctica." not in client.get("/").content.decode()


@pytest.mark.urls("django.conf.urls.i18n")
def test_each_language_is_offered_in_its_own_name(rf) -> None:
    html = gallery.sample(rf.get("/"), "minisitio").content.decode()
    assert re.search(r'value="es-mx" lang="es" aria-current="true">Español<', html)
    assert re.search(r'value="en" lang="en">English<', html)
