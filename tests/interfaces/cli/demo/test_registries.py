"""The practice opens with the Institute's registers filled, and never over what an officer loaded."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.registries.gateways import PostgresInsuredRegister, PostgresTaxpayerRegister
from icsoe.apps.registries.models import InsuredPerson, Taxpayer
from icsoe.apps.registries.services import Handover, replace_taxpayers
from icsoe.interfaces.cli.demo import cast, registries
from icsoe.lib.identifiers import rfc

AT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2021, 2026])
def test_ten_thousand_insured_and_their_salaries_can_be_looked_up(year: int) -> None:
    told = registries.fill(AT.replace(year=year))
    assert told.height == InsuredPerson.objects.count() == 10_000
    sample = told.gather_every(97)
    found = PostgresInsuredRegister().lookup(sample["nss"], by=date(year, 5, 4))
    assert [found[nss].sbc for nss in sample["nss"]] == sample["sbc"].to_list()
    assert [found[nss].curp for nss in sample["nss"]] == sample["curp"].to_list()


@pytest.mark.django_db
def test_two_hundred_taxpayers_with_the_providers_among_them() -> None:
    registries.fill(AT)
    assert Taxpayer.objects.count() == 200
    providers = {role.person.rfc: role.person.name for role in cast.roles()}
    assert PostgresTaxpayerRegister().names(providers) == providers


def test_the_invented_taxpayers_have_sound_and_different_keys_and_names() -> None:
    frame = registries.taxpayers()
    assert frame["rfc"].n_unique() == frame["name"].n_unique() == frame.height
    assert [rfc.check(key) for key in frame["rfc"]] == [None] * frame.height


@pytest.mark.django_db
def test_a_second_time_adds_nothing_and_tells_the_same() -> None:
    first = registries.fill(AT)
    assert registries.fill(AT).equals(first)
    assert InsuredPerson.objects.count() == 10_000


@pytest.mark.django_db
def test_a_register_that_an_officer_loaded_stays() -> None:
    own = pl.DataFrame({"rfc": ["AAA010101AAA"], "name": ["ALGUIEN"]})
    replace_taxpayers(own, Handover(source="Oficial"), by=SYSTEM, at=AT)
    registries.fill(AT)
    assert list(Taxpayer.objects.values_list("rfc", flat=True)) == ["AAA010101AAA"]
