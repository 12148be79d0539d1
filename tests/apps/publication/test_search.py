"""Searching and paging the list: any word of either name, whatever the typing; all pages cost the same."""

from datetime import date
from typing import Any

import pytest
from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import Func, Value
from tests.firms import AT

from icsoe.apps.publication import selectors
from icsoe.apps.publication.models import Publication, PublishedContract
from icsoe.apps.publication.selectors import Asked, TooDearError, list_page
from icsoe.lib.periods.period import Period

pytestmark = pytest.mark.django_db
FIRST, SECOND = Period(2026, 1), Period(2026, 2)


def vector(text: str) -> Func:
    return Func(
        Value(text),
        template="array_to_tsvector(icsoe_search_words(%(expressions)s))",
        output_field=SearchVectorField(),
    )


def line(place: int, **changes: Any) -> PublishedContract:
    given = {
        "filing_id": place,
        "year": 2026,
        "number": 1,
        "provider_name": f"PROVEEDORA NÚMERO {place}",
        "provider_type": "moral",
        "beneficiary_name": "HOTELERA BAHÍA SERENA SA DE CV",
        "beneficiary_type": "moral",
        "contract_folio": f"A26P{place:07d}",
        "service_folio": "1",
        "service_text": "Limpieza",
        "start_date": date(2026, 1, 5),
        "workers": 3,
        "filing_type": "normal",
        "filing_folio": f"N261{place:06d}",
        "presented_on": date(2026, 5, 10),
        "since": 1,
        **changes,
    }
    words = vector(f"{given['provider_name']} {given['beneficiary_name']}")
    return PublishedContract.objects.create(**given, words=words)


@pytest.fixture(autouse=True)
def _published(db: None) -> None:
    Publication.objects.create(pk=1, as_of=AT, contracts=0)


def names(words: str, **asked: Any) -> list[str]:
    return [one.provider_name for one in list_page(Asked(words=words, **asked)).rows]


@pytest.mark.parametrize(
    "words",
    [
        "Vigilancia",
        "vigil",
        "ÑANDÚ",
        "nandu",
        "ñandu norte",
        "n\u0303andú",
        "S. C.",
        "vigilancia serena",
        "BAHIA vig",
    ],
)
def test_any_beginning_of_a_word_in_either_name_finds_it(words: str) -> None:
    line(1, provider_name="VIGILANCIA ÑANDÚ DEL NORTE S. C.")
    line(2, provider_name="LIMPIEZA INTEGRAL", beneficiary_name="OTRA SA")
    assert names(words) == ["VIGILANCIA ÑANDÚ DEL NORTE S. C."]


@pytest.mark.parametrize("words", ["ilancia", "vigilancia sur", "!!", "' | 'x':*", "a" * 500, "\\", "de:*"])
def test_what_is_in_neither_name_finds_nothing_and_nothing_of_it_is_obeyed(words: str) -> None:
    line(1, provider_name="VIGILANCIA ÑANDÚ DEL NORTE S. C.", beneficiary_name="OTRA")
    assert names(words) == []


def test_a_short_piece_stands_for_a_whole_word() -> None:
    line(1, provider_name="SA UNO")
    line(2, provider_name="SANDOVAL", beneficiary_name="OTRO")
    assert names("sa") == ["SA UNO"]


def test_a_period_narrows_it() -> None:
    line(1)
    line(2, number=2)
    assert names("proveedora", period=SECOND) == ["PROVEEDORA NÚMERO 2"]
    assert names("", period=FIRST) == ["PROVEEDORA NÚMERO 1"]
    assert names("", period=Period(2025, 1)) == []


def test_pages_hold_every_line_once_whatever_is_published_or_retired_meanwhile() -> None:
    for place in range(1, 121):
        line(place)
    first = list_page(Asked())
    # Meanwhile a new line comes, and one that was already shown leaves.
    Publication.objects.create(pk=2, as_of=AT)
    line(500, since=2)
    PublishedContract.objects.filter(filing_id=119).update(until=2)
    second = list_page(Asked(after=first.older))
    third = list_page(Asked(after=second.older))
    seen = [one.filing_id for page in (first, second, third) for one in page.rows]
    assert seen == list(range(120, 0, -1))
    assert third.older == 0


def test_back_is_the_page_that_was() -> None:
    for place in range(1, 121):
        line(place)
    first = list_page(Asked())
    second = list_page(Asked(after=first.older))
    back = list_page(Asked(before=second.newer))
    assert [one.pk for one in back.rows] == [one.pk for one in first.rows]
    assert (first.newer, back.newer) == (0, 0)
    assert back.older == first.older


def test_the_deepest_page_asks_no_more_of_the_database_than_the_first(
    django_assert_num_queries: Any,
) -> None:
    for place in range(1, 103):
        line(place)
    deep = min(PublishedContract.objects.values_list("pk", flat=True)) + 2
    for asked in (Asked(), Asked(after=deep)):
        with django_assert_num_queries(6):
            list_page(asked)


def test_words_are_looked_up_in_the_index() -> None:
    found = selectors._found(selectors.Edition(1, AT, 0, {}), Asked(words="vigilancia"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "publication_line_words" in found.explain()


def test_a_read_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    line(1)
    monkeypatch.setattr(selectors, "LONGEST_MS", 20)
    slow = PublishedContract.objects.annotate(
        slept=Func(Value(0.5), function="pg_sleep", output_field=SearchVectorField())
    )
    with pytest.raises(TooDearError):
        selectors._read(slow)
    assert names("proveedora") == ["PROVEEDORA NÚMERO 1"]  # the transaction goes on
