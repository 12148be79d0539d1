"""The second wall: with the filter of a query gone, PostgreSQL still gives no row of another provider."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.clerks import appointed, browser_of
from tests.firms import AT, Firm, make_firm, persons

from icsoe.apps.access.isolation import for_the_system, sees_over_the_wall, serving
from icsoe.apps.contracts import selectors
from icsoe.apps.contracts.models import Beneficiary, Contract, Roster
from icsoe.apps.filings.models import Filing
from icsoe.apps.providers.models import AuthorisedService, Provider, Registration

#: Tables that name a provider and are not behind the wall, each with its reason.
OUTSIDE = {
    "access_appointment": "a clerk reads its own, across providers, before it works for one",
    "audit_entry": "written about providers that the actor does not reach, as a request for access",
    "filings_calendarfeed": "read by its secret address, with nobody signed in",
    "mailbox_inquiry": "the officers'; anybody may send one",
    "publication_publishedcontract": "the public list: anybody's by law, and no RFC in it",
    "receipts_receipt": "verified by anybody who holds folio and code",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe.apps.audit.clock.now", lambda: AT)


@pytest.fixture
def firm(db: None) -> Firm:
    return _with_rows(make_firm("LIA150312QX5", "Limpieza Integral del Altiplano, S. A. de C. V."), 1)


@pytest.fixture
def rival(db: None) -> Firm:
    return _with_rows(make_firm("VNR080808HG3", "Vigilancia Ñandú del Norte, S. C."), 2)


def _with_rows(one: Firm, seed: int) -> Firm:
    one.worker(one.contract(), persons(1, seed=seed)[0])
    return one


MODELS: list[Any] = [Provider, Registration, AuthorisedService, Beneficiary, Contract, Roster]


@pytest.fixture(autouse=True)
def _no_privileged_role(db: None) -> None:
    """A role that passes over the wall would make every test here say nothing: it fails instead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (privileged,) = cursor.fetchone()
    assert not privileged, "these tests must run as a role that row-level security binds"


@pytest.mark.parametrize("model", MODELS)
def test_without_any_filter_only_one_s_own_rows_come(firm: Firm, rival: Firm, model: Any) -> None:
    everything = model.objects.count()
    with serving(firm.provider.rfc):
        mine = set(model.objects.values_list("pk", flat=True))
    with serving(rival.provider.rfc):
        theirs = set(model.objects.values_list("pk", flat=True))
    assert mine
    assert theirs
    assert mine.isdisjoint(theirs)
    assert len(mine) + len(theirs) == everything


@pytest.mark.parametrize("model", MODELS)
def test_nobody_s_rows_come_when_nobody_is_served(firm: Firm, model: Any) -> None:
    with serving():
        assert not model.objects.exists()
    with for_the_system():
        assert model.objects.exists()


def test_another_s_rows_are_neither_changed_nor_removed_nor_made(firm: Firm, rival: Firm) -> None:
    with serving(firm.provider.rfc):
        assert Contract.objects.filter(provider_id=rival.provider.rfc).update(object="x") == 0
        assert Roster.objects.filter(contract__provider_id=rival.provider.rfc).delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Beneficiary.objects.create(
                provider_id=rival.provider.rfc, rfc="CPM090518QC0", name="X", person_type="moral"
            )
    assert Contract.objects.get(provider_id=rival.provider.rfc).object != "x"


class Forgetful:
    """A model's manager whose filters forget the provider."""

    def __getattr__(self, name: str) -> Any:
        method = getattr(Contract._default_manager.select_related("beneficiary"), name)
        if name == "select_related":
            return lambda *_: self
        if name != "get":
            return method
        return lambda **given: method(**{key: one for key, one in given.items() if key != "provider_id"})


def test_a_selector_that_lost_its_filter_shows_nothing_of_another(
    firm: Firm, rival: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = Contract.objects.get(provider_id=rival.provider.rfc)

    class Broken:
        objects = Forgetful()

    monkeypatch.setattr("icsoe.apps.contracts.selectors.Contract", Broken)
    # The filter is gone indeed: without the wall the selector gives another's contract.
    with for_the_system():
        assert selectors.contract(firm.provider.rfc, theirs.folio).pk == theirs.pk
    with serving(firm.provider.rfc), pytest.raises(Contract.DoesNotExist):
        selectors.contract(firm.provider.rfc, theirs.folio)
    assert firm.browser.get(f"/contratos/{theirs.folio}/editar/").status_code == 404


def test_a_clerk_reaches_the_firms_it_serves_and_no_other(firm: Firm, rival: Firm) -> None:
    make_firm("SEC120101AA0", "Servicios Eléctricos Celaya, S. A.")
    browser = browser_of(appointed(firm))
    appointed(rival)
    shown = browser.get("/empresas/").content.decode()
    assert firm.provider.name in shown
    assert "Vigilancia" in shown
    assert "Celaya" not in shown


def test_what_a_transaction_was_told_ends_with_it(firm: Firm, rival: Firm) -> None:
    with serving(firm.provider.rfc), transaction.atomic():
        assert Contract.objects.count() == 1
    assert Contract.objects.count() == 2


def test_an_inner_reach_ends_where_it_ends(firm: Firm, rival: Firm) -> None:
    with serving(firm.provider.rfc), transaction.atomic():
        with for_the_system():
            assert Contract.objects.count() == 2
        assert Contract.objects.count() == 1


def test_a_savepoint_undone_does_not_undo_the_reach(firm: Firm, rival: Firm) -> None:
    def fail() -> None:
        with transaction.atomic():
            assert Contract.objects.count() == 1
            raise RuntimeError

    with serving(firm.provider.rfc), transaction.atomic():
        with pytest.raises(RuntimeError):
            fail()
        assert Contract.objects.count() == 1


@pytest.mark.django_db
def test_every_table_that_names_a_provider_is_behind_the_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT a.attisdropped"
            " AND a.attname IN ('provider_id', 'provider_rfc')"
        )
        found = dict(cursor.fetchall())
    assert {name for name, forced in found.items() if not forced} == set(OUTSIDE) & found.keys()
    assert Filing._meta.db_table in found


@pytest.mark.django_db
def test_the_public_list_is_read_when_nobody_is_served_and_leads_back_to_nobody() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, array_agg(attname::text) FROM pg_class c JOIN pg_attribute a"
            " ON a.attrelid = c.oid WHERE relname = 'publication_publishedcontract' GROUP BY 1"
        )
        walled, columns = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid = 'publication_publishedcontract'::regclass"
        )
        (ways_back,) = cursor.fetchone()
    assert not walled
    assert not {"provider_id", "provider_rfc", "rfc", "nss", "curp"} & set(columns)
    assert ways_back == 0


@pytest.mark.django_db
def test_the_systems_own_role_is_bound_by_the_wall() -> None:
    assert not sees_over_the_wall()
