"""Anybody: reads, searches, asks, and gets an answer; in either language."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys import steps
from tests.journeys.conftest import System

pytestmark = pytest.mark.journey

PAGES = {
    "inicio": "/",
    "ayuda": "/ayuda/",
    "articulo": "/ayuda/carga/",
    "archivo-descrito": "/ayuda/archivo/",
    "busqueda": "/ayuda/buscar/?q=multa",
    "sin-resultados": "/ayuda/buscar/?q=xilofono",
    "planteamiento": "/ayuda/planteamiento/",
    "verificar-pagina": "/verificar/",
    "entrada-instituto": "/instituto/entrar/",
    "no-existe": "/no-existe/",
}


@pytest.mark.parametrize("language", ["es-mx", "en"])
def test_every_public_page_is_for_everybody(context: BrowserContext, system: System, language: str) -> None:
    context.add_cookies([{"name": "icsoe_language", "value": language, "url": system.url}])
    page = context.new_page()
    for name, address in PAGES.items():
        page.goto(system.url + address)
        assert page.locator("html").get_attribute("lang") == language
        steps.look(page, f"{name}-{language}")


def test_the_language_chosen_is_remembered_on_every_page(page: Page, system: System) -> None:
    page.goto(f"{system.url}/ayuda/entrar/")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(f"{system.url}/ayuda/entrar/")
    page.goto(f"{system.url}/")
    expect(page.get_by_role("heading", name="Who must file?")).to_be_visible()
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="¿Quién debe presentarla?")).to_be_visible()


def test_a_question_leads_to_its_answer(page: Page, system: System) -> None:
    page.goto(f"{system.url}/")
    page.get_by_role("link", name="Manual y preguntas frecuentes").click()
    page.get_by_label("Buscar en el material de apoyo").fill("excel ceros nss")
    page.get_by_role("button", name="Buscar").click()
    page.get_by_role("link", name=re.compile("Excel quitó los ceros")).click()
    expect(page).to_have_url(re.compile(r"/ayuda/preguntas/#excel-quito-los-ceros"))
    steps.expect_text(page, "los ceros se reponen")


def test_a_contract_is_found_in_the_public_list_without_javascript(
    browser: Browser, context: BrowserContext, system: System
) -> None:
    # Given a list that was brought up since the practice began
    plain = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = plain.new_page()
    _expect_published(page, system)
    # When somebody looks for a client by a piece of its name
    page.get_by_label("Nombre del contratista o del contratante").fill("bahía conch")
    page.get_by_role("button", name="Buscar").click()
    # Then its contracts are there, with whom and in which filing, and the file of the period too
    assert page.get_by_role("rowheader").count() == 2
    steps.expect_text(page, "JARDINERIA BOSQUE MADERO SA DE CV")
    page.get_by_label("Cuatrimestre").select_option(label="enero-abril de 2026")
    page.get_by_role("button", name="Buscar").click()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Enero-abril de 2026 (CSV)").click()
    lines = begun.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 7
    plain.close()
    seen = context.new_page()
    for name, address in {
        "listado": "",
        "listado-busqueda": "?q=conchas",
        "listado-nada": "?q=xilofono",
    }.items():
        seen.goto(f"{system.url}/publicacion/{address}")
        steps.look(seen, name)


def test_a_planteamiento_gets_a_folio_a_copy_and_its_answer(
    context: BrowserContext, page: Page, system: System
) -> None:
    # Given somebody without an account
    page.goto(f"{system.url}/ayuda/planteamiento/")
    page.get_by_role("button", name="Enviar planteamiento").click()
    steps.expect_text(page, "Elija el tema.")
    steps.look(page, "planteamiento-errores")
    # When they ask
    page.get_by_label("Tema").select_option(label="Carga de archivos")
    page.get_by_label("¿Qué necesita?").fill("¿Cómo cargo varios contratos en un archivo?")
    page.get_by_label("Nombre de quien escribe").fill("Luz Inventada")
    page.get_by_label("Correo para la respuesta").fill("luz@example.com")
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Enviar planteamiento").click()
    # Then they get a folio, and a copy by e-mail
    folio = page.locator("#inquiry-folio").inner_text()
    steps.look(page, "planteamiento-folio")
    _expect_mail(page, system, f"Recibimos su planteamiento {folio}")
    # And an officer, made by whoever runs the system, answers it
    desk = context.new_page()
    steps.enter_the_console(desk, system)
    desk.get_by_role("link", name=folio).click()
    desk.get_by_label("Respuesta").fill("Agregue la columna folio_contrato a su archivo.")
    desk.get_by_role("button", name="Enviar respuesta").click()
    steps.expect_text(desk, "La respuesta se envió por correo.")
    steps.look(desk, "planteamiento-respondido")
    _expect_mail(page, system, f"Respuesta a su planteamiento {folio}")


def test_review_and_receipt_on_paper_hold_what_was_signed_and_nothing_to_press(
    page: Page, system: System, tmp_path: Path
) -> None:
    steps.enter(page, system, "01")
    page.goto(f"{system.url}/informativa/2026-2/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Revise lo que va a firmar")).to_be_visible()
    for pressed in (page.locator(".signbox"), page.locator(".site-footer"), page.locator(".nav-band")):
        expect(pressed).to_be_hidden()
    assert page.pdf(path=tmp_path / "revision.pdf")


def _expect_mail(page: Page, system: System, subject: str) -> None:
    """The letter is on the page of practice within moments."""
    for _ in range(20):
        page.goto(f"{system.url}/practica/correos/")
        if page.get_by_text(subject).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter: {subject}")


def _expect_published(page: Page, system: System) -> None:
    """The firms that filed before are confirmed a minute after the start, and published within another."""
    page.goto(f"{system.url}/publicacion/")
    for _ in range(90):
        if page.get_by_role("rowheader").count():
            return
        page.wait_for_timeout(2000)
        page.reload()  # asks again, whatever the browser keeps
    raise AssertionError("nothing was published")
