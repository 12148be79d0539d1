"""The public list as anybody meets it: what it shows, what it never shows, and how it gives way."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client
from tests import practice
from tests.apps.filings import acts
from tests.apps.filings.conftest import _trust as trust
from tests.apps.publication.test_search import line

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.contracts.models import Worker
from icsoe.apps.contracts.records import PartyData
from icsoe.apps.publication import services
from icsoe.apps.publication.models import Publication
from icsoe.apps.publication.selectors import COLUMNS, TooDearError
from icsoe.interfaces.public import published
from icsoe.interfaces.public.published_presenters import TITLES
from icsoe.interfaces.public.rationing import MOST_ADDRESSES, Ration, network_of

__all__ = ["trust"]
pytestmark = pytest.mark.django_db
LATER = practice.IN_TIME + timedelta(days=1)
PAGE = "/publicacion/"
FILE = "/publicacion/2026-1.csv"
RFC = re.compile(r"\b[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}\b")
CURP = re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b")
NSS = re.compile(r"(?<!\d)\d{11}(?!\d)")


@pytest.fixture(autouse=True)
def _whole_rations() -> Iterator[None]:
    published.PAGES.forget()
    published.DOWNLOADS.forget()
    yield
    published.PAGES.forget()
    published.DOWNLOADS.forget()


@pytest.fixture
def filed(db: None) -> str:
    """The folio of a published filing with one contract of two workers."""
    one = practice.complete_profile(practice.provider())
    practice.with_workers(
        practice.contract(
            one, beneficiary=PartyData(rfc="CPM090518QC0", name="=CMD() & <b>PLAZA</b> MIRADOR")
        ),
        2,
    )
    folio = acts.file(one).folio
    services.rebuild(by=SYSTEM, at=LATER)
    return folio


def text(client: Client, address: str = PAGE, **given: str) -> str:
    return client.get(address, given).content.decode()


def rows(client: Client) -> list[dict[str, str]]:
    answer = client.get(FILE)
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def cut(answer: Any) -> None:
    """What a server does with an answer at its end, or when it is cut; the suite's connection stays."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def test_it_shows_each_contract_with_its_filing_its_date_source_and_law(client: Client, filed: str) -> None:
    html = text(client)
    for words in (
        filed,
        "MANTENIMIENTO Y LIMPIEZA DEL VALLE SA DE CV",
        "&lt;b&gt;PLAZA&lt;/b&gt; MIRADOR",
        "Persona moral",
        "Limpieza de oficinas",
        "Por tiempo indefinido",
        "Normal",
        "enero-abril de 2026",
        "Presentada el 10/05/2026",
        "Datos al 11 de mayo de 2026, 12:00, hora del centro: 1 contrato.",
        "ACDO.AS2.HCT.300322/68.P.DIR",
        "Lo que no muestra, y por qué",
    ):
        assert words in html


def test_neither_page_nor_file_hold_a_key_a_worker_or_an_amount(client: Client, filed: str) -> None:
    file = b"".join(client.get(FILE).streaming_content).decode()
    for body in (text(client), file):
        assert not RFC.search(body)
        assert not CURP.search(body)
        assert not NSS.search(body)
        for worker in Worker.objects.all():
            for said in (
                worker.nss,
                worker.curp,
                f"{worker.nombre} {worker.primer_apellido}",
                str(worker.sbc),
            ):
                assert said not in body
        assert "Limpieza diaria de oficinas" not in body  # the object of the contract
        assert "contacto@example.com" not in body


def test_the_file_holds_every_line_with_harmless_cells(client: Client, filed: str) -> None:
    (row,) = rows(client)
    assert len(TITLES) == len(COLUMNS)
    assert row["contratante"] == "'=CMD() & <b>PLAZA</b> MIRADOR"
    assert (row["trabajadores"], row["fecha_inicial"], row["fecha_final"]) == ("2", "2026-01-01", "")
    assert (row["folio_informativa"], row["anio"], row["cuatrimestre"]) == (filed, "2026", "1")


def test_the_file_is_streamed_whole_in_pieces(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icsoe.apps.publication.selectors._BATCH", 7)
    monkeypatch.setattr(published, "_LINES_IN_A_PIECE", 5)
    for place in range(1, 24):
        line(place)
    version = Publication.objects.create(pk=1, as_of=LATER, contracts=23)
    version.periods.create(year=2026, number=1, contracts=23)
    found = rows(client)
    assert [row["folio_contrato"] for row in found] == [f"A26P{place:07d}" for place in range(1, 24)]


@pytest.mark.parametrize(
    "address", ["/publicacion/2026-2.csv", "/publicacion/2020-1.csv", "/publicacion/2026-4.csv"]
)
def test_a_period_without_contracts_has_no_file(client: Client, filed: str, address: str) -> None:
    assert client.get(address).status_code == 404


def test_before_anything_is_published_it_says_how_the_list_fills(client: Client, db: None) -> None:
    assert "Todavía no hay contratos publicados" in text(client)
    assert client.get(FILE).status_code == 404


def test_a_name_is_found_and_one_that_is_not_there_leads_back(client: Client, filed: str) -> None:
    assert filed in text(client, q="limpieza válle")
    html = text(client, q="vigilancia")
    assert filed not in html
    assert "Ningún contrato publicado coincide" in html
    assert 'value="vigilancia"' in html
    assert filed not in text(client, periodo="2025-1")


@pytest.mark.parametrize(
    "given",
    [
        {"desde": "-1"},
        {"desde": "9" * 40},
        {"antes": "x"},
        {"periodo": "2026-9"},
        {"q": "\0\0"},
        {"q": "a" * 5000},
        {"q": "'); DROP TABLE x; --"},
        {"q": "\u202eabc\u200b"},
        {"desde": "\u0663"},
    ],
)
def test_whatever_the_address_says_it_answers(client: Client, filed: str, given: dict[str, str]) -> None:
    assert client.get(PAGE, given).status_code == 200


def test_next_keeps_what_was_searched(client: Client, db: None) -> None:
    for place in range(1, 61):
        line(place)
    Publication.objects.create(pk=1, as_of=LATER, contracts=60)
    first = text(client, q="proveedora", periodo="2026-1")
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(older.replace("&amp;", "&")).content.decode()
    assert second.count('role="rowheader"') == 10
    assert 'value="proveedora"' in second


def test_caches_may_keep_it_and_ask_whether_it_changed(client: Client, filed: str) -> None:
    for address in (PAGE, FILE):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies
        cut(answer)
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    services.rebuild(by=SYSTEM, at=LATER + timedelta(days=1))
    changed = client.get(FILE, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200
    cut(changed)


def test_who_asks_too_often_is_told_when_to_come_back_and_nobody_else_is(
    client: Client, filed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published.PAGES, "_burst", 3)
    for _ in range(3):
        assert client.get(PAGE).status_code == 200
    refused = client.get(PAGE)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 2
    assert refused.headers["Cache-Control"] == "no-store"
    assert "list_too_often" in refused.content.decode()
    assert "Demasiadas consultas del listado" in refused.content.decode()
    assert client.get(PAGE, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.get("/verificar/").status_code == 200  # only the list gives way


def test_turning_away_asks_nothing_of_the_database(
    client: Client, filed: str, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(published.PAGES, "_burst", 0)
    with django_assert_num_queries(0):
        assert client.get(PAGE).status_code == 429


def test_a_download_in_course_holds_its_place_until_it_ends_or_is_cut(client: Client, filed: str) -> None:
    begun = client.get(FILE)
    refused = client.get(FILE)
    assert refused.status_code == 429
    assert "list_busy" in refused.content.decode()
    assert refused.headers["Retry-After"]
    cut(begun)  # before a byte was read
    cut(begun)
    ended = client.get(FILE)
    assert ended.status_code == 200
    cut(ended)


def test_a_search_that_would_take_too_long_is_given_up_in_words(
    client: Client, filed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dear(_asked: object) -> None:
        raise TooDearError

    monkeypatch.setattr(published, "list_page", dear)
    for _ in range(4):  # the place is given back each time
        answer = client.get(PAGE)
        assert answer.status_code == 429
        assert answer.headers["Cache-Control"] == "no-store"
        assert "list_too_dear" in answer.content.decode()


@pytest.mark.usefixtures("committed")
def test_pages_never_take_every_thread(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = [Event(), Event()], Event()
    waiting = iter(inside)

    def slow(_asked: object) -> None:
        next(waiting).set()
        go_on.wait(10)
        raise TooDearError

    def ask() -> None:
        Client().get(PAGE)
        connection.close()

    monkeypatch.setattr(published, "list_page", slow)
    threads = [Thread(target=ask) for _ in inside]
    for one in threads:
        one.start()
    assert all(one.wait(10) for one in inside)
    answer = client.get(PAGE)
    go_on.set()
    for one in threads:
        one.join()
    assert answer.status_code == 429
    assert "list_busy" in answer.content.decode()


def test_a_ration_comes_back_with_time() -> None:
    ration = Ration(burst=2, seconds=10)
    assert [ration.wait("a", 0), ration.wait("a", 0)] == [0, 0]
    assert ration.wait("a", 1) == pytest.approx(9)
    assert ration.wait("b", 1) == 0
    assert ration.wait("a", 10) == 0
    assert ration.wait("a", 10) > 0
    assert [ration.wait("a", 1000), ration.wait("a", 1000)] == [0, 0]


def test_the_memory_of_addresses_is_bounded() -> None:
    ration = Ration(burst=2, seconds=10)
    for number in range(MOST_ADDRESSES + 50):
        ration.wait(str(number), 0)
    assert len(ration._full_at) == MOST_ADDRESSES


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_whom_an_address_counts_as(address: str, counted: str) -> None:
    assert network_of(address) == counted


def test_the_ways_to_it(client: Client, db: None) -> None:
    for address in ("/", "/verificar/", "/ayuda/"):
        assert 'href="/publicacion/"' in text(client, address)


def test_english(client: Client, filed: str) -> None:
    client.cookies["icsoe_language"] = "en"
    html = text(client)
    for words in ("Public list", "January-April 2026", "What it does not show, and why", filed):
        assert words in html
