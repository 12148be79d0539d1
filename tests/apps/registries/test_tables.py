"""A register asked for a whole file answers as it does for a few."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.registries.gateways import (
    INSURED_COLUMNS,
    Insured,
    InsuredRegister,
    MemoryInsuredRegister,
    PostgresInsuredRegister,
)
from icsoe.apps.registries.services import Handover, replace_insured
from icsoe.interfaces.cli.demo.people import people

pytestmark = pytest.mark.django_db
KNOWN = people(40, 5)
SINCE = date(2025, 5, 1)
ASKED = [KNOWN["nss"].to_list(), KNOWN["nss"].to_list()[3:7] + people(3, 9)["nss"].to_list(), []]


def both() -> tuple[InsuredRegister, InsuredRegister]:
    at = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
    frame = KNOWN.with_columns(pl.lit(SINCE).alias("since"))
    replace_insured(frame, Handover(source="Prueba", is_complete=True), by=SYSTEM, at=at)
    persons = {row["nss"]: Insured(**row) for row in KNOWN.iter_rows(named=True)}
    return MemoryInsuredRegister(persons, dict.fromkeys(persons, SINCE), True), PostgresInsuredRegister()


@pytest.mark.parametrize("asked", ASKED, ids=len)
@pytest.mark.parametrize("by", [date(2025, 4, 30), SINCE])
def test_the_fake_agrees_with_the_database_row_by_row(asked: list[str], by: date) -> None:
    keys = pl.Series("nss", asked, dtype=pl.String)
    fake, real = (port.table(keys, by=by).sort("nss") for port in both())
    assert real.schema == fake.schema == pl.Schema(INSURED_COLUMNS)
    assert real.rows() == fake.rows()


def test_a_table_says_what_the_lookup_of_each_says() -> None:
    _, real = both()
    keys = KNOWN["nss"].head(5)
    told = {row["nss"]: Insured(**row) for row in real.table(keys, by=SINCE).iter_rows(named=True)}
    assert told == dict(real.lookup(keys.to_list(), by=SINCE))


def test_an_empty_register_knows_nobody() -> None:
    assert PostgresInsuredRegister().table(KNOWN["nss"], by=SINCE).is_empty()
