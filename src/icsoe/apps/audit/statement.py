"""A statement kept in an SQL file beside the app that owns its tables: prepared once, run without the ORM.

For the few acts whose speed matters. It runs on Django's own connection, in its transaction, under its
constraints; what fails is raised as Django raises it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from psycopg import Cursor

Row = tuple[Any, ...]
Kind = TypeVar("Kind", bound=Model)
#: Only what asks to be prepared is: the ORM's statements, their values within, hardly ever come twice.
_NEVER_BY_COUNT = 1_000_000


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
        with connection.wrap_database_errors:
            return self._run(values).fetchone()

    def named(self, **values: object) -> dict[str, Any] | None:
        """The first row it gives by the names of its columns, each of its own, or None."""
        with connection.wrap_database_errors:
            cursor = self._run(values)
            found = cursor.fetchone()
            names = [column.name for column in cursor.description or ()]
        return None if found is None else dict(zip(names, found, strict=True))

    def insert(self, made: Kind, **values: object) -> Kind:
        """The model, stored: the statement takes its columns by name and gives its id."""
        with connection.wrap_database_errors:
            found = self._run(vars(made) | values).fetchone()
        if found is None:
            raise ValueError("the statement stored nothing")
        made.pk = found[0]
        return _as_stored(made)

    def run(self, **values: object) -> int:
        """Run it for what it does; how many rows it touched."""
        with connection.wrap_database_errors:
            return self._run(values).rowcount

    def _run(self, values: dict[str, object]) -> "Cursor[Row]":
        """Run it as Django runs its own: through whatever wraps queries (access.isolation)."""
        connection.ensure_connection()
        connection.validate_no_broken_transaction()
        execute: Callable[..., Cursor[Row]] = _execute
        for wrapper in reversed(connection.execute_wrappers):
            execute = partial(wrapper, execute)
        return execute(self.text, values, False, {"connection": connection, "cursor": None})


def _execute(text: str, values: dict[str, object], _many: bool, _context: object) -> "Cursor[Row]":
    on = connection.connection
    if on.prepare_threshold is None:  # Django's way of never preparing
        on.prepare_threshold = _NEVER_BY_COUNT
    return Cursor(on).execute(text.encode(), values, prepare=True)


def stored(kind: type[Kind], columns: Mapping[str, Any], *, prefix: str = "") -> Kind | None:
    """The model in the columns that begin with ``prefix``, as the driver gives them; None where its id is."""
    fields = kind._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
    if columns[f"{prefix}id"] is None:
        return None
    names = (field.attname for field in fields)
    return _as_stored(kind(**{name: columns[prefix + name] for name in names}))


def _as_stored(made: Kind) -> Kind:
    made._state.adding, made._state.db = False, "default"  # noqa: SLF001 - as Django's from_db does
    return made
