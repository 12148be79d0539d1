"""What is refused at the sign box, and what never leaves the computer."""

import base64
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect
from tests.journeys import steps
from tests.journeys.conftest import System

pytestmark = pytest.mark.journey

WINDOW = 16


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("refused-csd", "sello digital"),
        ("refused-expired", "vencido"),
        ("refused-not-yet-valid", "todavía no"),
        ("refused-revoked", "revocada"),
        ("refused-untrusted", "no fue emitido por una autoridad"),
    ],
)
def test_an_e_firma_that_does_not_serve_is_refused_with_its_reason(
    page: Page, system: System, who: str, sentence: str
) -> None:
    page.goto(f"{system.url}/entrar/")
    steps.choose_efirma(page, system.efirma(who))
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(steps.refusal(page)).to_contain_text(sentence)
    expect(page).to_have_url(f"{system.url}/entrar/")


def test_a_wrong_password_is_told_and_can_be_tried_again(page: Page, system: System) -> None:
    page.goto(f"{system.url}/entrar/")
    steps.choose_efirma(page, system.efirma("01"), password="no-es-esta")
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(steps.refusal(page)).to_contain_text("contraseña")
    page.get_by_label("Contraseña de la clave privada", exact=True).fill(steps.PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url(f"{system.url}/panel/")


def test_the_key_of_another_certificate_is_refused(page: Page, system: System) -> None:
    page.goto(f"{system.url}/entrar/")
    other = next(system.efirma("02").glob("*.key"))
    steps.choose_efirma(page, system.efirma("01"), key=other)
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(steps.refusal(page)).to_contain_text("no corresponde")


def test_the_e_firma_of_another_rfc_cannot_sign_in_this_session(page: Page, system: System) -> None:
    steps.enter(page, system, "01")
    page.goto(f"{system.url}/informativa/2026-2/")
    steps.choose_efirma(page, system.efirma("03"))
    page.get_by_role("button", name="Firmar y presentar").click()
    expect(steps.refusal(page)).to_contain_text("RFC")
    expect(page).to_have_url(f"{system.url}/informativa/2026-2/")


def test_neither_the_key_nor_the_password_ever_leaves_the_browser(
    context: BrowserContext, system: System
) -> None:
    sent: list[bytes] = []

    def keep(request: Request) -> None:
        headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
        sent.append(request.url.encode() + headers.encode() + (request.post_data_buffer or b""))

    context.on("request", keep)
    page = context.new_page()
    steps.enter(page, system, "05")
    page.get_by_role("button", name="Presentar sin información").click()
    steps.sign(page, system, "05")
    page.wait_for_timeout(500)
    traffic = b"\n".join(sent)
    traffic += unquote_to_bytes(traffic)
    assert b"/presentar/" in traffic
    key = next(system.efirma("05").glob("*.key")).read_bytes()
    assert steps.PASSWORD.encode() not in traffic
    assert _found(key, traffic) == []


def test_a_session_that_ends_in_mid_form_brings_the_person_back_with_what_was_typed(
    page: Page, context: BrowserContext, system: System
) -> None:
    steps.enter(page, system, "03")
    page.goto(f"{system.url}/datos/")
    page.get_by_label("Correo electrónico", exact=True).fill("lucia.nueva@example.com")
    page.get_by_label("Calle", exact=True).fill("Callejón de las Ánimas")
    context.clear_cookies(name="icsoe_session")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.wait_for_url(f"{system.url}/entrar/?next=*")
    steps.expect_text(page, "Su sesión terminó")
    steps.choose_efirma(page, system.efirma("03"))
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.wait_for_url(f"{system.url}/datos/")
    expect(page.get_by_label("Correo electrónico", exact=True)).to_have_value("lucia.nueva@example.com")
    expect(page.get_by_label("Calle", exact=True)).to_have_value("Callejón de las Ánimas")


def test_what_changed_since_the_review_is_told_and_nothing_is_presented(
    page: Page, context: BrowserContext, system: System
) -> None:
    steps.enter(page, system, "01")
    page.goto(f"{system.url}/informativa/2026-2/")
    steps.choose_efirma(page, system.efirma("01"))
    other = context.new_page()
    other.goto(f"{system.url}/contratos/?periodo=2026-2")
    other.get_by_role("link", name="A26S").first.click()
    other.locator("table").get_by_role("button", name="Quitar").first.click()
    steps.expect_text(other, "Deshacer")
    other.close()
    page.get_by_role("button", name="Firmar y presentar").click()
    expect(steps.refusal(page)).to_contain_text("Revise de nuevo")
    expect(steps.refusal(page)).to_contain_text("cambió la lista de trabajadores")


def test_another_provider_s_addresses_do_not_exist(
    page: Page, context: BrowserContext, system: System
) -> None:
    steps.enter(page, system, "01")
    page.goto(f"{system.url}/contratos/?periodo=2026-2")
    contract = page.get_by_role("link", name="A26S").first.get_attribute("href") or ""
    assert page.goto(system.url + contract).ok  # type: ignore[union-attr]
    page.get_by_role("button", name="Salir").click()
    steps.enter(page, system, "03")
    for address in (contract, contract + "editar/"):
        answer = page.goto(system.url + address)
        assert answer is not None
        assert answer.status == 404


def _found(key: bytes, traffic: bytes) -> list[str]:
    """Windows of the key found in the traffic: raw, hexadecimal, or base64 at any of its three alignments."""
    seen: list[str] = []
    for start in range(len(key) - WINDOW + 1):
        window = key[start : start + WINDOW]
        shapes = {"raw": window, "hex": window.hex().encode(), "HEX": window.hex().upper().encode()}
        for shift in range(3):
            # Only the characters that depend on whole bytes of the window.
            encoded = base64.b64encode(b"\0" * shift + window)
            first = -(-8 * shift // 6)
            shapes[f"base64+{shift}"] = encoded[first : first + 18]
        seen += [f"{name}@{start}" for name, shape in shapes.items() if shape in traffic]
    return seen


def test_the_search_for_the_key_would_find_it(tmp_path: Path) -> None:
    key = bytes(range(200))
    for traffic in (key, key.hex().encode(), base64.b64encode(b"{" + key), base64.b64encode(b"{}" + key)):
        assert _found(key, b"before" + traffic + b"after")
    assert _found(key, b"nothing here") == []
