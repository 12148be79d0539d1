"""The registers of the practice: invented insured persons with their salaries, taxpayers, registrations."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any

import polars as pl

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.registries.selectors import holds_insured, holds_repse, holds_taxpayers
from icsoe.apps.registries.services import Handover, replace_insured, replace_repse, replace_taxpayers
from icsoe.interfaces.cli.demo import cast
from icsoe.interfaces.cli.demo.people import people
from icsoe.lib.identifiers import rfc
from icsoe.lib.periods.windows import central_day
from icsoe.lib.rulebook.registration import valid_until

INSURED, TAXPAYERS, SEED = 10_000, 200, 2021
SERVICES = (
    ("1", "Servicios de limpieza de oficinas y áreas comunes"),
    ("2", "Mantenimiento de jardines y áreas verdes"),
)
_HIRED, _RAISED = date(2021, 1, 1), date(2024, 1, 1)
#: Every third person got a tenth more, so that the date asked matters.
_RAISED_EVERY = 3
_FOUNDED = date(1995, 3, 1)
# Never complete: in practice anybody may try a worker of their own invention.
_HANDOVER = Handover(source="Datos de práctica")


def fill(at: datetime) -> pl.DataFrame:
    """Fill the registers that are empty; one that holds anything is an officer's and stays as it is.

    Returns the practice's insured persons as `people` does, with the SBC each has at `at`.
    """
    if not holds_insured():
        replace_insured(salaries(), _HANDOVER, by=SYSTEM, at=at)
    if not holds_taxpayers():
        replace_taxpayers(taxpayers(), _HANDOVER, by=SYSTEM, at=at)
    if not holds_repse():
        replace_repse(registrations(central_day(at)), _HANDOVER, by=SYSTEM, at=at)
    known = salaries().filter(pl.col("since") <= central_day(at))
    return (
        known.sort("since", maintain_order=True).unique("nss", keep="last", maintain_order=True).drop("since")
    )


def salaries() -> pl.DataFrame:
    """The insured persons with a row for each salary: the columns of `people` and since (a date)."""
    hired = people(INSURED, SEED).with_columns(pl.lit(_HIRED).alias("since"))
    raised = hired.gather_every(_RAISED_EVERY).with_columns(
        (pl.col("sbc") * 11 / 10).cast(pl.Decimal(10, 2)), pl.lit(_RAISED).alias("since")
    )
    return pl.concat([hired, raised])


def taxpayers() -> pl.DataFrame:
    """rfc and name of the practice's providers, its clients and invented companies."""
    table = tomllib.loads(Path(__file__).with_name("taxpayers.toml").read_text("utf-8"))
    known = {role.person.rfc: role.person.name for role in cast.roles()}
    known |= {client["rfc"]: client["name"] for client in table["client"]}
    named = (pair for pair in _companies(table) if pair[1] not in known.values())
    rows = [*known.items(), *islice(named, TAXPAYERS - len(known))]
    return pl.DataFrame(rows, schema={"rfc": pl.String, "name": pl.String}, orient="row")


def registration_of(place: int, today: date) -> tuple[str, date]:
    """Number and date of the registration of the practice provider at that place: a year old today."""
    registered_on = today.replace(year=today.year - 1, day=min(today.day, 28))
    return f"STPS/UTD/DGIFT/AR{today.year + place}/{registered_on.year}", registered_on


def registrations(today: date) -> pl.DataFrame:
    """The registrations of the practice's providers, a row for each of `SERVICES`."""
    holders = dict.fromkeys(role.person.rfc for role in cast.roles() if not role.is_refused)
    rows = [
        {
            "number": number,
            "rfc": holder,
            "registered_on": registered_on,
            "valid_until": valid_until(registered_on),
            "folio": folio,
            "description": description,
        }
        for place, holder in enumerate(holders)
        for number, registered_on in [registration_of(place, today)]
        for folio, description in SERVICES
    ]
    return pl.DataFrame(rows)


def _companies(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """RFC and name of company after company, each founded eleven days after the one before."""
    for number, words in enumerate(product(table["marks"], table["places"], table["trades"])):
        mark, place, trade = words
        founded = _FOUNDED + timedelta(days=11 * number)
        key = f"{trade[0]}{place[0]}{mark[0]}{founded:%y%m%d}Q{'ABCDEFGHIJ'[number % 10]}"
        yield key + rfc.check_digit(key), f"{trade} {place} {mark} SA DE CV"
