"""Which providers' rows the database gives at all: the second wall, behind the filters of the queries.

Row-level security asks the setting ``icsoe.reach`` of the transaction: RFCs with commas between, ``system``
for everything, and nothing at all when it is not set. Processes without a visitor (jobs, commands) begin
with ``system``; web processes begin with nothing, and the doors say whose rows a request is about.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

SYSTEM = "system"
_SET = "SELECT set_config('icsoe.reach', %s, true)"


@contextmanager
def serving(*provider_rfcs: str) -> Iterator[None]:
    """Within it the database gives the rows of these providers only (none given: of nobody)."""
    with _reaching(",".join(provider_rfcs)):
        yield


@contextmanager
def for_the_system() -> Iterator[None]:
    """Within it the database gives everything: public pages, officers, jobs. Say why where it is used."""
    with _reaching(SYSTEM):
        yield


def sees_over_the_wall() -> bool:
    """Whether the role of the connection is one that row-level security does not bind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (sees,) = cursor.fetchone()
    return bool(sees)


class _Current(local):
    """The reaches of this thread, the innermost last, and what the open transaction was told."""

    def __init__(self) -> None:
        self.reaches: list[str] = []
        self.told: tuple[object, ...] = ()


_current = _Current()


@contextmanager
def _reaching(reach: str) -> Iterator[None]:
    _current.reaches.append(reach)
    outermost = len(_current.reaches) == 1
    try:
        if outermost:
            with connection.execute_wrapper(_tell):
                yield
        else:
            yield
    finally:
        _current.reaches.pop()
        if outermost:
            _forget()


def _tell(
    execute: Callable[..., Any], query: str, params: Sequence[object], many: bool, context: dict[str, Any]
) -> Any:
    """Run the query in a transaction that was told the reach, for that transaction only."""
    on: BaseDatabaseWrapper = context["connection"]
    reach = _current.reaches[-1]
    if not on.in_atomic_block:
        with transaction.atomic(using=on.alias):
            _say(on, reach)
            return execute(query, params, many, context)
    if on.connection.info.transaction_status is TransactionStatus.INERROR:
        return execute(query, params, many, context)  # the rollback itself, or what must fail
    # A savepoint rolled back takes what was said inside it along, so each level is told anew.
    level = (reach, *on.atomic_blocks)
    if _current.told != level:
        _say(on, reach)
        _current.told = level
    return execute(query, params, many, context)


def _forget() -> None:
    """Give a transaction that outlives the context (a test's) what its process began with."""
    _current.told = ()
    if connection.in_atomic_block and not connection.needs_rollback:
        _say(connection, settings.DATABASE_REACH)


def _say(on: BaseDatabaseWrapper, reach: str) -> None:
    on.ensure_connection()
    # Not by a cursor of Django's: that one would come back here.
    with on.connection.cursor() as cursor:
        cursor.execute(_SET, [reach])
