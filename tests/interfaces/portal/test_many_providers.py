"""A clerk of an accounting firm with many clients: one board over all, looked through by name."""

import pytest
from django.test import Client
from tests.clerks import appointed, browser_of
from tests.firms import AT, Firm

from icsoe.apps.access.models import Account, Appointment

NAMES = ["Ñandú Limpieza, S. A.", "Vigilancia Águila, S. C.", "Comedores del Bajío, S. A."]


@pytest.fixture
def clerk(firm: Firm) -> Client:
    one = appointed(firm)
    for place in range(60):
        rfc = f"CLI{place:06d}AB{place % 10}"
        name = f"{NAMES[place % 3]} {place}"
        Account.objects.create(kind="holder", key=rfc, name=name, created_at=AT)
        Appointment.objects.create(
            provider_rfc=rfc, curp=one.curp, account=one.account, name=one.name, state="active", created_at=AT
        )
    return browser_of(one, working=False)


def rows(browser: Client, words: str) -> list[str]:
    page = browser.get("/empresas/", {"q": words}).content.decode()
    return [name for name in NAMES for _ in range(page.count(f'data-label="Empresa">{name}'))]


@pytest.mark.parametrize(
    ("words", "found"), [("aguila", 20), ("NANDU", 20), ("bajío comedores", 20), ("CLI000003", 1), ("zzz", 0)]
)
def test_they_are_found_by_name_or_rfc_however_typed(clerk: Client, words: str, found: int) -> None:
    assert len(rows(clerk, words)) == found


def test_the_whole_board_asks_the_database_as_often_as_a_short_one(
    clerk: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(60):  # type: ignore[operator]  # the fixture has no type
        assert len(rows(clerk, "")) == 60


def test_a_search_that_finds_nothing_says_so_and_the_way_back(clerk: Client) -> None:
    page = clerk.get("/empresas/?q=zzz").content.decode()
    assert "Ninguna empresa coincide" in page
    assert "No captura para nadie" not in page


def test_a_few_are_read_without_a_search(firm: Firm) -> None:
    assert "Buscar empresa" not in browser_of(appointed(firm)).get("/empresas/").content.decode()
