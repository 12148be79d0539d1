"""General data: kept whole or not at all, with every error at its field."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from tests.firms import AT, Firm, make_firm
from tests.lib.papers.craft import catalog, pdf

from icsoe.apps.access.models import Account
from icsoe.apps.audit.models import Entry
from icsoe.apps.providers import registrations, selectors, services
from icsoe.apps.providers.gateways import TRIAL_FILE
from icsoe.apps.providers.models import (
    Address,
    AuthorisedService,
    Provider,
    Registration,
    RegistrationCopy,
)
from icsoe.apps.providers.records import ProfileData, RegistrationData, Upload
from icsoe.lib.rulebook.constraints import violated_constraint
from icsoe.lib.rulebook.refusal import Refused

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
COPY = Upload(name="mi registro.pdf", content=pdf())
REGISTRATION: dict[str, Any] = {
    "number": "STPS/UTD/DGIFT/AR2/2026",
    "registered_on": date(2026, 3, 2),
    "services": [("104", "Limpieza de  oficinas"), ("105", "Jardinería")],
    "copy": COPY,
}


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm("LIA150312QX5", "Limpieza Integral del Altiplano", registered=False)


def save(firm: Firm, **changes: Any) -> list[str]:
    """The codes of the warnings."""
    registration = changes.pop("registration", None)
    data = ProfileData(
        **({"email": "avisos@firma.example"} | changes),
        registration=RegistrationData(**(REGISTRATION | registration)) if registration is not None else None,
    )
    found = services.save_profile(provider_rfc=firm.provider.rfc, profile=data, by=firm.actor, at=AT)
    return [finding.code for finding in found]


def refusal_of(firm: Firm, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        save(firm, **changes)
    return [(finding.code, finding.column) for finding in refusal.value.findings if finding.is_error]


def test_everything_is_kept_clean(firm: Firm) -> None:
    found = save(
        firm,
        email=" avisos@firma.example ",
        mobile="+52 55 1234 5678",
        conventional_address={**ADDRESS, "street": " Paseo  de la Reforma "},
        social_address=ADDRESS,
        registration={},
    )
    assert found == ["repse_unavailable"]
    kept = selectors.provider(firm.provider.rfc)
    assert (kept.email, kept.mobile) == ("avisos@firma.example", "5512345678")
    assert {one.kind: one.street for one in kept.addresses.all()} == {
        "conventional": "Paseo de la Reforma",
        "social": "Reforma",
    }
    assert selectors.authorised_services(selectors.registrations(firm.provider.rfc)) == {
        "104": "Limpieza de oficinas",
        "105": "Jardinería",
    }
    registration = selectors.current_registration(firm.provider.rfc)
    assert registration is not None
    assert registration.valid_until == date(2029, 3, 2)
    copy = selectors.registration_copy(firm.provider.rfc, registration.pk)
    assert (copy.file_name, bytes(copy.content)) == ("mi registro.pdf", COPY.content)
    events = Entry.objects.filter(provider_rfc=firm.provider.rfc).values_list("event", flat=True)
    assert set(events) >= {"provider_changed", "registration_saved"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"email": ""}, ("email_required", "email")),
        ({"email": "nadie"}, ("email_format", "email")),
        ({"mobile": "123"}, ("phone_format", "mobile")),
        ({"landline": "x"}, ("phone_format", "landline")),
        ({"conventional_address": {**ADDRESS, "colonia": ""}}, ("address_incomplete", "colonia")),
        ({"conventional_address": {**ADDRESS, "postal_code": "6600"}}, ("postal_code_format", "postal_code")),
        ({"conventional_address": {**ADDRESS, "state": "99"}}, ("state_unknown", "state")),
        ({"conventional_address": {**ADDRESS, "street": "s" * 161}}, ("text_length", "street")),
        ({"social_address": {**ADDRESS, "street": "S\u202e"}}, ("text_characters", "social_street")),
        ({"registration": {"number": ""}}, ("registration_required", "registration_number")),
        ({"registration": {"number": "N" * 61}}, ("text_length", "registration_number")),
        ({"registration": {"registered_on": None}}, ("registration_date_required", "registered_on")),
        (
            {"registration": {"registered_on": date(2026, 9, 11)}},
            ("registration_date_future", "registered_on"),
        ),
        ({"registration": {"services": []}}, ("services_missing", "services")),
        ({"registration": {"services": [("", "Algo")]}}, ("service_folio_required", "services.0.folio")),
        ({"registration": {"services": [("1a", "Algo")]}}, ("service_folio_format", "services.0.folio")),
        (
            {"registration": {"services": [("1", "A"), ("1 ", "B")]}},
            ("service_repeated", "services.1.folio"),
        ),
        (
            {"registration": {"services": [("1", " ")]}},
            ("service_description_required", "services.0.description"),
        ),
        (
            {"registration": {"services": [("1", "d" * 501)]}},
            ("text_length", "services.0.description"),
        ),
        ({"registration": {"copy": None}}, ("pdf_required", "pdf")),
        ({"registration": {"copy": Upload(name="x.pdf", content=b"")}}, ("pdf_required", "pdf")),
        ({"registration": {"copy": Upload(name="x.pdf", content=b"GIF89a")}}, ("pdf_not_pdf", "pdf")),
        (
            {"registration": {"copy": Upload(name="x.pdf", content=bytes(10 * 1024 * 1024 + 1))}},
            ("pdf_too_large", "pdf"),
        ),
        (
            {
                "registration": {
                    "copy": Upload(name="x.pdf", content=catalog(b"/OpenAction<</S/JavaScript>>"))
                }
            },
            ("pdf_active", "pdf"),
        ),
    ],
)
def test_each_rule_is_told_at_its_field(firm: Firm, changes: dict[str, Any], found: tuple[str, str]) -> None:
    assert refusal_of(firm, **changes) == [found]
    assert not Address.objects.exists()
    assert not Registration.objects.exists()


def test_an_infected_copy_is_refused(firm: Firm, settings: Any) -> None:
    settings.SCANNER_ADDRESS = "practice"
    infected = Upload(name="x.pdf", content=pdf(trailer=b"/Info(" + TRIAL_FILE + b")"))
    assert refusal_of(firm, registration={"copy": infected})[0][1] == "pdf"


def test_a_copy_is_not_kept_when_the_scanner_that_should_answer_does_not(firm: Firm, settings: Any) -> None:
    settings.SCANNER_ADDRESS = "unix:/nonexistent/scanner"
    assert refusal_of(firm, registration={}) == [("pdf_not_scanned", "pdf")]


def test_what_is_only_strange_is_kept_and_told(firm: Firm) -> None:
    found = save(firm, registration={"number": "AR-77", "registered_on": date(2022, 1, 1)})
    assert found == ["registration_shape", "registration_out_of_date", "repse_unavailable"]


def test_an_address_emptied_is_removed(firm: Firm) -> None:
    save(firm, conventional_address=ADDRESS)
    save(firm, conventional_address=dict.fromkeys(ADDRESS, ""))
    assert not Address.objects.exists()


def test_a_person_has_no_social_address(db: None) -> None:
    person = make_firm("GUIM800101AB1", "María Güemes", person_type="fisica")
    save(person, social_address=ADDRESS)
    assert not Address.objects.exists()


def test_saving_the_same_number_changes_it_and_keeps_its_copy(firm: Firm) -> None:
    save(firm, registration={})
    save(firm, registration={"copy": None, "services": [("104", "Otra")]})
    assert Registration.objects.count() == 1
    assert selectors.authorised_services(selectors.registrations(firm.provider.rfc)) == {"104": "Otra"}
    assert RegistrationCopy.objects.count() == 1


def test_another_number_is_a_renewal_beside_the_earlier_one(firm: Firm) -> None:
    save(firm, registration={})
    assert refusal_of(firm, registration={"number": "STPS/UTD/DGIFT/ARR/9/2026", "copy": None}) == [
        ("pdf_required", "pdf")
    ]
    renewal = {
        "number": "STPS/UTD/DGIFT/ARR/9/2026",
        "registered_on": date(2026, 8, 1),
        "services": [("200", "X")],
    }
    save(firm, registration=renewal)
    held = selectors.registrations(firm.provider.rfc)
    assert [one.number for one in held] == ["STPS/UTD/DGIFT/ARR/9/2026", "STPS/UTD/DGIFT/AR2/2026"]
    assert set(selectors.authorised_services(held)) == {
        "104",
        "105",
        "200",
    }


def test_only_an_earlier_registration_is_removed_and_only_by_its_own(firm: Firm) -> None:
    save(firm, registration={})
    save(firm, registration={"number": "R2", "registered_on": date(2026, 8, 1)})
    newest, earlier = selectors.registrations(firm.provider.rfc)
    rival = make_firm("VNR080808HG3", "Vigilancia", registered=False)
    for rfc, pk in ((firm.provider.rfc, newest.pk), (rival.provider.rfc, earlier.pk)):
        with pytest.raises(Registration.DoesNotExist):
            registrations.remove_registration(provider_rfc=rfc, registration_id=pk, by=firm.actor, at=AT)
    registrations.remove_registration(
        provider_rfc=firm.provider.rfc, registration_id=earlier.pk, by=firm.actor, at=AT
    )
    assert selectors.registrations(firm.provider.rfc) == [newest]
    with pytest.raises(RegistrationCopy.DoesNotExist):
        selectors.registration_copy(rival.provider.rfc, newest.pk)


def refused_by(model: type[models.Model], row: dict[str, Any]) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.create(**row)
    return violated_constraint(caught.value)


def test_every_constraint_refuses_its_one_wrong_row(firm: Firm) -> None:
    account = Account.objects.create(kind="holder", key="X", name="X", created_at=AT)
    row = {"rfc": "ABC", "account": account, "name": "X", "person_type": "moral", "created_at": AT}
    assert refused_by(Provider, row) == "providers_rfc_shape"
    save(firm, conventional_address=ADDRESS, registration={})
    registration = Registration.objects.get()
    address = {**ADDRESS, "provider": firm.provider, "kind": "conventional"}
    assert refused_by(Address, address) == "providers_address_once"
    assert refused_by(Address, {**address, "kind": "otro"}) == "providers_address_kind_known"
    wrong_code = {**address, "kind": "social", "postal_code": "123"}
    assert refused_by(Address, wrong_code) == "providers_address_postal_code"
    held = {
        "provider": firm.provider,
        "number": registration.number,
        "registered_on": date(2026, 1, 1),
        "valid_until": date(2029, 1, 1),
    }
    assert refused_by(Registration, held) == "providers_registration_once"
    backwards = {**held, "number": "R2", "valid_until": date(2026, 1, 1)}
    assert refused_by(Registration, backwards) == "providers_registration_validity"
    service = {"registration": registration, "folio": "104", "description": "X"}
    assert refused_by(AuthorisedService, service) == "providers_service_once"
    assert refused_by(AuthorisedService, {**service, "folio": "1a"}) == "providers_service_folio"
    RegistrationCopy.objects.all().delete()
    copy = {"registration": registration, "file_name": "x", "sha256": "0", "content": b"", "uploaded_at": AT}
    assert refused_by(RegistrationCopy, {**copy, "size": 0}) == "providers_copy_size"
    too_large = {**copy, "size": 10 * 1024 * 1024 + 1}
    assert refused_by(RegistrationCopy, too_large) == "providers_copy_size"
