"""What people do, in the words of the journeys."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pypdfium2
from playwright.sync_api import Page, expect
from tests.journeys.conftest import OUTPUT, ROOT, WIDTHS, System

PASSWORD = "12345678a"
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def choose_efirma(page: Page, folder: Path, *, password: str = PASSWORD, key: Path | None = None) -> None:
    """Put certificate, key and password into the sign box of the page."""
    page.locator("[data-signbox-ready]").wait_for()
    page.get_by_label("Certificado (.cer)").set_input_files(next(folder.glob("*.cer")))
    page.get_by_label("Clave privada (.key)").set_input_files(key or next(folder.glob("*.key")))
    page.get_by_label("Contraseña de la clave privada", exact=True).fill(password)


def enter(page: Page, system: System, who: str) -> None:
    """Enter with a practice e.firma, up to the board."""
    page.goto(f"{system.url}/entrar/")
    choose_efirma(page, system.efirma(who))
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url(f"{system.url}/panel/")


def sign(page: Page, system: System, who: str) -> None:
    """Sign and present what the review shows, up to its receipt."""
    choose_efirma(page, system.efirma(who))
    page.get_by_role("button", name="Firmar y presentar").click()
    page.wait_for_url(f"{system.url}/acuses/*/")


def refusal(page: Page) -> Any:
    """The region where the sign box says why not."""
    return page.locator("[data-signbox-error]")


def look(page: Page, name: str) -> None:
    """Find nothing with axe and keep a picture, at desktop and phone width."""
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(100)
        OUTPUT.mkdir(exist_ok=True)
        page.screenshot(path=OUTPUT / f"{name}-{width}.png", full_page=True)
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        told = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
        assert told == [], f"{name} at {width}: {told}"
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{name} at {width} scrolls sideways by {overflow} px"
    page.set_viewport_size(WIDTHS["desktop"])  # type: ignore[arg-type]


def printed(page: Page) -> str:
    """What the page says on paper, its lines run together."""
    paper = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    return " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in paper).split())


def expect_text(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def open_letter(page: Page, system: System, subject: str, to: str) -> None:
    """Open the last letter of that subject to somebody, within moments of its making."""
    letter = page.get_by_role("row").filter(has_text=to).get_by_role("link", name=subject)
    for _ in range(40):
        page.goto(f"{system.url}/practica/correos/")
        if letter.count():
            break
        page.wait_for_timeout(500)
    letter.first.click()


def enter_the_console(page: Page, system: System) -> None:
    """Enter as an officer of its own, made by whoever runs the system."""
    keys = _new_officer(system)
    page.goto(f"{system.url}/instituto/planteamientos/")
    page.get_by_label("Correo", exact=True).fill(keys["email"])
    page.get_by_label("Contraseña").fill(keys["password"])
    page.get_by_label("Código de su teléfono").fill(code_now(keys["totp_secret"]))
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


def code_now(secret: str) -> str:
    """What the application of codes on a telephone shows at this moment."""
    # Deferred: it needs Django set up, and the tools that take pictures walk without it.
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def add_worker(page: Page, worker: dict[str, object]) -> None:
    """Add one person with the form of a contract's page."""
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
    expect(page.locator("#trabajadores")).to_contain_text(str(worker["nss"]))
