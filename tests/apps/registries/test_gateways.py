"""The fakes of the registers answer as PostgreSQL does, whatever is asked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.registries.gateways import (
    Insured,
    InsuredRegister,
    MemoryInsuredRegister,
    MemoryRepseRegister,
    MemoryTaxpayerRegister,
    PostgresInsuredRegister,
    PostgresRepseRegister,
    PostgresTaxpayerRegister,
    RepseRegister,
    TaxpayerRegister,
)
from icsoe.apps.registries.models import InsuredSalary
from icsoe.apps.registries.services import Handover, replace_insured, replace_repse, replace_taxpayers
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.rulebook.registration import Registered

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
HANDOVER = Handover(source="Prueba", is_complete=True)
SINCE = date(2025, 5, 1)
KNOWN = people(40, 5)
STRANGERS = people(5, 6)["nss"].to_list()
BATCHES = [
    [],
    KNOWN["nss"].to_list()[:1],
    [*KNOWN["nss"], *STRANGERS],
    STRANGERS,
    [KNOWN["nss"][0]] * 3,
    [""],
]


def both_insured() -> tuple[InsuredRegister, InsuredRegister]:
    replace_insured(KNOWN.with_columns(pl.lit(SINCE).alias("since")), HANDOVER, by=SYSTEM, at=AT)
    persons = {row["nss"]: Insured(**row) for row in KNOWN.iter_rows(named=True)}
    fake = MemoryInsuredRegister(persons, dict.fromkeys(persons, SINCE), is_complete=True)
    return fake, PostgresInsuredRegister()


@pytest.mark.parametrize("keys", BATCHES, ids=len)
@pytest.mark.parametrize("by", [date(2025, 4, 30), SINCE, date(2026, 1, 1)])
def test_the_fake_of_the_insured_agrees_with_the_database(keys: list[str], by: date) -> None:
    fake, real = both_insured()
    assert fake.lookup(keys, by=by) == real.lookup(keys, by=by)
    assert fake.complete() is real.complete() is True


def test_the_last_salary_by_the_date_asked_is_told() -> None:
    _, real = both_insured()
    nss = KNOWN["nss"][0]
    InsuredSalary.objects.create(person_id=nss, since=date(2025, 9, 1), sbc=Decimal("999.00"))
    assert real.lookup([nss], by=date(2025, 8, 31))[nss].sbc == KNOWN["sbc"][0]
    assert real.lookup([nss], by=date(2025, 9, 1))[nss].sbc == Decimal("999.00")


@pytest.mark.parametrize("keys", [[], ["AAA010101AAA"], ["AAA010101AAA", "ZZZ010101ZZZ"], [""]], ids=len)
def test_the_fake_of_the_taxpayers_agrees_with_the_database(keys: list[str]) -> None:
    names = {"AAA010101AAA": "ALGUIEN & CÍA", "ÑÑÑ010101ÑÑ1": "OTRO"}
    frame = pl.DataFrame(list(names.items()), schema={"rfc": pl.String, "name": pl.String}, orient="row")
    replace_taxpayers(frame, HANDOVER, by=SYSTEM, at=AT)
    fake, real = MemoryTaxpayerRegister(names), PostgresTaxpayerRegister()
    assert fake.names(keys) == real.names(keys)
    assert fake.available() is real.available() is True


NUMBERS = {
    "STPS/UTD/DGIFT/AR1/2025": Registered(
        rfc="AAA010101AAA",
        registered_on=date(2025, 3, 1),
        valid_until=date(2028, 3, 1),
        services=frozenset({"1", "2"}),
    )
}


@pytest.mark.parametrize("keys", [[], list(NUMBERS), [*NUMBERS, "STPS/UTD/DGIFT/AR2/2025"], [""]], ids=len)
def test_the_fake_of_the_repse_register_agrees_with_the_database(keys: list[str]) -> None:
    rows = [
        {
            "number": number,
            "rfc": one.rfc,
            "registered_on": one.registered_on,
            "valid_until": one.valid_until,
            "folio": folio,
            "description": f"Servicio {folio}",
        }
        for number, one in NUMBERS.items()
        for folio in sorted(one.services)
    ]
    assert replace_repse(pl.DataFrame(rows), HANDOVER, by=SYSTEM, at=AT) == 1
    fake, real = MemoryRepseRegister(NUMBERS, is_complete=True), PostgresRepseRegister()
    assert fake.lookup(keys) == real.lookup(keys)
    assert fake.complete() is real.complete() is True


def test_an_empty_register_is_neither_complete_nor_available_for_both() -> None:
    insured: list[InsuredRegister] = [MemoryInsuredRegister(), PostgresInsuredRegister()]
    taxpayers: list[TaxpayerRegister] = [MemoryTaxpayerRegister(), PostgresTaxpayerRegister()]
    repse: list[RepseRegister] = [MemoryRepseRegister(), PostgresRepseRegister()]
    assert not any(register.complete() for register in [*insured, *repse])
    assert not any(register.available() for register in taxpayers)
    assert [register.lookup(["92919084431"], by=SINCE) for register in insured] == [{}, {}]
