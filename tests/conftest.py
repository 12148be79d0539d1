"""What the whole suite stands on: an embedded database, no network, no silent template mistakes."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import disable_socket, enable_socket

_STACK = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start (or join) the suite's own PostgreSQL before any test asks for a database."""
    from django.conf import settings

    from icsoe.interfaces.cli.embedded import embedded_postgres

    place = Path(settings.TEST_PLACE)
    place.mkdir(mode=0o755, exist_ok=True)
    _STACK.enter_context(embedded_postgres(place / "pg", durable=False))


def pytest_unconfigure() -> None:
    _STACK.close()


class UnknownVariable(str):
    """Django formats this with the name of a variable that a template does not find."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"unknown template variable {name}")


@pytest.fixture(autouse=True)
def _strict_templates(settings: Any) -> None:
    from django.template import engines

    engines["django"].engine.string_if_invalid = UnknownVariable("%s")


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    disable_socket(allow_unix_socket=True)
    from pytest_socket import socket_allow_hosts

    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database where acts really commit, emptied afterwards: for races and kills.

    What must never be deleted is guarded by triggers; only the suite, which owns the tables, lifts them to
    empty them.
    """
    from django.db import connection, connections

    with django_db_blocker.unblock():
        yield
        tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]
        guarded = [name for name in tables if not name.startswith("procrastinate")]
        with connection.cursor() as cursor:
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connections.close_all()
