"""A statement kept in an SQL file beside the app that owns its tables: prepared once, run without the ORM.

For the few acts whose speed matters. It runs on Django's own connection, in its transaction, under its
constraints; what fails is raised as Django raises it.
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from psycopg import Cursor

Row = tuple[Any, ...]
First = TypeVar("First", bound=Model)
Second = TypeVar("Second", bound=Model)


@dataclass(frozen=True)
class Statement:
    """One statement; ``%(name)s`` stands for a value, ``%(name)b`` for bytes sent as they are."""

    text: str

    @classmethod
    def of(cls, package: str, name: str) -> "Statement":
        """The statement in ``sql/<name>.sql`` of the package."""
        return cls((files(package) / "sql" / f"{name}.sql").read_text("utf-8"))

    def row(self, **values: object) -> Row | None:
        """The first row it gives, or None."""
        with connection.wrap_database_errors:
            return self._run(values).fetchone()

    def one(self, kind: type[First], **values: object) -> First | None:
        """The first row it gives as a model, or None. Its columns are fields of the model, ``id`` first."""
        with connection.wrap_database_errors:
            cursor = self._run(values)
            found = cursor.fetchone()
            return None if found is None else _model(kind, _names(cursor), found)

    def two(
        self, first: type[First], second: type[Second], **values: object
    ) -> tuple[First | None, Second | None]:
        """The first row as two models, the second's columns from its own ``id`` on; None where it is null."""
        with connection.wrap_database_errors:
            cursor = self._run(values)
            found, names = cursor.fetchone(), _names(cursor)
        if found is None:
            return None, None
        place = names.index("id", 1)
        return (
            _model(first, names[:place], found[:place]),
            _model(second, names[place:], found[place:]) if found[place] is not None else None,
        )

    def run(self, **values: object) -> int:
        """Run it for what it does; how many rows it touched."""
        with connection.wrap_database_errors:
            return self._run(values).rowcount

    def _run(self, values: dict[str, object]) -> "Cursor[Row]":
        connection.ensure_connection()
        connection.validate_no_broken_transaction()
        return Cursor(connection.connection).execute(self.text.encode(), values, prepare=True)


def _names(cursor: "Cursor[Row]") -> list[str]:
    return [column.name for column in cursor.description or ()]


def _model(kind: type[First], names: list[str], row: Row) -> First:
    named = dict(zip(names, row, strict=True))
    fields = kind._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
    held = [field.attname for field in fields if field.attname in named]
    return kind.from_db("default", held, [named[name] for name in held])
