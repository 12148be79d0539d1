"""Clients and contracts: what is kept, what is refused and why, and what is only told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.firms import AT, CLIENT_RFC, OTHER_CLIENT_RFC, PERIOD, Firm, persons

from icsoe.apps.audit.models import Entry
from icsoe.apps.contracts import parties, selectors, services
from icsoe.apps.contracts.models import Beneficiary, CapturePeriod, Contract, Worker
from icsoe.apps.contracts.records import ContractData, PartyData
from icsoe.apps.providers.models import AuthorisedService, Registration
from icsoe.apps.registries.models import Taxpayer
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.refusal import Refused


def data(**changes: Any) -> ContractData:
    given: dict[str, Any] = {
        "beneficiary": PartyData(rfc=CLIENT_RFC, name="Hotelera Bahía Serena, S. A. de C. V."),
        "object": "Limpieza de habitaciones",
        "service_folio": "104",
        "start_date": date(2026, 5, 4),
    }
    return ContractData(**(given | changes))


def add(firm: Firm, **changes: Any) -> tuple[Contract, list[str]]:
    made, findings = services.add_contract(
        provider_rfc=firm.provider.rfc, period=PERIOD, data=data(**changes), by=firm.actor, at=AT
    )
    return made, [finding.code for finding in findings]


def refusal_of(firm: Firm, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        add(firm, **changes)
    return [(finding.code, finding.column) for finding in refusal.value.findings if finding.is_error]


def test_a_contract_is_kept_with_its_client_its_service_and_a_folio(firm: Firm) -> None:
    made, warnings = add(firm, object="  Limpieza  de\nhabitaciones ", reference=" C-1 ")
    assert warnings == []
    assert made.folio.startswith("A26S")
    assert (made.object, made.reference, made.service_text) == ("Limpieza de habitaciones", "C-1", "Limpieza")
    assert made.beneficiary.name == "Hotelera Bahía Serena, S. A. de C. V."
    assert selectors.current_roster(made).worker_count == 0
    events = Entry.objects.filter(provider_rfc=firm.provider.rfc).values_list("event", flat=True)
    assert set(events) >= {"contract_added", "beneficiary_saved"}


def test_a_client_that_is_known_as_told_is_neither_written_nor_logged_again(firm: Firm) -> None:
    saved = Entry.objects.filter(provider_rfc=firm.provider.rfc, event="beneficiary_saved")
    one, _ = add(firm)
    other, _ = add(firm)
    assert one.beneficiary == other.beneficiary
    assert saved.count() == 1
    renamed = PartyData(rfc=CLIENT_RFC, name="Hotelera Bahía Serena, S. A. P. I. de C. V.")
    assert add(firm, beneficiary=renamed)[0].beneficiary.name == renamed.name
    assert saved.count() == 2


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"object": " "}, ("object_required", "object")),
        ({"object": "x" * 1001}, ("object_length", "object")),
        ({"object": "Limpieza\u200b"}, ("text_characters", "object")),
        ({"service_folio": ""}, ("service_required", "service_folio")),
        ({"service_folio": "999"}, ("service_not_authorised", "service_folio")),
        ({"start_date": None}, ("start_required", "start_date")),
        ({"start_date": date(2026, 9, 1)}, ("start_outside_period", "start_date")),
        ({"end_date": date(2026, 5, 3)}, ("end_before_start", "end_date")),
        ({"reference": "r" * 61}, ("reference_length", "reference")),
        ({"estimated_workers": 0}, ("estimated_workers_range", "estimated_workers")),
        ({"beneficiary": PartyData(rfc="", name="Nadie")}, ("rfc_required", "beneficiary_rfc")),
        ({"beneficiary": PartyData(rfc="HBS010203", name="X")}, ("rfc_homoclave", "beneficiary_rfc")),
        ({"beneficiary": PartyData(rfc="XEXX010101000", name="X")}, ("rfc_generic", "beneficiary_rfc")),
        ({"beneficiary": PartyData(rfc="LIA150312QX5", name="X")}, ("same_rfc", "beneficiary_rfc")),
        ({"beneficiary": PartyData(rfc=CLIENT_RFC, name="")}, ("party_name_required", "beneficiary_name")),
        ({"beneficiary": PartyData(rfc=CLIENT_RFC, name="Сlient")}, ("text_characters", "beneficiary_name")),
    ],
)
def test_each_rule_is_told_at_its_field(firm: Firm, changes: dict[str, Any], found: tuple[str, str]) -> None:
    assert refusal_of(firm, **changes) == [found]
    assert not Contract.objects.exists()
    assert not Beneficiary.objects.exists()


def test_every_error_comes_at_once(firm: Firm) -> None:
    wrong = data(object="", service_folio="", start_date=None, beneficiary=PartyData(rfc="", name=""))
    with pytest.raises(Refused) as refusal:
        services.add_contract(provider_rfc=firm.provider.rfc, period=PERIOD, data=wrong, by=firm.actor, at=AT)
    assert len({finding.column for finding in refusal.value.findings}) == 5


def test_a_reference_is_used_once_a_period(firm: Firm) -> None:
    add(firm, reference="C-1")
    assert refusal_of(firm, reference="C-1") == [("reference_repeated", "reference")]


def test_nothing_is_captured_before_its_period_begins(firm: Firm) -> None:
    with pytest.raises(Refused, match="capture_not_open"):
        services.add_contract(
            provider_rfc=firm.provider.rfc,
            period=Period(2027, 1),
            data=data(start_date=date(2027, 1, 4)),
            by=firm.actor,
            at=AT,
        )


def test_an_rfc_with_an_unusual_last_character_is_only_warned_of(firm: Firm) -> None:
    _, warnings = add(firm, beneficiary=PartyData(rfc="PAF070213GI1", name="Pinturas Aguirre"))
    assert warnings == ["rfc_check"]


def test_a_start_outside_every_registration_is_only_warned_of(firm: Firm) -> None:
    Registration.objects.update(registered_on=date(2022, 1, 1), valid_until=date(2025, 1, 1))
    assert add(firm)[1] == ["registration_expired"]
    renewal = Registration.objects.create(
        provider=firm.provider, number="R2", registered_on=date(2026, 1, 1), valid_until=date(2029, 1, 1)
    )
    AuthorisedService.objects.create(registration=renewal, folio="104", description="Limpieza")
    assert add(firm)[1] == []


def test_an_empty_name_is_taken_from_the_directory_and_the_register_goes_first(firm: Firm) -> None:
    add(firm)
    made, _ = add(firm, beneficiary=PartyData(rfc=CLIENT_RFC.lower(), name=""))
    assert made.beneficiary.name == "Hotelera Bahía Serena, S. A. de C. V."
    Taxpayer.objects.create(rfc=CLIENT_RFC, name="HOTELERA BAHIA SERENA")
    assert parties.known_party(firm.provider.rfc, CLIENT_RFC) == parties.KnownParty(
        "HOTELERA BAHIA SERENA", parties.Source.REGISTER, compared=True
    )


def test_a_register_without_data_is_never_taken_for_an_answer(firm: Firm) -> None:
    unknown = parties.known_party(firm.provider.rfc, OTHER_CLIENT_RFC)
    assert (unknown.source, unknown.compared) == (parties.Source.NOWHERE, False)
    Taxpayer.objects.create(rfc="AAA010101AAA", name="Alguien")
    assert parties.known_party(firm.provider.rfc, OTHER_CLIENT_RFC).compared


def test_the_contract_form_keeps_what_the_directory_knows(firm: Firm) -> None:
    party = PartyData(rfc=CLIENT_RFC, name="Hotelera", email="a@b.example", mobile="55 1234 5678")
    services.save_beneficiary(provider_rfc=firm.provider.rfc, party=party, by=firm.actor, at=AT)
    made, _ = add(firm)
    assert (made.beneficiary.email, made.beneficiary.mobile) == ("a@b.example", "5512345678")


def test_the_directory_can_empty_what_it_kept(firm: Firm) -> None:
    rfc = firm.provider.rfc
    full = PartyData(rfc=CLIENT_RFC, name="Hotelera", email="a@b.example")
    services.save_beneficiary(provider_rfc=rfc, party=full, by=firm.actor, at=AT)
    empty = PartyData(rfc=CLIENT_RFC, name="Hotelera", email="")
    kept, _ = services.save_beneficiary(provider_rfc=rfc, party=empty, by=firm.actor, at=AT)
    assert kept.email == ""
    assert Beneficiary.objects.count() == 1


@pytest.mark.parametrize(
    ("party", "code"),
    [
        ({"email": "nadie"}, "email_format"),
        ({"mobile": "123"}, "phone_format"),
        ({"address": {"colonia": "Centro"}}, "address_incomplete"),
        ({"address": {"colonia": "C", "postal_code": "123"}}, "postal_code_format"),
        ({"address": {"state": "99"}}, "state_unknown"),
        ({"name": "n" * 301}, "party_name_length"),
    ],
)
def test_a_wrong_client_is_not_kept(firm: Firm, party: dict[str, Any], code: str) -> None:
    given = PartyData(**({"rfc": CLIENT_RFC, "name": "Hotelera"} | party))
    with pytest.raises(Refused) as refusal:
        services.save_beneficiary(provider_rfc=firm.provider.rfc, party=given, by=firm.actor, at=AT)
    assert code in {finding.code for finding in refusal.value.findings}
    assert not Beneficiary.objects.exists()


def test_a_contract_is_changed_and_keeps_its_folio(firm: Firm) -> None:
    made, _ = add(firm)
    changed, _ = services.change_contract(
        provider_rfc=firm.provider.rfc,
        folio=made.folio,
        data=data(end_date=date(2027, 1, 1), beneficiary=PartyData(rfc=OTHER_CLIENT_RFC, name="Minera")),
        by=firm.actor,
        at=AT,
    )
    assert (changed.folio, changed.end_date, changed.beneficiary.rfc) == (
        made.folio,
        date(2027, 1, 1),
        OTHER_CLIENT_RFC,
    )


def test_a_contract_goes_with_its_workers(firm: Firm) -> None:
    made, _ = add(firm)
    firm.worker(made, persons(1)[0])
    services.remove_contract(provider_rfc=firm.provider.rfc, folio=made.folio, by=firm.actor, at=AT)
    assert not Contract.objects.exists()
    assert not Worker.objects.exists()
    assert Entry.objects.get(event="contract_removed").details == {"workers": 1}


def test_nobody_reaches_the_contract_of_another(firm: Firm, rival: Firm) -> None:
    made, _ = add(firm)
    with pytest.raises(Contract.DoesNotExist):
        selectors.contract(rival.provider.rfc, made.folio)
    with pytest.raises(Contract.DoesNotExist):
        services.change_contract(
            provider_rfc=rival.provider.rfc, folio=made.folio, data=data(), by=rival.actor, at=AT
        )
    with pytest.raises(Contract.DoesNotExist):
        services.remove_contract(provider_rfc=rival.provider.rfc, folio=made.folio, by=rival.actor, at=AT)


def test_a_presented_period_takes_no_change(firm: Firm) -> None:
    made, _ = add(firm)
    CapturePeriod.objects.update(is_open=False)
    assert refusal_of(firm) == [("capture_closed", "period")]
    for act in (
        lambda: services.change_contract(
            provider_rfc=firm.provider.rfc, folio=made.folio, data=data(), by=firm.actor, at=AT
        ),
        lambda: services.remove_contract(
            provider_rfc=firm.provider.rfc, folio=made.folio, by=firm.actor, at=AT
        ),
    ):
        with pytest.raises(Refused, match="capture_closed"):
            act()


def test_the_list_is_searched_narrowed_and_paged(firm: Firm) -> None:
    made = [add(firm, reference=f"R-{place}")[0] for place in range(5)]
    firm.worker(made[0], persons(1)[0])
    rfc = firm.provider.rfc
    first = selectors.contracts_page(rfc, PERIOD, size=2)
    assert [row.contract.folio for row in first.rows] == [made[0].folio, made[1].folio]
    assert (first.total, first.lacking, first.next_folio) == (5, 4, made[1].folio)
    last = selectors.contracts_page(rfc, PERIOD, after=made[3].folio, size=2)
    assert [row.contract.folio for row in last.rows] == [made[4].folio]
    assert last.next_folio == ""
    found = selectors.contracts_page(rfc, PERIOD, words="R-3")
    assert [row.contract.reference for row in found.rows] == ["R-3"]
    assert len(selectors.contracts_page(rfc, PERIOD, only_lacking=True).rows) == 4
    assert [row.workers for row in selectors.contracts_of(rfc, PERIOD)] == [1, 0, 0, 0, 0]


def test_the_directory_is_searched_and_paged_by_name(firm: Firm) -> None:
    rfc = firm.provider.rfc
    for key, name in ((CLIENT_RFC, "Zeta"), (OTHER_CLIENT_RFC, "Alfa"), ("PAF070213GI1", "Media")):
        party = PartyData(rfc=key, name=name)
        services.save_beneficiary(provider_rfc=rfc, party=party, by=firm.actor, at=AT)
    page, following = selectors.directory_page(rfc, size=2)
    assert [one.name for one in page] == ["Alfa", "Media"]
    rest, end = selectors.directory_page(rfc, after=following, size=2)
    assert ([one.name for one in rest], end) == (["Zeta"], 0)
    assert [one.name for one in selectors.directory_page(rfc, words="zet")[0]] == ["Zeta"]


def test_capture_opens_on_the_first_day_of_the_period_in_the_central_zone(firm: Firm) -> None:
    last_instant = datetime(2026, 9, 1, 5, 59, 59, tzinfo=UTC)
    september = data(start_date=date(2026, 9, 1))
    act = {"provider_rfc": firm.provider.rfc, "period": Period(2026, 3), "data": september, "by": firm.actor}
    with pytest.raises(Refused, match="capture_not_open"):
        services.add_contract(**act, at=last_instant)
    services.add_contract(**act, at=last_instant.replace(hour=6, minute=0, second=0))
