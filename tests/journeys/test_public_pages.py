"""Anybody: reads, searches, asks, and gets an answer; with the keyboard alone; in either language."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Locator, Page, expect
from tests.journeys import steps
from tests.journeys.conftest import ROOT, System

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
MOST_TABS = 80


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
    _enter_the_console(desk, system)
    desk.get_by_role("link", name=folio).click()
    desk.get_by_label("Respuesta").fill("Agregue la columna folio_contrato a su archivo.")
    desk.get_by_role("button", name="Enviar respuesta").click()
    steps.expect_text(desk, "La respuesta se envió por correo.")
    steps.look(desk, "planteamiento-respondido")
    _expect_mail(page, system, f"Respuesta a su planteamiento {folio}")


def test_the_whole_filing_with_the_keyboard_alone(page: Page, system: System) -> None:
    folder = system.efirma("05")
    page.goto(f"{system.url}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Saltar al contenido")).to_be_focused()
    _reach(page, page.get_by_role("button", name="Entrar", exact=True))
    page.keyboard.press("Enter")
    _sign_with_keys(page, folder, page.get_by_role("button", name="Entrar", exact=True))
    page.wait_for_url(f"{system.url}/panel/")
    _reach(page, page.get_by_role("button", name="Presentar sin información"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/informativa/"))
    _sign_with_keys(page, folder, page.get_by_role("button", name="Firmar y presentar"))
    page.wait_for_url(f"{system.url}/acuses/*/")
    steps.expect_text(page, "Su informativa quedó presentada")


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


def _reach(page: Page, wanted: Locator) -> None:
    """Go on with the tabulator until the focus is there, and can be seen."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            outline = wanted.evaluate(
                "one => getComputedStyle(one).outlineStyle + getComputedStyle(one).boxShadow"
            )
            assert outline != "nonenone"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is out of the keyboard's reach")


def _sign_with_keys(page: Page, folder: Path, button: Locator) -> None:
    """The dialog of files is the computer's own; everything else is typed."""
    page.locator("[data-signbox-ready]").wait_for()
    for label, ending in (("Certificado (.cer)", "cer"), ("Clave privada (.key)", "key")):
        box = page.get_by_label(label)
        _reach(page, box)
        box.set_input_files(next(folder.glob(f"*.{ending}")))
    _reach(page, page.get_by_label("Contraseña de la clave privada", exact=True))
    page.keyboard.type(steps.PASSWORD)
    _reach(page, button)
    page.keyboard.press("Enter")


def _expect_mail(page: Page, system: System, subject: str) -> None:
    """The letter is on the page of practice within moments."""
    for _ in range(20):
        page.goto(f"{system.url}/practica/correos/")
        if page.get_by_text(subject).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter: {subject}")


def _enter_the_console(page: Page, system: System) -> None:
    keys = _new_officer(system)
    page.goto(f"{system.url}/instituto/planteamientos/")
    page.get_by_label("Correo", exact=True).fill(keys["email"])
    page.get_by_label("Contraseña").fill(keys["password"])
    code = format_hotp_value(hotp_value(keys["totp_secret"], int(time.time()) // 30))
    page.get_by_label("Código de su teléfono").fill(str(code))
    page.get_by_role("button", name="Entrar a la consola").click()
    page.wait_for_url(f"{system.url}/instituto/planteamientos/")


def _new_officer(system: System) -> dict[str, str]:
    told = {"ICSOE_DEMO": "1", "ICSOE_DATA_DIR": str(system.data)}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ICSOE_", "DJANGO_"))}
    words = ["officer", "create", f"ana{time.time_ns()}@example.com", "Ana Prueba", "--json"]
    made = subprocess.run(
        [sys.executable, "-m", "icsoe.interfaces.cli", *words],
        cwd=ROOT,
        env={**clean, **told},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(made.stdout))
