"""Invented workers break no rule, however many are asked for, and are the same every time."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icsoe.interfaces.cli.demo.people import COLUMNS, MOST, people
from icsoe.lib.identifiers import curp, nss, person_name
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.reference_values import shipped_values

SEEDS = st.integers(0, 2**63)


@given(st.integers(0, 300), SEEDS)
@settings(deadline=None, max_examples=25)
def test_every_worker_is_valid_by_every_rule(count: int, seed: int) -> None:
    workers = people(count, seed)
    assert workers.columns == list(COLUMNS)
    assert workers.height == count
    for row in workers.iter_rows(named=True):
        assert nss.check(row["nss"]) is None, row
        assert curp.check(row["curp"]) is None, row
        assert row["primer_apellido"]
        assert row["nombre"]
        names = {name: row[name] for name in ("primer_apellido", "segundo_apellido", "nombre")}
        assert {person_name.check(name) for name in names.values()} == {None}
        first, second, given_name = map(person_name.normalise, names.values())
        assert curp.matches_names(row["curp"], first_surname=first, second_surname=second, given=given_name)


def test_a_crowd_holds_no_key_twice_and_no_wrong_one() -> None:
    workers = people(700_000, 1)
    assert workers["nss"].n_unique() == workers["curp"].n_unique() == workers.height
    faults = workers.select(
        curp.check_expr(pl.col("curp")).is_not_null().any().alias("curp"),
        nss.check_expr(pl.col("nss")).is_not_null().any().alias("nss"),
    )
    assert faults.row(0) == (False, False)
    assert (workers["segundo_apellido"] == "").any(), "some have no second surname"
    assert workers["nss"].str.starts_with("0").any(), "some numbers begin with a zero"
    assert workers["curp"].str.slice(16, 1).n_unique() == 4, "both centuries, with namesakes"


def test_no_salary_is_out_of_the_bounds_of_any_period() -> None:
    salaries = people(20_000, 2)["sbc"]
    for year in range(2021, 2027):
        limits = shipped_values().sbc_limits(Period(year, 1))
        assert limits.floor is not None
        assert limits.cap is not None
        assert salaries.is_between(limits.floor, limits.cap).all()


@given(SEEDS)
@settings(deadline=None, max_examples=10)
def test_the_same_seed_gives_the_same_people_and_a_longer_list_begins_with_the_shorter(seed: int) -> None:
    assert people(50, seed).equals(people(200, seed).head(50))


def test_another_seed_gives_other_people() -> None:
    one, other = people(5000, 1), people(5000, 2)
    assert set(one["nss"]).isdisjoint(other["nss"])
    assert set(one["curp"]).isdisjoint(other["curp"])


def test_the_first_of_a_seed_are_who_they_were() -> None:
    """Benchmarks and manuals name them: changing them is a decision, not an accident."""
    assert people(2, 7).select("nss", "curp").rows() == [
        ("85810503293", "TEIA050101MSLRBNA1"),
        ("47613902171", "NAFA851127MTCJGN07"),
    ]


@pytest.mark.parametrize("count", [-1, MOST + 1])
def test_more_people_than_there_can_be_are_not_invented(count: int) -> None:
    with pytest.raises(ValueError, match="can be invented"):
        people(count, 1)
