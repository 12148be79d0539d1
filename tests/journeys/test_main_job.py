"""The main job, whole: a provider enters, captures, reviews, signs, and somebody else verifies."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.journeys import steps
from tests.journeys.conftest import System
from tests.practice import blank_pdf

from icsoe.interfaces.cli.demo.people import people

pytestmark = pytest.mark.journey

BENEFICIARY = "CORPORATIVO PLAZA MIRADOR SA DE CV"
SERVICE = "SERVICIOS DE PRUEBA LARGOS: vigilancia de inmuebles y control de accesos"
WORKERS = people(3, seed=20).rows(named=True)


def test_a_provider_files_from_its_e_firma_to_a_receipt_that_anybody_verifies(
    page: Page, system: System, tmp_path: Path
) -> None:
    # Given a provider that enters for the first time
    page.goto(f"{system.url}/entrar/")
    steps.look(page, "entrar")
    steps.enter(page, system, "02")
    steps.look(page, "panel")
    # When it completes its data, a contract and its workers
    _complete_profile(page, system, tmp_path)
    _add_contract(page, system)
    _add_workers(page)
    # Then the review shows exactly what will be signed
    page.goto(f"{system.url}/contratos/?periodo=2026-2")
    page.get_by_role("button", name="Revisar informativa").click()
    for worker in WORKERS:
        expect(page.get_by_text(worker["nss"])).to_be_attached()
    steps.expect_text(page, "SERVICIOS DE PRUEBA LARGOS")
    steps.look(page, "revision")
    _expect_a_review_on_paper(page)
    # And signing it gives a receipt within seconds
    steps.sign(page, system, "02")
    button = page.get_by_role("button", name="Descargar acuse")
    expect(button).to_be_visible(timeout=10_000)
    steps.look(page, "acuse")
    _expect_a_receipt_on_paper(page)
    with page.expect_download() as download:
        button.click()
    receipt = tmp_path / "acuse.pdf"
    download.value.save_as(receipt)
    # And a third party verifies it, on the page and without the network
    page.get_by_role("link", name="Verificar este acuse").click()
    steps.expect_text(page, "auténtico y está vigente")
    steps.look(page, "verificar")
    _verify_by_file(page, system, receipt)
    _verify_offline(system, receipt)


def test_sin_informacion_takes_three_clicks_after_entering(page: Page, system: System) -> None:
    steps.enter(page, system, "03")
    page.get_by_role("button", name="Presentar sin información").click()
    steps.choose_efirma(page, system.efirma("03"))
    page.get_by_role("button", name="Firmar y presentar").click()
    page.wait_for_url(f"{system.url}/acuses/SI262*/")
    page.get_by_role("button", name="Descargar acuse").click()


def test_the_names_with_enie_and_ampersand_enter_and_are_shown_as_they_are_written(
    context: BrowserContext, system: System
) -> None:
    for who, name in (("04", "ÑANDU"), ("05", "&")):
        page = context.new_page()
        steps.enter(page, system, who)
        expect(page.locator(".account-name")).to_contain_text(name)
        page.get_by_role("button", name="Salir").click()
        page.wait_for_url(f"{system.url}/entrar/*")
        page.close()


def _complete_profile(page: Page, system: System, folder: Path) -> None:
    copy = folder / "registro.pdf"
    copy.write_bytes(blank_pdf())
    page.goto(f"{system.url}/datos/")
    for label, value in {
        "Correo electrónico": "faro@example.com",
        "Teléfono móvil": "55 1234 5678",
        "Teléfono fijo": "55 8765 4321",
        "Código postal": "64000",
        "Colonia": "Centro",
        "Calle": "Escobedo",
        "Número exterior": "101",
        "Número interior": "4",
        "Municipio o alcaldía": "Monterrey",
        "Número de registro REPSE": "STPS/UTD/DGIFT/AR1876/2025",
        "Fecha de registro": "2025-03-01",
        "Folio del servicio": "1",
        "Descripción del servicio": SERVICE,
    }.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Estado", exact=True).select_option(label="Nuevo León")
    page.get_by_label("Copia del registro (PDF)").set_input_files(copy)
    page.get_by_role("button", name="Guardar", exact=True).click()
    steps.expect_text(page, "Guardado")
    steps.look(page, "datos")


def _add_contract(page: Page, system: System) -> None:
    page.goto(f"{system.url}/contratos/?periodo=2026-2")
    page.get_by_role("button", name="Agregar contrato").click()
    page.get_by_label("RFC del contratante", exact=True).fill("CPM090518QC0")
    page.get_by_label("Nombre, denominación o razón social", exact=True).fill(
        "CORPORATIVO PLAZA MIRADOR SA DE CV"
    )
    page.get_by_label("Objeto del contrato", exact=True).fill("Vigilancia de la torre y su estacionamiento")
    page.get_by_label("Servicio u obra especializado contratado", exact=True).select_option(index=1)
    page.get_by_label("Fecha inicial", exact=True).fill("2026-06-15")
    page.get_by_label("Fecha final", exact=True).fill("2027-06-14")
    steps.look(page, "contrato-nuevo")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.wait_for_url(re.compile(r"/contratos/A26S\d{7}/"))


def _add_workers(page: Page) -> None:
    for worker in WORKERS:
        for label, column in {
            "NSS": "nss",
            "CURP": "curp",
            "Primer apellido": "primer_apellido",
            "Segundo apellido": "segundo_apellido",
            "Nombre(s)": "nombre",
            "Salario base de cotización": "sbc",
        }.items():
            page.get_by_label(label, exact=True).fill(str(worker[column] or ""))
        page.get_by_role("button", name="Agregar trabajador").click()
        steps.expect_text(page, worker["curp"])
    steps.look(page, "contrato")


def _expect_a_review_on_paper(page: Page) -> None:
    """All that will be signed, the folded lists too, and nothing that only a screen can do."""
    paper = steps.printed(page)
    for kept in (SERVICE, "CPM090518QC0", *(worker["nss"] for worker in WORKERS)):
        assert kept in paper
    for left_out in ("Panel", "Salir", "Firmar y presentar", "Descargar la lista", "Cambiar el contrato"):
        assert left_out not in paper


def _expect_a_receipt_on_paper(page: Page) -> None:
    paper = steps.printed(page)
    code = page.locator("#receipt-code").inner_text()
    for kept in (page.url.split("/")[-2], code, "Trabajadores", "Presentada en tiempo"):
        assert kept in paper
    for left_out in ("Panel", "Salir", "Descargar acuse", "Corregir, actualizar", "Copiar"):
        assert left_out not in paper


def _verify_by_file(page: Page, system: System, receipt: Path) -> None:
    page.goto(f"{system.url}/verificar/")
    page.locator("input[type=file]").set_input_files(receipt)
    page.wait_for_url(f"{system.url}/verificar/resultado/")
    steps.expect_text(page, "auténtico y está vigente")


def _verify_offline(system: System, receipt: Path) -> None:
    demo = system.data / "demo"
    words = [sys.executable, "-m", "icsoe.interfaces.cli", "verify", str(receipt)]
    words += ["--seal-certificate", str(demo / "seal" / "ca.cer"), "--anchors", str(demo / "anchors")]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0
    altered = receipt.with_name("alterado.pdf")
    content = bytearray(receipt.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    words[4] = str(altered)
    assert subprocess.run(words, capture_output=True, check=False).returncode == 5
