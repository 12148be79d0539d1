"""General data on one page: what a person sees, saves, and is told."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from tests.firms import Firm
from tests.lib.papers.craft import pdf

from icsoe.apps.access.doors import Visit
from icsoe.apps.access.enums import AccountKind
from icsoe.apps.access.permissions import Permission, can
from icsoe.apps.providers import selectors
from icsoe.apps.providers.models import Address
from icsoe.interfaces.portal import profile

ADDRESS = {
    "postal_code": "06600",
    "colonia": "Juárez",
    "street": "Reforma",
    "outside_number": "476",
    "inside_number": "",
    "between_streets": "",
    "municipality": "Cuauhtémoc",
    "state": "09",
}
SERVICES = {
    "services-TOTAL_FORMS": "2",
    "services-INITIAL_FORMS": "0",
    "services-0-folio": "104",
    "services-0-description": "Limpieza",
    "services-1-folio": "",
    "services-1-description": "",
}
LABELS = (
    "Correo electrónico",
    "Teléfono móvil",
    "Teléfono fijo",
    "Código postal",
    "Colonia",
    "Calle",
    "Número exterior",
    "Número interior",
    "Número de registro REPSE",
    "Fecha de registro",
    "Folio del servicio",
    "Descripción del servicio",
)


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "email": "avisos@firma.example",
        "mobile": "",
        "landline": "",
        **dict.fromkeys(ADDRESS, ""),
        "registration_number": "STPS/UTD/DGIFT/AR2/2026",
        "registered_on": "2026-03-02",
        **SERVICES,
        "social-TOTAL_FORMS": "0",
        "social-INITIAL_FORMS": "0",
        "pdf": SimpleUploadedFile("copia.pdf", pdf(), "application/pdf"),
        **changes,
    }


def save(firm: Firm, **changes: Any) -> HttpResponse:
    response: HttpResponse = firm.browser.post("/datos/guardar/", sent(**changes))
    return response


def body(response: HttpResponse) -> str:
    return response.content.decode()


def seen(firm: Firm, path: str = "/datos/") -> str:
    return body(firm.browser.get(path))


def without_templates(page: str) -> str:
    """What stands on the page before any script adds rows."""
    while "<template>" in page:
        start = page.index("<template>")
        page = page[:start] + page[page.index("</template>", start) + len("</template>") :]
    return page


def test_each_label_stands_once(newcomer: Firm) -> None:
    page = without_templates(seen(newcomer))
    for label in LABELS:
        assert page.count(f">{label}</label>") == 1, label
    assert page.count(">Guardar</button>") == 1


def test_a_person_is_never_asked_for_a_social_address(person_firm: Firm, firm: Firm) -> None:
    assert "Agregar domicilio social" not in seen(person_firm)
    assert "Agregar domicilio social" in seen(firm)
    assert without_templates(seen(firm, "/datos/?agregar=domicilio")).count(">Colonia</label>") == 2


def test_saving_says_the_hour_and_offers_the_next_step(newcomer: Firm) -> None:
    response = save(newcomer)
    assert (response.status_code, response["Location"]) == (302, "/datos/")
    page = seen(newcomer)
    assert "Guardado a las 12:00, hora del centro." in page
    assert 'data-draft-saved="profile"' in page
    assert "Agregar contrato" in page
    assert "copia.pdf" in page
    assert 'data-draft-saved="profile"' not in seen(newcomer)


def test_warnings_come_beside_success(newcomer: Firm) -> None:
    save(newcomer, registration_number="AR-77")
    page = seen(newcomer)
    assert "Guardado a las" in page
    assert "«AR-77» no tiene una forma conocida" in page


def test_every_error_stands_at_its_field_and_in_the_summary(newcomer: Firm) -> None:
    response = save(
        newcomer,
        email="nadie",
        colonia="Centro",
        **{"services-1-folio": "abc"},
        pdf=SimpleUploadedFile("copia.pdf", b"GIF89a"),
    )
    page = body(response)
    assert response.status_code == 422
    for field in ("id_email", "id_postal_code", "id_services-1-folio", "id_services-1-description", "id_pdf"):
        assert f'data-focus="{field}"' in page, field
        assert f'id="{field}_error"' in page, field
    assert 'value="nadie"' in page
    assert 'value="Centro"' in page
    assert selectors.provider(newcomer.provider.rfc).email == "avisos@firma.example"


def test_a_date_that_is_none_is_told_in_words(newcomer: Firm) -> None:
    assert "«ayer» no es una fecha" in body(save(newcomer, registered_on="ayer"))
    assert save(newcomer, registered_on="02/03/2026").status_code == 302


def test_a_file_over_ten_megabytes_is_refused_and_nothing_else_is_lost(newcomer: Firm) -> None:
    large = SimpleUploadedFile("copia.pdf", pdf() + bytes(11 * 1024 * 1024))
    response = save(newcomer, pdf=large, mobile="5512345678")
    assert response.status_code == 422
    assert "La copia en PDF pesa más de 10 MB" in body(response)
    assert 'value="5512345678"' in body(response)


def test_the_token_of_the_form_is_demanded(newcomer: Firm) -> None:
    newcomer.browser.handler.enforce_csrf_checks = True
    assert save(newcomer).status_code == 403


def test_a_social_address_is_kept_and_its_errors_are_its_own(firm: Firm) -> None:
    social = {f"social-0-{name}": text for name, text in ADDRESS.items()} | {"social-TOTAL_FORMS": "1"}
    wrong = save(firm, **social | {"social-0-colonia": ""})
    assert 'data-focus="id_social-0-colonia"' in body(wrong)
    assert save(firm, **social).status_code == 302
    assert Address.objects.get().kind == "social"
    assert save(firm).status_code == 302
    assert not Address.objects.exists()


def test_a_registration_that_is_kept_cannot_be_emptied_by_accident(firm: Firm) -> None:
    empty = {"registration_number": "", "registered_on": "", "services-0-folio": "", "pdf": ""}
    response = save(firm, **empty | {"services-0-description": ""})
    assert response.status_code == 422
    assert "Falta el número de registro REPSE" in body(response)


def test_without_scripts_saving_can_ask_for_another_row(firm: Firm) -> None:
    response = save(firm, agregar="servicio")
    assert response["Location"] == "/datos/?agregar=servicio"
    assert without_templates(seen(firm, "/datos/?agregar=servicio")).count(">Folio del servicio</label>") == 2


def test_an_earlier_registration_is_listed_and_removed_after_asking(firm: Firm, rival: Firm) -> None:
    save(firm)
    earlier = selectors.registrations(firm.provider.rfc)[1]
    path = f"/datos/registros/{earlier.pk}/quitar/"
    assert path in seen(firm)
    assert rival.browser.get(path).status_code == 404
    assert rival.browser.post(path).status_code == 404
    assert f"¿Quitar el registro {earlier.number}?" in seen(firm, path)
    assert firm.browser.post(path).status_code == 302
    assert len(selectors.registrations(firm.provider.rfc)) == 1


def test_the_copy_is_downloaded_by_its_own_and_never_shown(firm: Firm, rival: Firm) -> None:
    registration = selectors.registrations(firm.provider.rfc)[0]
    path = f"/datos/registros/{registration.pk}/copia/"
    response = firm.browser.get(path)
    assert response["Content-Disposition"] == 'attachment; filename="registro.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert rival.browser.get(path).status_code == 404


def test_a_lost_session_comes_back_to_the_form(firm: Firm) -> None:
    firm.browser.logout()
    response = firm.browser.post("/datos/guardar/", sent(), headers={"referer": "http://testserver/datos/"})
    assert response["Location"].endswith("next=%2Fdatos%2F")
    assert firm.browser.get("/datos/guardar/").status_code == 302


def test_who_may_only_read_sees_the_data_and_no_button(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Visit, "can", lambda _visit, asked: asked is not Permission.CHANGE_PROVIDER)
    page = seen(firm)
    assert "solo el titular los cambia" in page
    assert "Guardar</button>" not in page
    assert '<fieldset class="plain" disabled>' in page


@pytest.mark.parametrize("act", [profile.profile_save, profile.registration_remove])
def test_a_clerk_does_not_change_the_general_data(act: Any) -> None:
    assert act.door.permission is Permission.CHANGE_PROVIDER
    assert not can(AccountKind.CLERK, Permission.CHANGE_PROVIDER)
