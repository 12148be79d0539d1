"""A statement kept in an SQL file beside the app that owns its tables: prepared once, run without the ORM.

For the few acts whose speed matters. It runs on Django's own connection, in its transaction, under its
constraints; what fails is raised as Django raises it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from psycopg import Cursor

Row = tuple[Any, ...]
Kind = TypeVar("Kind", bound=Model)
#: Only what asks to be prepared is: the ORM's statements, their values within, hardly ever come twice.
_NEVER_BY_COUNT = 1_000_000
_NAMES: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Statement:
    """One statement; ``%(name)s`` stands for a value, ``%(name)b`` for bytes sent as they are."""

    text: str

    @classmethod
    def of(cls, package: str, name: str, **parts: "Statement") -> "Statement":
        """The statement in ``sql/<name>.sql`` of the package; ``{part}`` in it is another one."""
        text = (files(package) / "sql" / f"{name}.sql").read_text("utf-8")
        for part, statement in parts.items():
            text = text.replace(f"{{{part}}}", statement.text)
        return cls(text)

    def row(self, **values: object) -> Row | None:
        """The first row it gives, or None."""
        on = connections[DEFAULT_DB_ALIAS]
        with on.wrap_database_errors:
            return self._run(on, values).fetchone()

    def named(self, **values: object) -> dict[str, Any] | None:
        """The first row it gives by the names of its columns, each of its own, or None."""
        on = connections[DEFAULT_DB_ALIAS]
        with on.wrap_database_errors:
            cursor = self._run(on, values)
            found = cursor.fetchone()
            return None if found is None else dict(zip(self._names(cursor), found, strict=True))

    def _names(self, cursor: "Cursor[Row]") -> tuple[str, ...]:
        """The names of the columns, asked for once: the same text always gives the same."""
        if self.text not in _NAMES:
            _NAMES[self.text] = tuple(column.name for column in cursor.description or ())
        return _NAMES[self.text]

    def insert(self, made: Kind, **values: object) -> Kind:
        """The model, stored: the statement takes its columns by name and gives its id."""
        on = connections[DEFAULT_DB_ALIAS]
        with on.wrap_database_errors:
            found = self._run(on, vars(made) | values).fetchone()
        if found is None:
            raise ValueError("the statement stored nothing")
        made.pk = found[0]
        made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - as Django's from_db does
        return made

    def run(self, **values: object) -> int:
        """Run it for what it does; how many rows it touched."""
        on = connections[DEFAULT_DB_ALIAS]
        with on.wrap_database_errors:
            return self._run(on, values).rowcount

    def _run(self, on: BaseDatabaseWrapper, values: dict[str, object]) -> "Cursor[Row]":
        """Run it as Django runs its own: through whatever wraps queries (access.isolation)."""
        on.ensure_connection()
        on.validate_no_broken_transaction()
        execute: Callable[..., Cursor[Row]] = _execute
        for wrapper in reversed(on.execute_wrappers):
            execute = partial(wrapper, execute)
        return execute(self.text, values, False, {"connection": on, "cursor": None})


def _execute(text: str, values: dict[str, object], _many: bool, context: dict[str, Any]) -> "Cursor[Row]":
    on = context["connection"].connection
    if on.prepare_threshold is None:  # Django's way of never preparing
        on.prepare_threshold = _NEVER_BY_COUNT
    return Cursor(on).execute(text.encode(), values, prepare=True)


def stored(kind: type[Kind], columns: Mapping[str, Any], *, prefix: str = "") -> Kind | None:
    """The model in the columns that begin with ``prefix``, as the driver gives them; None where its id is."""
    if columns[f"{prefix}id"] is None:
        return None
    names = _fields(kind)
    return kind.from_db(DEFAULT_DB_ALIAS, names, [columns[prefix + name] for name in names])


@cache
def _fields(kind: type[Model]) -> list[str]:
    return [field.attname for field in kind._meta.concrete_fields]  # noqa: SLF001 - Django's documented way
