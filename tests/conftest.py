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
def committed(transactional_db: None) -> None:
    """A database where acts really commit, emptied afterwards: for races and kills."""


@pytest.fixture(scope="session", autouse=True)
def _guards_are_lifted_to_empty_the_tables() -> None:
    """Triggers guard what must never be deleted; only the suite, which owns the tables, lifts them."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: Any, statements: list[str]) -> None:
        names = [name for name in self.connection.introspection.table_names() if "procrastinate" not in name]
        lift = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in names]
        restore = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names]
        # The queue's tables are no model's of ours, so the flush would leave their jobs behind.
        empty_queue = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"
        plain(self, [*lift, *statements, empty_queue, *restore])

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
