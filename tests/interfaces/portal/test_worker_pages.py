"""Workers one by one: with scripts only a part changes, without them the whole page comes back."""

from typing import Any

import pytest
from tests.firms import Firm, persons, put_in_register

from icsoe.apps.contracts.models import CapturePeriod, Contract, Worker

PEOPLE = persons(35)
FIRST, SECOND = PEOPLE[0], PEOPLE[1]
PART = {"HX-Request": "true", "HX-Target": "trabajadores"}
LIST = {"HX-Request": "true", "HX-Target": "lista"}


@pytest.fixture
def contract(firm: Firm) -> Contract:
    return firm.contract()


def send(firm: Firm, contract: Contract, path: str = "", headers: dict[str, str] = PART, **sent: Any) -> Any:
    address = f"/contratos/{contract.folio}/trabajadores/{path}"
    return firm.browser.post(address, sent, headers=headers)


def page(firm: Firm, contract: Contract, query: str = "") -> str:
    return str(firm.browser.get(f"/contratos/{contract.folio}/{query}").content.decode())


def test_each_label_stands_once_also_while_a_row_is_changed(firm: Firm, contract: Contract) -> None:
    worker = firm.worker(contract, FIRST)
    labels = ("NSS", "CURP", "Primer apellido", "Segundo apellido", "Nombre(s)", "Salario base de cotización")
    for body in (page(firm, contract), send(firm, contract, f"{worker.pk}/editar/", {}).content.decode()):
        for label in (*labels, "Buscar trabajador"):
            assert body.count(f">{label}</label>") == 1, label
        assert not [
            part
            for part in body.split('aria-label="')[1:]
            if {"NSS", "CURP"} & set(part.split('"')[0].split())
        ]


def test_adding_gives_the_part_back_with_the_cursor_in_the_nss(firm: Firm, contract: Contract) -> None:
    response = send(firm, contract, **FIRST)
    body = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in body
    assert "autofocus" in body.split('name="nss"')[1].split(">")[0]
    assert body.count("autofocus") == 1
    assert "Se agregó a" in body
    assert f'data-draft-saved="worker-{contract.folio}"' in body
    assert FIRST["nss"] in body
    assert 'id="worker-news" hx-swap-oob="innerHTML"' in body


def test_without_scripts_adding_comes_back_to_the_page(firm: Firm, contract: Contract) -> None:
    response = send(firm, contract, "", {}, **FIRST)
    assert response["Location"] == f"/contratos/{contract.folio}/?capturar=1#trabajadores"
    body = page(firm, contract, "?capturar=1")
    assert "<html" in body
    assert "Se agregó a" in body
    assert "autofocus" in body


@pytest.mark.parametrize("headers", [PART, {}])
def test_errors_stand_at_their_fields_with_what_was_typed(
    firm: Firm, contract: Contract, headers: dict[str, str]
) -> None:
    response = send(firm, contract, "", headers, **{**FIRST, "nss": "123", "sbc": "mucho"})
    body = response.content.decode()
    assert response.status_code == 422
    assert ("<html" in body) is (headers == {})
    for field in ("nss", "sbc"):
        assert f'data-focus="id_{field}"' in body
        assert f'id="id_{field}_error"' in body
    assert FIRST["curp"] in body
    assert body.count("data-error-summary") == 1
    assert "autofocus" not in body


def test_warnings_come_beside_success(firm: Firm, contract: Contract) -> None:
    body = send(firm, contract, **{**FIRST, "sbc": "12.5"}).content.decode()
    assert "Se agregó a" in body
    assert "menor que el salario mínimo" in body
    assert "no está disponible" in body


def test_a_row_is_opened_changed_and_closed_in_its_place(firm: Firm, contract: Contract) -> None:
    worker = firm.worker(contract, FIRST)
    opened = send(firm, contract, f"{worker.pk}/editar/").content.decode()
    assert f'value="{FIRST["curp"]}"' in opened
    assert "Agregar trabajador" not in opened
    wrong = send(firm, contract, f"{worker.pk}/", **{**FIRST, "nombre": ""})
    assert wrong.status_code == 422
    assert "Guardar cambios" in wrong.content.decode()
    saved = send(firm, contract, f"{worker.pk}/", **{**FIRST, "sbc": "999.50"}).content.decode()
    assert "$999.50" in saved
    assert "Agregar trabajador" in saved


def test_removing_can_be_undone(firm: Firm, contract: Contract) -> None:
    worker = firm.worker(contract, FIRST)
    removed = send(firm, contract, f"{worker.pk}/quitar/").content.decode()
    assert "Deshacer" in removed
    assert not Worker.objects.exists()
    assert FIRST["nss"] not in removed
    restored = send(firm, contract, f"{worker.pk}/deshacer/").content.decode()
    assert FIRST["nss"] in restored
    again = send(firm, contract, f"{worker.pk}/deshacer/")
    assert again.status_code == 409
    assert Worker.objects.count() == 1


def test_without_scripts_removing_can_be_undone_too(firm: Firm, contract: Contract) -> None:
    worker = firm.worker(contract, FIRST)
    there = send(firm, contract, f"{worker.pk}/quitar/", {})["Location"]
    assert there == f"/contratos/{contract.folio}/?quitado={worker.pk}"
    assert f"/trabajadores/{worker.pk}/deshacer/" in page(firm, contract, f"?quitado={worker.pk}")
    assert send(firm, contract, f"{worker.pk}/deshacer/", {}).status_code == 302
    assert Worker.objects.count() == 1


def test_what_was_put_back_by_hand_is_not_put_back_twice(firm: Firm, contract: Contract) -> None:
    worker = firm.worker(contract, FIRST)
    send(firm, contract, f"{worker.pk}/quitar/")
    firm.worker(contract, FIRST)
    response = send(firm, contract, f"{worker.pk}/deshacer/")
    assert response.status_code == 409
    assert "ya está en este contrato" in response.content.decode()


@pytest.mark.parametrize("words", [FIRST["nss"][:8], FIRST["curp"].lower()[:12], FIRST["primer_apellido"]])
def test_searching_changes_only_the_list_and_leaves_no_trace_in_the_address(
    firm: Firm, contract: Contract, words: str
) -> None:
    firm.worker(contract, FIRST)
    firm.worker(contract, SECOND)
    response = send(firm, contract, "buscar/", LIST, q=words)
    body = response.content.decode()
    assert FIRST["nss"] in body
    assert "Buscar trabajador" not in body
    assert words not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]
    whole = send(firm, contract, "buscar/", {}, q=words).content.decode()
    assert f'value="{words}"' in whole
    assert "Ningún trabajador coincide" in send(firm, contract, "buscar/", LIST, q="zzz").content.decode()


def test_pages_turn_by_ids_and_hold_everybody(firm: Firm, contract: Contract) -> None:
    for person in PEOPLE:
        firm.worker(contract, person)
    first = page(firm, contract)
    assert "Se muestran 25 de 35 trabajadores." in first
    after = first.split('name="after" value="')[-1].split('"')[0]
    second = send(firm, contract, "buscar/", LIST, after=after).content.decode()
    assert "Se muestran 10 de 35 trabajadores." in second
    shown = [person["nss"] for person in PEOPLE if (person["nss"] in first) != (person["nss"] in second)]
    assert len(shown) == len(PEOPLE)
    before = second.split('name="before" value="')[-1].split('"')[0]
    assert "Se muestran 25" in send(firm, contract, "buscar/", LIST, before=before).content.decode()


def test_no_address_on_the_page_holds_an_nss_or_a_curp(firm: Firm, contract: Contract) -> None:
    for person in PEOPLE:
        firm.worker(contract, person)
    body = page(firm, contract)
    for attribute in ("href", "action", "formaction", "hx-post", "hx-get"):
        for address in (part.split('"')[0] for part in body.split(f' {attribute}="')[1:]):
            assert not [one for one in PEOPLE if one["nss"] in address or one["curp"] in address]


def test_the_register_is_offered_and_fills_what_is_left_empty(firm: Firm, contract: Contract) -> None:
    put_in_register(FIRST)
    keys = {"nss": FIRST["nss"], "curp": FIRST["curp"]}
    offered = send(firm, contract, "registro/", {"HX-Request": "true", "HX-Target": "registro"}, **keys)
    assert FIRST["primer_apellido"] in offered.content.decode()
    assert "$512.30" in offered.content.decode()
    alone = send(
        firm, contract, "registro/", {"HX-Request": "true", "HX-Target": "registro"}, nss=FIRST["nss"]
    )
    assert FIRST["primer_apellido"] not in alone.content.decode()
    filled = send(firm, contract, "registro/", **keys, usar="1").content.decode()
    assert f'value="{FIRST["primer_apellido"]}"' in filled
    assert 'value="512.30"' in filled
    empty = dict.fromkeys(("primer_apellido", "segundo_apellido", "nombre", "sbc"), "")
    assert send(firm, contract, **keys, **empty).status_code == 200
    assert str(Worker.objects.get().sbc) == "512.30"


def test_what_another_window_changed_is_shown_before_it_is_overwritten(
    firm: Firm, contract: Contract
) -> None:
    worker = firm.worker(contract, FIRST)
    opened = send(firm, contract, f"{worker.pk}/editar/").content.decode()
    seen = opened.split('name="seen" value="')[1].split('"')[0]
    assert send(firm, contract, f"{worker.pk}/", **{**FIRST, "sbc": "800", "seen": seen}).status_code == 200
    late = {**FIRST, "nombre": "OTRA", "seen": seen}
    response = send(firm, contract, f"{worker.pk}/", **late)
    body = response.content.decode()
    assert response.status_code == 422
    assert "800.00" in body.split("data-error-summary")[1].split("</ul>")[0]
    assert 'value="OTRA"' in body
    worker.refresh_from_db()
    assert (str(worker.sbc), worker.nombre) == ("800.00", FIRST["nombre"])
    # Said once: who saves again knows what it leaves behind.
    late["seen"] = body.split('name="seen" value="')[1].split('"')[0]
    assert send(firm, contract, f"{worker.pk}/", **late).status_code == 200
    worker.refresh_from_db()
    assert worker.nombre == "OTRA"


@pytest.mark.parametrize("act", ["", "editar/", "quitar/"])
def test_a_worker_removed_in_another_window_is_told_and_what_was_typed_stays(
    firm: Firm, contract: Contract, act: str
) -> None:
    worker = firm.worker(contract, FIRST)
    firm.worker(contract, SECOND)
    send(firm, contract, f"{worker.pk}/quitar/")
    response = send(firm, contract, f"{worker.pk}/{act}", **({**FIRST, "sbc": "900.55"} if act == "" else {}))
    body = response.content.decode()
    assert response.status_code == 409
    assert "ya no está en la lista" in body
    assert ('value="900.55"' in body) is (act == "")
    assert "Agregar trabajador" in body
    assert SECOND["nss"] in body


def test_an_empty_list_is_not_asked_for_the_words_of_its_search(firm: Firm, contract: Contract) -> None:
    assert "#id_q" not in page(firm, contract)
    firm.worker(contract, FIRST)
    assert 'hx-include="#id_q"' in page(firm, contract)


def test_another_providers_workers_are_not_there(firm: Firm, rival: Firm, contract: Contract) -> None:
    worker = firm.worker(contract, FIRST)
    theirs = rival.contract()
    for path in (
        "",
        "buscar/",
        "registro/",
        *(f"{worker.pk}/{act}" for act in ("", "editar/", "quitar/", "deshacer/")),
    ):
        assert send(rival, contract, path, **SECOND).status_code == 404, path
    for act in ("", "editar/", "quitar/"):  # the same answer as for one that was removed
        response = send(rival, theirs, f"{worker.pk}/{act}", **SECOND)
        assert response.status_code == 409, act
        assert FIRST["nss"] not in response.content.decode()
    assert Worker.objects.get().nss == FIRST["nss"]


def test_a_presented_period_refuses_with_its_reason(firm: Firm, contract: Contract) -> None:
    worker = firm.worker(contract, FIRST)
    CapturePeriod.objects.update(is_open=False)
    response = send(firm, contract, f"{worker.pk}/quitar/")
    assert response.status_code == 409
    assert "ya se presentó" in response.content.decode()
    assert send(firm, contract, **SECOND).status_code == 422
    assert Worker.objects.count() == 1


def test_a_lost_session_sends_the_browser_to_the_door(firm: Firm, contract: Contract) -> None:
    firm.browser.logout()
    headers = {**PART, "referer": f"http://testserver/contratos/{contract.folio}/"}
    response = send(firm, contract, "", headers, **FIRST)
    assert response.status_code == 401
    assert response["HX-Redirect"].endswith(f"next=%2Fcontratos%2F{contract.folio}%2F")


def test_a_session_lost_while_the_page_asks_by_itself_comes_back_to_the_page(firm: Firm) -> None:
    firm.browser.logout()
    headers = {"HX-Request": "true", "referer": "http://testserver/acuses/N262000001/"}
    response = firm.browser.get("/acuses/N262000001/estado/", headers=headers)
    assert response["HX-Redirect"].endswith("next=%2Facuses%2FN262000001%2F")


@pytest.mark.parametrize("path", ["", "buscar/", "registro/", "1/", "1/editar/", "1/quitar/", "1/deshacer/"])
def test_addresses_that_only_take_posts_lead_back(firm: Firm, contract: Contract, path: str) -> None:
    response = firm.browser.get(f"/contratos/{contract.folio}/trabajadores/{path}")
    assert response["Location"] == f"/contratos/{contract.folio}/"


def test_hostile_texts_are_shown_as_texts(firm: Firm, contract: Contract) -> None:
    body = send(firm, contract, "buscar/", {}, q="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in body
    assert send(firm, contract, "buscar/", LIST, q="\0", after="9" * 40).status_code == 200


def test_what_a_page_says_of_a_worker_never_travels_in_a_cookie(firm: Firm, contract: Contract) -> None:
    response = send(firm, contract, "", {}, **FIRST)
    assert set(response.cookies) <= {"icsoe_session", "icsoe_csrf"}
