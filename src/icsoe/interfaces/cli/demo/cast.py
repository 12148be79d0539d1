"""The people of `cast.toml`, and the e.firma each is handed."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from icsoe.lib.efirma.practice.authority import Authority, Efirma, Person, Terms, mint_csd, mint_efirma
from icsoe.lib.efirma.practice.keys import KeyPool

PASSWORD = "12345678a"  # noqa: S105 - of practice, told to everybody
#: The practice clock may stand anywhere from the first day of the first period to the end of 2035.
FOUNDED, CLOSED = datetime(2015, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
VALID = datetime(2021, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
_VALIDITIES = {
    "expired": (datetime(2016, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)),
    "not_yet_valid": (datetime(2036, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)),
}
_FIRST_NUMBER = 30001000000500000001


@dataclass(frozen=True, slots=True)
class Role:
    """One e.firma to be made: the folder it goes to, what it is for in Spanish, whose, and what is amiss."""

    folder: str
    purpose: str
    person: Person
    kind: str

    @property
    def is_refused(self) -> bool:
        """Whether it is there to be refused."""
        return self.kind != "good"


@cache
def roles() -> tuple[Role, ...]:
    """Every role, in the order of the table."""
    table = tomllib.loads(Path(__file__).with_name("cast.toml").read_text("utf-8"))
    return tuple(_read(table))


def mint(role: Role, *, place: int, authority: Authority, stranger: Authority, keys: KeyPool) -> Efirma:
    """The e.firma of a role; `place` (from 0) gives its number, `stranger` issues the untrusted one."""
    since, until = _VALIDITIES.get(role.kind, VALID)
    terms = Terms(
        number=str(_FIRST_NUMBER + place), not_before=since, not_after=until, key=keys.take(role.folder)
    )
    if role.kind == "csd":
        return mint_csd(authority, role.person, terms, password=PASSWORD)
    issuer = stranger if role.kind == "untrusted" else authority
    return mint_efirma(issuer, role.person, terms, password=PASSWORD)


def _read(table: dict[str, list[dict[str, Any]]]) -> Iterator[Role]:
    people = {row["rfc"]: _person(row) for row in table["provider"]}
    for row in table["provider"]:
        yield Role(row["folder"], row["purpose"], people[row["rfc"]], "good")
    for row in table["refused"]:
        person = people[row["holder"]] if "holder" in row else _person(row)
        yield Role(row["folder"], row["purpose"], person, row["kind"])


def _person(row: dict[str, Any]) -> Person:
    fields = ("rfc", "name", "curp", "representative_rfc", "representative_curp")
    return Person(**{field: row.get(field, "") for field in fields})
