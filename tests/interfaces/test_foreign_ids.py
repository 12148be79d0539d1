"""Another provider's folios, ids and keys inside what is sent, not in the address: they name nothing."""

import base64
from typing import Any

import pytest
from tests.clerks import appointed, browser_of, curp_of
from tests.firms import AT, PERIOD, Firm, make_firm, persons

from icsoe.apps.access.clerks import Reach
from icsoe.apps.access.models import Appointment
from icsoe.apps.contracts.models import Beneficiary, Contract, Roster, Worker
from icsoe.apps.intake.models import Load, Transfer
from icsoe.apps.providers.models import Provider


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)


@pytest.fixture
def firm(db: None) -> Firm:
    one = make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")
    one.worker(one.contract(), persons(1, seed=77)[0])
    return one


@pytest.fixture
def rival(db: None) -> Firm:
    one = make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")
    one.worker(one.contract(), persons(1, seed=78)[0])
    return one


def rows_of(one: Firm) -> list[Any]:
    rfc = one.provider.rfc
    return [
        list(Provider.objects.filter(rfc=rfc).values()),
        list(Contract.objects.filter(provider_id=rfc).values()),
        list(Beneficiary.objects.filter(provider_id=rfc).values()),
        list(Roster.objects.filter(contract__provider_id=rfc).values()),
        list(Worker.objects.filter(roster__contract__provider_id=rfc).values()),
        list(Appointment.objects.filter(provider_rfc=rfc).values()),
        list(Load.objects.filter(provider_id=rfc).values()),
        list(Transfer.objects.filter(provider_id=rfc).values()),
    ]


def contract_of(one: Firm) -> Contract:
    return Contract.objects.get(provider_id=one.provider.rfc)


def worker_of(one: Firm) -> Worker:
    return Worker.objects.get(roster__contract__provider_id=one.provider.rfc)


#: What a form might carry along, however it calls it.
def smuggled(rival: Firm) -> dict[str, object]:
    contract, worker = contract_of(rival), worker_of(rival)
    return {
        "provider_rfc": rival.provider.rfc,
        "provider": rival.provider.rfc,
        "provider_id": rival.provider.rfc,
        "rfc": rival.provider.rfc,
        "folio": contract.folio,
        "contract": contract.pk,
        "contract_id": contract.pk,
        "contracts": [contract.folio],
        "source": contract.folio,
        "roster": worker.roster_id,
        "roster_id": worker.roster_id,
        "editing": worker.pk,
        "id": worker.pk,
        "worker_id": worker.pk,
        "beneficiary": contract.beneficiary_id,
        "beneficiary_id": contract.beneficiary_id,
        "account": rival.provider.account_id,
        "is_open": "false",
        "state": "active",
        "sent_by": "x",
    }


@pytest.mark.parametrize("role", ["holder", "clerk"])
def test_no_form_reaches_another_s_rows_by_what_it_carries(firm: Firm, rival: Firm, role: str) -> None:
    browser = firm.browser if role == "holder" else browser_of(appointed(firm))
    mine, person = contract_of(firm), persons(3, seed=5)
    base, extra, before = f"/contratos/{mine.folio}/", smuggled(rival), rows_of(rival)
    contract = {
        "beneficiary_rfc": "HBS010203AB8",
        "beneficiary_name": "Hotelera Bahía Serena, S. A. de C. V.",
        "object": "Limpieza",
        "service_folio": "104",
        "start_date": "2026-05-04",
    }
    posts: list[tuple[str, dict[str, Any]]] = [
        (f"{base}trabajadores/", person[0]),
        (f"{base}trabajadores/{worker_of(firm).pk}/", person[1]),
        (f"{base}trabajadores/registro/", person[2]),
        (f"{base}trabajadores/buscar/", {"q": worker_of(rival).nss, "after": str(worker_of(rival).pk)}),
        (f"{base}editar/", contract),
        (f"{base}copiar-lista/", {"replace": "on"}),
        (f"/contratos/nuevo/?periodo={PERIOD}", contract),
        ("/contratantes/nuevo/", {"name": "Otra", "email": "x@y.example"}),
        ("/datos/guardar/", {"email": "a@b.example"}),
        (
            "/capturistas/invitar/",
            {"curp": curp_of(4), "name": "R", "email": "r@x.example", "scope": "algunos"},
        ),
        (f"/informativa/{PERIOD}/enviar/", {"note": ""}),
        (f"/informativa/{PERIOD}/devolver/", {}),
        ("/empresas/elegir/", {}),
        ("/empresas/solicitar/", {}),
    ]
    leaked = []
    for path, form in posts:
        page = browser.post(path, {**extra, **form}, follow=True).content.decode(errors="replace")
        if rival.provider.name in page or worker_of(rival).curp in page:
            leaked.append(path)
    assert leaked == []
    asked = [one for one in rows_of(rival)[5] if one["state"] != "asked"]
    after = rows_of(rival)
    after[5] = asked  # a clerk may ask anybody for access; nothing else changed
    assert after == before
    assert not Appointment.objects.filter(contracts__folio=contract_of(rival).folio).exists()


@pytest.mark.parametrize("said", ["folio", "owner"])
def test_an_upload_is_not_begun_in_another_s_contract(firm: Firm, rival: Firm, said: str) -> None:
    told = {"filename": "lista.csv", "folio": contract_of(rival).folio, "provider_rfc": rival.provider.rfc}
    if said == "owner":
        told["folio"] = contract_of(firm).folio
    words = ",".join(f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in told.items())
    answer = firm.browser.post(
        "/cargas/tus/",
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Metadata": words},
    )
    assert not Transfer.objects.filter(provider_id=rival.provider.rfc).exists()
    assert answer.status_code == (404 if said == "folio" else 201)


def test_a_clerk_of_some_contracts_does_not_begin_an_upload_in_others(firm: Firm) -> None:
    other = firm.contract(object="Jardinería")
    mine = Contract.objects.filter(provider_id=firm.provider.rfc).exclude(pk=other.pk).get()
    browser = browser_of(appointed(firm, 2, reach=Reach(all_contracts=False, folios=(mine.folio,))))
    for told, status in ((f"folio {base64.b64encode(other.folio.encode()).decode()}", 404), ("", 404)):
        name = f"filename {base64.b64encode(b'a.csv').decode()}"
        period = f"periodo {base64.b64encode(str(PERIOD).encode()).decode()}"
        answer = browser.post(
            "/cargas/tus/",
            headers={
                "Tus-Resumable": "1.0.0",
                "Upload-Length": "10",
                "Upload-Metadata": ",".join(filter(None, (name, told or period))),
            },
        )
        assert answer.status_code == status
    assert not Transfer.objects.exists()
