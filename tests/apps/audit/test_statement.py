"""Statements of their own: prepared, in Django's transaction, failing as Django fails."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from icsoe.apps.access.models import SeenCertificate
from icsoe.apps.audit.statement import Statement, stored

pytestmark = pytest.mark.django_db

ONE = Statement("SELECT %(value)s::int AS value, 'é' AS letter")
NONE = Statement("SELECT 1 WHERE false")


def test_a_row_comes_with_or_without_the_names_of_its_columns() -> None:
    assert ONE.row(value=7) == (7, "é")
    assert ONE.named(value=8) == {"value": 8, "letter": "é"}
    assert NONE.row() is None
    assert NONE.named() is None


def test_it_is_prepared_once_and_what_django_runs_is_not() -> None:
    for value in range(9):
        ONE.row(value=value)
    with connection.cursor() as cursor:
        for _ in range(9):
            cursor.execute("SELECT 'never prepared'")
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement NOT LIKE '%%pg_prep%%'")
        texts = [text for (text,) in cursor.fetchall()]
    assert sum("AS letter" in text for text in texts) == 1
    assert not any("never prepared" in text for text in texts)


def test_a_broken_constraint_is_djangos_error_with_the_constraint_s_name() -> None:
    broken = Statement("INSERT INTO audit_entry (at, event) VALUES (now(), 'entered')")
    with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
        broken.run()
    assert ONE.row(value=1) is not None


def test_whoever_wraps_queries_sees_it_too() -> None:
    seen: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        ONE.row(value=1)
    assert seen == [ONE.text]


def test_a_model_is_read_from_columns_of_a_prefix_or_is_none() -> None:
    columns = {f"seen_{field.attname}": None for field in SeenCertificate._meta.concrete_fields}
    assert stored(SeenCertificate, columns, prefix="seen_") is None
    found = stored(SeenCertificate, {**columns, "seen_id": 3, "seen_number": "1"}, prefix="seen_")
    assert found is not None
    assert (found.pk, found.number, found._state.adding) == (3, "1", False)


def test_another_statement_stands_in_its_place() -> None:
    whole = Statement.of("icsoe.apps.filings", "look", fingerprint=Statement("SELECT 'abc'"))
    assert "SELECT 'abc'" in whole.text
    assert "{" not in whole.text
