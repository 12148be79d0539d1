"""Every address of every interface, against every role and somebody else's data.

``permissions.csv`` says, by address, which permission it asks; a new address without a row fails here.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.clerks import appointed, browser_of
from tests.firms import AT, PERIOD, Firm, make_firm

from icsoe.apps.access.clerks import Reach
from icsoe.apps.access.models import Account
from icsoe.apps.access.permissions import PERSONAL, ROLES, Permission, Role, can

with (Path(__file__).parent / "permissions.csv").open(encoding="utf-8", newline="") as file:
    ROWS: dict[str, str] = {row["address"]: row["permission"] for row in csv.DictReader(file)}

#: Components shown in practice only.
UNLISTED = {"ui:"}
NOWHERE = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Address:
    name: str
    pattern: URLPattern

    def path(self, given: dict[str, Any]) -> str:
        """Its path, with ``given`` where it has such a part and something that is not there elsewhere."""
        parts = {name: given.get(name, _of_nobody(name, kind)) for name, kind in self.parts.items()}
        return reverse(self.name, kwargs=parts)

    @property
    def parts(self) -> dict[str, str]:
        """The parts of its path: name -> kind."""
        pattern = self.pattern.pattern
        named = dict.fromkeys(getattr(pattern.regex, "groupindex", {}), "str")
        return named | {name: type(one).__name__ for name, one in pattern.converters.items()}


def _of_nobody(name: str, converter: str) -> object:
    if name == "period":
        return PERIOD
    if name == "kind":
        return "csv"
    if name == "word":
        return "quitar"
    return {"IntConverter": 999_999, "UUIDConverter": NOWHERE}.get(converter, "NADIE")


def _walk(resolver: URLResolver, space: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner)
        elif not any((space + str(entry.name)).startswith(prefix) for prefix in UNLISTED):
            yield Address(f"{space}{entry.name}", entry)


ADDRESSES = list(_walk(get_resolver()))
GUARDED = [one for one in ADDRESSES if ROWS.get(one.name)]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)


@dataclass
class World:
    """A firm with a contract, a worker, a clerk and a registration; and a browser for each role."""

    firm: Firm
    browsers: dict[Role, Client]
    parts: dict[str, Any]


def _firm_parts(firm: Firm) -> dict[str, Any]:
    from tests.firms import persons

    contract = firm.contract()
    worker = firm.worker(contract, persons(1, seed=77)[0])
    return {
        "folio": contract.folio,
        "worker_id": worker.pk,
        "rfc": contract.beneficiary.rfc,
        "registration_id": firm.provider.registrations.get().pk,
        "appointment_id": appointed(firm, 7).pk,
    }


@pytest.fixture
def world(db: None) -> World:
    firm = make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V.")
    parts = _firm_parts(firm)
    some = appointed(firm, 1, reach=Reach(all_contracts=False, folios=(parts["folio"],)))
    officer = Account.objects.create(kind="officer", key="o@imss.example", name="Oficial", created_at=AT)
    institute = Client()
    institute.force_login(officer)
    browsers = {
        Role.HOLDER: firm.browser,
        Role.CLERK: browser_of(appointed(firm, 0)),
        Role.CLERK_OF_SOME: browser_of(some),
        Role.CLERK_WAITING: browser_of(appointed(firm, 2), working=False),
        Role.OFFICER: institute,
    }
    return World(firm, browsers, parts)


def test_every_address_has_its_row() -> None:
    assert {one.name for one in ADDRESSES} - ROWS.keys() == set()


def test_every_address_has_the_door_its_row_says() -> None:
    wrong = []
    for one in ADDRESSES:
        door = getattr(one.pattern.callback, "door", None)
        asked = door.permission.value if door is not None and door.permission is not None else ""
        if asked != ROWS[one.name] or (ROWS[one.name] and door is None):
            wrong.append(f"{one.name}: {asked or 'open'}")
    assert wrong == []


def test_nobody_passes_a_guarded_door_without_entering(world: World) -> None:
    stranger = Client()
    passed = []
    for one in GUARDED:
        for method in ("get", "post"):
            answer = getattr(stranger, method)(one.path(world.parts))
            if answer.status_code == 405:
                continue
            if answer.status_code != 302 or not answer["Location"].startswith(("/entrar/", "/instituto/")):
                passed.append(f"{method} {one.name}: {answer.status_code}")
    assert passed == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_passes_its_doors_and_no_other(world: World, role: Role) -> None:
    browser, wrong = world.browsers[role], []
    for one in GUARDED:
        if one.name == "portal:sessions_close_others":
            continue
        permission = Permission(ROWS[one.name])
        answer = browser.get(one.path(world.parts))
        for close in getattr(answer, "_resource_closers", []):
            close()
        if can(role, permission):
            good = answer.status_code < 500 and answer.status_code != 403
        elif role is Role.CLERK_WAITING and permission not in PERSONAL:
            good = answer.status_code in {302, 405} and answer.get("Location", "/empresas/").startswith(
                "/empresas/"
            )
        else:
            good = answer.status_code in {403, 405}
        if not good:
            wrong.append(f"{one.name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_no_role_posts_where_it_may_not(world: World, role: Role) -> None:
    browser, wrong = world.browsers[role], []
    for one in GUARDED:
        if can(role, Permission(ROWS[one.name])):
            continue
        answer = browser.post(one.path(world.parts))
        out = answer.status_code == 302 and answer["Location"].startswith("/empresas/")
        if answer.status_code not in {403, 405} and not out:
            wrong.append(f"{one.name}: {answer.status_code}")
    assert wrong == []


#: What the protocol of uploads refuses before it looks for the upload.
EARLIER = {412}
#: Addresses that name something: another provider's is as if it were not there.
KEYS = {
    *("folio", "worker_id", "rfc", "registration_id", "appointment_id"),
    *("load_id", "transfer_id", "session_id", "factor_id", "sha256"),
}
OF_SOMEBODY = [one for one in GUARDED if KEYS & one.parts.keys()]


@pytest.mark.parametrize("role", [Role.HOLDER, Role.CLERK, Role.CLERK_OF_SOME])
def test_another_provider_s_things_are_not_there(world: World, role: Role) -> None:
    rival = make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")
    theirs, browser, found = _firm_parts(rival), world.browsers[role], []
    for one in OF_SOMEBODY:
        permission = Permission(ROWS[one.name])
        if not can(role, permission) or (
            one.name == "portal:beneficiary" and theirs["rfc"] == world.parts["rfc"]
        ):
            continue
        for method in ("get", "post"):
            answer = getattr(browser, method)(one.path(theirs))
            leaks = rival.provider.name in answer.content.decode(errors="replace")
            if leaks or answer.status_code not in {302, 404, 405, *EARLIER}:
                found.append(f"{method} {one.name}: {answer.status_code}")
    assert found == []


def test_another_provider_s_rows_are_as_they_were(world: World) -> None:
    from icsoe.apps.access.models import Appointment
    from icsoe.apps.contracts.models import Contract, Worker

    rival = make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C.")
    theirs = _firm_parts(rival)

    def rows() -> list[Any]:
        return [list(model.objects.order_by("pk").values()) for model in (Contract, Worker, Appointment)]

    before = rows()
    for one in OF_SOMEBODY:
        world.browsers[Role.HOLDER].post(one.path(theirs))
    assert rows() == before


def test_every_post_asks_for_the_token(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.firm.browser.cookies
    passed = []
    for one in ADDRESSES:
        if one.name == "set_language":  # changes nothing but a preference of the browser
            continue
        answer = strict.post(one.path(world.parts))
        if answer.status_code not in {403, 405}:
            passed.append(f"{one.name}: {answer.status_code}")
    assert passed == []


def test_what_is_not_granted_is_denied() -> None:
    assert all(
        not can(role, permission)
        for role in Role
        for permission in Permission
        if permission not in ROLES[role]
    )
    assert {permission for role in Role for permission in ROLES[role]} == set(Permission)
    with pytest.raises(ValueError, match="ghost"):
        can("ghost", Permission.READ_PROVIDER)


def test_only_the_holder_signs_appoints_and_changes_the_provider() -> None:
    for permission in (Permission.SIGN, Permission.MANAGE_CLERKS, Permission.CHANGE_PROVIDER):
        assert [role for role in Role if can(role, permission)] == [Role.HOLDER]
