"""Reads of the public list. Every page costs the same, however deep, and a read too dear is given up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db import connection, transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.db.utils import OperationalError
from psycopg.errors import QueryCanceled

from icsoe.apps.publication.models import Publication, PublishedContract
from icsoe.lib.identifiers.search import search_words
from icsoe.lib.periods.period import Period

PAGE = 50
MOST_WORDS = 8
#: A shorter piece stands for a whole word («SA», «DE»): as a beginning it would be half the list.
LEAST_BEGINNING = 3
LONGEST_MS = 2000
_BATCH = 2000
COLUMNS = (
    "provider_name",
    "provider_type",
    "beneficiary_name",
    "beneficiary_type",
    "contract_folio",
    "service_folio",
    "service_text",
    "start_date",
    "end_date",
    "workers",
    "filing_type",
    "year",
    "number",
    "filing_folio",
    "presented_on",
)


class TooDearError(Exception):
    """The database gave the read up: it would have taken longer than anybody's page may."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the list is asked for: ``words`` in either name, a period, and the line (id) a page begins at."""

    words: str = ""
    period: Period | None = None
    after: int = 0
    before: int = 0


@dataclass(frozen=True)
class Edition:
    """A version of the list: of which instant, and how many contracts of each period, newest first."""

    version: int
    as_of: datetime
    contracts: int
    periods: dict[Period, int]


@dataclass(frozen=True)
class ListPage:
    """One page, newest first; ``older`` and ``newer``: where its neighbours begin, 0 for none."""

    edition: Edition | None
    rows: list[PublishedContract]
    older: int = 0
    newer: int = 0


def edition() -> Edition | None:
    """The version in force, or None before the first."""
    made = Publication.objects.order_by("-pk").prefetch_related("periods").first()
    if made is None:
        return None
    counted = sorted(
        ((Period(one.year, one.number), one.contracts) for one in made.periods.all()), reverse=True
    )
    return Edition(made.pk, made.as_of, made.contracts, dict(counted))


def rebuilds(size: int = 30) -> list[Publication]:
    """The latest versions with their figures, newest first."""
    return list(Publication.objects.order_by("-pk")[:size])


def list_page(asked: Asked) -> ListPage:
    """A page of the version in force. Raises TooDearError."""
    now = edition()
    if now is None:
        return ListPage(None, [])
    found = _found(now, asked)
    if asked.before:
        nearest = _read(found.filter(pk__gt=asked.before).order_by("pk"))
        rows = nearest[:PAGE][::-1]
        return ListPage(now, rows, rows[-1].pk if rows else 0, rows[0].pk if len(nearest) > PAGE else 0)
    if asked.after:
        found = found.filter(pk__lt=asked.after)
    nearest = _read(found.order_by("-pk"))
    rows = nearest[:PAGE]
    return ListPage(
        now, rows, rows[-1].pk if len(nearest) > PAGE else 0, rows[0].pk if rows and asked.after else 0
    )


def lines_of(now: Edition, period: Period) -> Iterator[tuple[Any, ...]]:
    """Every line of a period in a version, as ``COLUMNS``, a few thousand in memory at a time.

    The version stays what it is while it is read, however slowly, unless two rebuilds pass meanwhile.
    """
    found, last = _found(now, Asked(period=period)).order_by("pk"), 0
    while some := list(found.filter(pk__gt=last).values_list("pk", *COLUMNS)[:_BATCH]):
        yield from (line[1:] for line in some)
        last = some[-1][0]


def _found(now: Edition, asked: Asked) -> QuerySet[PublishedContract]:
    found = PublishedContract.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now.version), since__lte=now.version
    )
    if asked.period is not None:
        found = found.filter(year=asked.period.year, number=asked.period.number)
    return found.filter(_holds(asked.words)) if asked.words else found


def _holds(text: str) -> Func | Q:
    """Whether a line holds every word, or a word that begins with it; a text without words finds nothing."""
    words = search_words(text)[:MOST_WORDS]
    if not words:
        return Q(pk__in=[])
    # Letters and figures only, so nothing of the query's own language can be in them.
    query = " & ".join(f"'{word}'{':*' if len(word) >= LEAST_BEGINNING else ''}" for word in words)
    return Func(
        F("words"),
        Cast(Value(query), SearchQueryField()),
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _read(found: QuerySet[PublishedContract]) -> list[PublishedContract]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_MS}")
            return list(found.defer("words")[: PAGE + 1])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooDearError from error
        raise
