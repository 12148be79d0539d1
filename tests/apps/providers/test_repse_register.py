"""A registration is compared with the STPS register; where it holds nothing, that is said."""

from datetime import date
from typing import Any

import pytest
from tests.firms import AT, Firm, make_firm
from tests.lib.papers.craft import pdf

from icsoe.apps.providers import registrations
from icsoe.apps.providers.records import RegistrationData, Upload
from icsoe.apps.registries.gateways import MemoryRepseRegister
from icsoe.lib.rulebook.registration import Registered

NUMBER = "STPS/UTD/DGIFT/AR2/2026"
RFC = "LIA150312QX5"
KNOWN = Registered(
    rfc=RFC, registered_on=date(2026, 3, 2), valid_until=date(2029, 3, 2), services=frozenset({"104", "105"})
)


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm(RFC, "Limpieza Integral del Altiplano", registered=False)


def codes(firm: Firm, **given: Any) -> list[tuple[str, str]]:
    data = RegistrationData(
        **{
            "number": NUMBER,
            "registered_on": KNOWN.registered_on,
            "services": [("104", "Limpieza"), ("105", "Jardinería")],
            "copy": Upload(name="r.pdf", content=pdf()),
            **given,
        }
    )
    found = registrations.check_registration_data(firm.provider.rfc, data, AT)
    return [(finding.code, finding.column) for finding in found]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> MemoryRepseRegister:
    held = MemoryRepseRegister({NUMBER: KNOWN})
    monkeypatch.setattr(registrations, "REPSE", held)
    return held


def test_what_agrees_says_nothing(firm: Firm, register: MemoryRepseRegister) -> None:
    assert codes(firm) == []
    assert codes(firm, number=" stps/utd/dgift/ar2/2026 ") == []


def test_somebody_elses_number_is_refused(firm: Firm, register: MemoryRepseRegister) -> None:
    register.registrations[NUMBER] = Registered(
        rfc="AAA010101AAA",
        registered_on=KNOWN.registered_on,
        valid_until=KNOWN.valid_until,
        services=KNOWN.services,
    )
    assert codes(firm) == [("repse_other_holder", "registration_number")]


def test_another_date_and_a_service_it_does_not_authorise_are_warned_of(
    firm: Firm, register: MemoryRepseRegister
) -> None:
    found = codes(firm, registered_on=date(2026, 3, 3), services=[("104", "Limpieza"), ("200", "Otra")])
    assert found == [("repse_date", "registered_on"), ("repse_service", "services.1.folio")]


def test_a_number_it_does_not_hold_is_unknown_only_to_a_complete_register(
    firm: Firm, register: MemoryRepseRegister
) -> None:
    register.registrations.clear()
    assert codes(firm) == [("repse_unavailable", "registration_number")]
    register.is_complete = True
    assert codes(firm) == [("repse_unknown", "registration_number")]
