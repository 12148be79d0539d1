"""Clients and contracts: lists, forms and what each says."""

from datetime import date
from typing import Any

import pytest
from tests.firms import AT, CLIENT_RFC, OTHER_CLIENT_RFC, Firm, persons

from icsoe.apps.contracts import services
from icsoe.apps.contracts.models import Beneficiary, CapturePeriod, Contract
from icsoe.apps.contracts.records import PartyData
from icsoe.apps.registries.models import Taxpayer

LABELS = (
    "RFC del contratante",
    "Nombre, denominación o razón social",
    "Objeto del contrato",
    "Servicio u obra especializado contratado",
    "Fecha inicial",
    "Fecha final",
    "Referencia propia",
    "Trabajadores estimados",
)


def form(**changes: str) -> dict[str, str]:
    return {
        "beneficiary_rfc": CLIENT_RFC,
        "beneficiary_name": "Hotelera Bahía Serena",
        "object": "Limpieza de habitaciones",
        "service_folio": "104",
        "start_date": "2026-05-04",
        "end_date": "",
        "reference": "C-1",
        "estimated_workers": "1,200",
        **changes,
    }


def seen(firm: Firm, path: str) -> str:
    response = firm.browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def new(firm: Firm, **changes: str) -> Any:
    return firm.browser.post("/contratos/nuevo/?periodo=2026-2", form(**changes))


def test_an_empty_period_says_what_to_do(firm: Firm) -> None:
    page = seen(firm, "/contratos/")
    assert "No hay contratos de este cuatrimestre" in page
    assert ">mayo-agosto de 2026</option>" in page
    assert '<form class="go" method="get" action="/contratos/nuevo/">' in page
    assert '<input type="hidden" name="periodo" value="2026-2">' in page
    assert "Agregar contrato</button>" in page
    assert '<form class="go" method="get" action="/informativa/2026-2/">' in page
    assert "Revisar informativa" in page


def test_the_list_counts_workers_and_says_what_each_contract_lacks(firm: Firm) -> None:
    full, empty = firm.contract(reference="uno"), firm.contract(reference="dos")
    firm.worker(full, persons(1)[0])
    page = seen(firm, "/contratos/?periodo=2026-2")
    assert "2 contratos; a 1 le faltan trabajadores." in page
    assert "Faltan trabajadores" in page
    assert "Completo" in page
    lacking = seen(firm, "/contratos/?periodo=2026-2&ver=incompletos")
    assert empty.folio in lacking
    assert full.folio not in lacking
    assert "Ningún contrato coincide" in seen(firm, "/contratos/?q=zzz")


@pytest.mark.parametrize("period", ["2026-3x", "2020-1", "2027-1", "nada", "2026-4"])
def test_a_period_that_is_none_or_has_not_begun_is_not_there(firm: Firm, period: str) -> None:
    assert firm.browser.get(f"/contratos/?periodo={period}").status_code == 404
    assert firm.browser.get(f"/contratos/nuevo/?periodo={period}").status_code == 404


def test_the_form_has_each_label_once_and_bounds_the_start(firm: Firm) -> None:
    page = seen(firm, "/contratos/nuevo/?periodo=2026-2")
    for label in LABELS:
        assert page.count(f">{label}</label>") == 1, label
    assert 'max="2026-08-31" min="2026-05-01"' in page
    assert "104 · Limpieza</option>" in page
    assert page.count(">Guardar</button>") == 1


def test_without_a_registration_it_leads_there(newcomer: Firm) -> None:
    page = seen(newcomer, "/contratos/nuevo/")
    assert "Primero capture su registro REPSE" in page
    assert 'href="/datos/#id_registration_number"' in page
    assert "id_object" not in page


def test_saving_leads_to_the_contract(firm: Firm) -> None:
    response = new(firm)
    made = Contract.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/contratos/{made.folio}/")
    page = seen(firm, response["Location"])
    assert f"Contrato {made.folio} guardado a las 12:00" in page
    assert "1,200" in page
    assert made.estimated_workers == 1200
    assert "Este contrato todavía no tiene trabajadores" in page


def test_every_error_stands_at_its_field_and_in_the_summary(firm: Firm) -> None:
    response = new(
        firm, beneficiary_rfc="XAXX010101000", object="", start_date="2026-09-02", service_folio="9"
    )
    page = response.content.decode()
    assert response.status_code == 422
    for field in ("beneficiary_rfc", "object", "start_date", "service_folio"):
        assert f'data-focus="id_{field}"' in page, field
        assert f'id="id_{field}_error"' in page, field
    assert "2 de septiembre de 2026" in page
    assert not Contract.objects.exists()


@pytest.mark.parametrize("estimate", ["muchos", "-1", "1.5"])
def test_an_estimate_that_is_no_number_is_told(firm: Firm, estimate: str) -> None:
    assert "no es un número estimado" in new(firm, estimated_workers=estimate).content.decode()


def test_a_contract_is_changed_in_place(firm: Firm) -> None:
    made = firm.contract()
    path = f"/contratos/{made.folio}/editar/"
    assert 'value="2026-05-04"' in seen(firm, path)
    assert firm.browser.post(path, form(end_date="2026-12-31")).status_code == 302
    made.refresh_from_db()
    assert made.end_date == date(2026, 12, 31)
    assert firm.browser.post(path, form(end_date="2026-01-01")).status_code == 422


def test_a_contract_is_removed_only_after_asking(firm: Firm) -> None:
    made = firm.contract()
    path = f"/contratos/{made.folio}/eliminar/"
    assert f"¿Quitar el contrato {made.folio}?" in seen(firm, path)
    assert Contract.objects.exists()
    assert firm.browser.post(path)["Location"] == "/contratos/?periodo=2026-2"
    assert not Contract.objects.exists()


def test_another_providers_pages_are_not_there(firm: Firm, rival: Firm) -> None:
    made = firm.contract()
    for path in (
        f"/contratos/{made.folio}/",
        f"/contratos/{made.folio}/editar/",
        f"/contratos/{made.folio}/eliminar/",
        f"/contratantes/{CLIENT_RFC}/",
        "/contratos/A26S9999999/",
    ):
        assert rival.browser.get(path).status_code == 404, path
        assert rival.browser.post(path, form()).status_code in {404, 405}, path
    assert Contract.objects.count() == 1


def test_a_presented_period_is_read_only_and_says_how_to_correct(firm: Firm) -> None:
    made = firm.contract()
    firm.worker(made, persons(1)[0])
    CapturePeriod.objects.update(is_open=False)
    page = seen(firm, f"/contratos/{made.folio}/")
    assert "ya se presentó" in page
    assert 'href="/acuses/"' in page
    for absent in (
        "Agregar trabajador",
        "Cambiar los datos",
        "Editar",
        "Cargar archivo",
        "Revisar informativa",
    ):
        assert absent not in page, absent
    assert "Agregar contrato" not in seen(firm, "/contratos/?periodo=2026-2")
    assert "id_object" not in seen(firm, f"/contratos/{made.folio}/editar/")
    response = firm.browser.post(f"/contratos/{made.folio}/editar/", form())
    assert response.status_code == 422
    assert firm.browser.post(f"/contratos/{made.folio}/eliminar/").status_code == 302
    assert Contract.objects.exists()


def test_the_directory_offers_itself_in_the_form(firm: Firm) -> None:
    firm.contract()
    page = seen(firm, f"/contratos/nuevo/?periodo=2026-2&contratante={CLIENT_RFC}")
    assert f'<option value="{CLIENT_RFC}">Hotelera Bahía Serena, S. A. de C. V.</option>' in page
    assert f'value="{CLIENT_RFC}"' in page
    new(firm, beneficiary_name="", reference="C-2")
    assert Contract.objects.latest("id").beneficiary.name == "Hotelera Bahía Serena, S. A. de C. V."


def validate(firm: Firm, **sent: str) -> str:
    response = firm.browser.post("/contratantes/validar/", {"beneficiary_name": "", **sent})
    return str(response.content.decode())


def test_an_rfc_is_validated_against_the_register(firm: Firm) -> None:
    unavailable = validate(firm, beneficiary_rfc=OTHER_CLIENT_RFC)
    assert "no está disponible" in unavailable
    Taxpayer.objects.create(rfc=CLIENT_RFC, name="HOTELERA BAHIA SERENA")
    assert "no tiene este RFC" in validate(firm, beneficiary_rfc=OTHER_CLIENT_RFC)
    found = validate(firm, beneficiary_rfc=CLIENT_RFC.lower())
    assert 'value="HOTELERA BAHIA SERENA"' in found
    assert 'hx-swap-oob="true"' in found


def test_validating_never_overwrites_what_was_typed_unless_asked(firm: Firm) -> None:
    Taxpayer.objects.create(rfc=CLIENT_RFC, name="HOTELERA BAHIA SERENA")
    typed = {"beneficiary_rfc": CLIENT_RFC, "beneficiary_name": "Hotelera"}
    assert "hx-swap-oob" not in validate(firm, **typed)
    assert "Usar este nombre" in validate(firm, **typed)
    assert "hx-swap-oob" in validate(firm, **typed, usar="1")


def test_a_wrong_rfc_is_told_before_asking_anybody(firm: Firm) -> None:
    assert "Al RFC «HBS010203» le falta la homoclave" in validate(firm, beneficiary_rfc="HBS010203")


def test_the_directory_adds_changes_and_finds(firm: Firm) -> None:
    assert "Todavía no hay contratantes" in seen(firm, "/contratantes/")
    address = dict.fromkeys(
        ("postal_code", "colonia", "street", "outside_number", "inside_number", "between_streets"), ""
    )
    sent = {
        "beneficiary_rfc": CLIENT_RFC,
        "beneficiary_name": "Hotelera",
        "email": "pagos@hotel.example",
        "mobile": "",
        "landline": "",
        "municipality": "",
        "state": "",
        **address,
    }
    assert firm.browser.post("/contratantes/nuevo/", sent)["Location"] == "/contratantes/"
    assert "pagos@hotel.example" in seen(firm, "/contratantes/?q=hote")
    path = f"/contratantes/{CLIENT_RFC}/"
    other = {**sent, "beneficiary_rfc": OTHER_CLIENT_RFC, "email": ""}
    assert firm.browser.post(path, other).status_code == 302
    kept = Beneficiary.objects.get()
    assert (kept.rfc, kept.email) == (CLIENT_RFC, "")
    wrong = firm.browser.post(path, {**sent, "colonia": "Centro"})
    assert wrong.status_code == 422
    assert 'data-focus="id_postal_code"' in wrong.content.decode()


def test_a_long_directory_is_paged(firm: Firm) -> None:
    for place in range(26):
        party = PartyData(rfc=f"AAA0101{place % 28 + 1:02d}{place // 28}A1", name=f"Cliente {place:02d}")
        services.save_beneficiary(provider_rfc=firm.provider.rfc, party=party, by=firm.actor, at=AT)
    page = seen(firm, "/contratantes/")
    assert "Siguiente" in page
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Cliente 25" in seen(firm, following)
