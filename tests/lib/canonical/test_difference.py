"""What a correction changes, told fact by fact."""

from dataclasses import replace
from datetime import date

from tests.lib.canonical.examples import beneficiary, contract, document

from icsoe.lib.canonical.difference import Difference, Kind, differences
from icsoe.lib.canonical.document import ServiceFacts


def test_equal_documents_differ_in_nothing() -> None:
    assert differences(document(), document(type="normal", replaces=None, reason="otra")) == []


def test_each_changed_fact_is_named_with_both_values() -> None:
    new = document(
        contracts=(
            contract("A26P0000002", end_date=date(2026, 6, 30), estimated_workers=30),
            contract(workers=13, beneficiary=beneficiary(landline="", mobile="5599998888")),
        )
    )
    assert differences(document(), new) == [
        Difference(("contracts", "A26P0000001", "beneficiary", "mobile"), Kind.ADDED, "", "5599998888"),
        Difference(("contracts", "A26P0000001", "beneficiary", "landline"), Kind.REMOVED, "5550001122", ""),
        Difference(("contracts", "A26P0000001", "workers"), Kind.CHANGED, 12, 13),
        Difference(("contracts", "A26P0000002", "end_date"), Kind.ADDED, None, date(2026, 6, 30)),
    ]


def test_a_contract_that_came_or_went_is_one_difference() -> None:
    came, went = contract("A26P0000003"), document().contracts[0]
    new = document(contracts=(contract(), came))
    assert differences(document(), new) == [
        Difference(("contracts", "A26P0000002"), Kind.REMOVED, went, None),
        Difference(("contracts", "A26P0000003"), Kind.ADDED, None, came),
    ]


def test_services_go_by_folio_and_addresses_whole() -> None:
    registration, provider = document().registration, document().provider
    assert registration is not None
    new = document(
        registration=replace(
            registration, services=(ServiceFacts("1234", "Otra"), ServiceFacts("9", "Poda"))
        ),
        provider=replace(provider, conventional_address=None),
    )
    assert differences(document(), new) == [
        Difference(("provider", "conventional_address"), Kind.REMOVED, provider.conventional_address, None),
        Difference(
            ("registration", "services", "1234"),
            Kind.CHANGED,
            "Limpieza especializada de quirófanos",
            "Otra",
        ),
        Difference(("registration", "services", "77"), Kind.REMOVED, "Jardinería", None),
        Difference(("registration", "services", "9"), Kind.ADDED, None, "Poda"),
    ]
