"""Findings to and from the database: a hundred thousand go in by one COPY."""

import io
from collections.abc import Iterable

import polars as pl
from django.db import connection
from psycopg import sql

from icsoe.apps.intake.models import CodeCount, Finding, Load, Remark
from icsoe.lib.rulebook.findings_table import Tally
from icsoe.lib.rulebook.rules import Finding as Found
from icsoe.lib.rulebook.rules import rules
from icsoe.lib.sheets.errors import Note

_COPY = (
    'COPY intake_finding (load_id, "row", "column", code, severity, value, detail, only_merge)'
    " FROM STDIN (FORMAT csv, FORCE_NOT_NULL (\"column\", value, detail), NULL '')"
)
_LISTED = sql.SQL("""
    COPY (
        SELECT "row", nullif("column", ''), code, severity, value, detail FROM intake_finding
        WHERE load_id = {load} AND "row" IS NOT NULL ORDER BY "row", id
    ) TO STDOUT (FORMAT csv)
""")
_LISTED_SCHEMA = {
    "row": pl.UInt32(),
    "column": pl.String(),
    "code": pl.String(),
    "severity": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}
_VALUE_CHARS, _DETAIL_CHARS, _REMARK_CHARS = 200, 500, 1000
_BATCH = 50_000
#: What a database text cannot hold.
_NOT_KEPT = "\x00"


def forget(load: Load) -> None:
    """Remove everything an earlier check found."""
    for kept in (Finding, CodeCount, Remark):
        kept.objects.filter(load=load).delete()


def keep_findings(load: Load, findings: pl.DataFrame, *, only_merge: bool = False) -> None:
    """Store findings (columns of `findings_table.SCHEMA`) in the caller's transaction."""
    if findings.is_empty():
        return
    with connection.cursor() as cursor, cursor.copy(_COPY) as target:
        for offset in range(0, findings.height, _BATCH):
            target.write(_csv(load, findings.slice(offset, _BATCH), only_merge))


def _csv(load: Load, findings: pl.DataFrame, only_merge: bool) -> bytes:
    text = io.BytesIO()
    findings.select(
        pl.lit(load.pk).alias("load_id"),
        "row",
        pl.col("column").cast(pl.String).fill_null(""),
        pl.col("code", "severity").cast(pl.String),
        _plain("value").str.slice(0, _VALUE_CHARS),
        _plain("detail").str.slice(0, _DETAIL_CHARS),
        pl.lit("t" if only_merge else "f").alias("only_merge"),
    ).write_csv(text, include_header=False)
    return text.getvalue()


def _plain(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("").str.replace_all(_NOT_KEPT, "", literal=True)


def keep_told(load: Load, told: Iterable[Found], notes: Iterable[Note]) -> None:
    """Store what is about the whole file."""
    Finding.objects.bulk_create(
        Finding(
            load=load,
            column=one.column,
            code=one.code,
            severity=one.severity.value,
            value=one.value[:_VALUE_CHARS],
            detail=one.detail[:_DETAIL_CHARS],
        )
        for one in told
    )
    Remark.objects.bulk_create(
        Remark(
            load=load,
            code=one.code,
            text=one.message[:_REMARK_CHARS],
            values={name: str(value)[:_REMARK_CHARS] for name, value in one.values.items()},
        )
        for one in notes
    )


def keep_counts(load: Load, tally: Tally, told: Iterable[Found], clashes: pl.DataFrame) -> None:
    """Store how often each code was found, also beyond what is listed."""
    by_code = {**dict.fromkeys((one.code for one in told), 1), **tally.by_code}
    rows = [(code, count, False) for code, count in by_code.items()]
    rows += [
        (str(code), count, True) for code, count in clashes.get_column("code").value_counts().iter_rows()
    ]
    CodeCount.objects.bulk_create(
        CodeCount(load=load, code=code, severity=rules()[code].severity.value, only_merge=merge, count=count)
        for code, count, merge in rows
    )


def keep_refusal(load: Load, code: str, words: Note) -> None:
    """Store why the whole file was refused."""
    keep_told(load, [Found(code, "")], [words])
    CodeCount.objects.create(load=load, code=code, severity=rules()[code].severity.value, count=1)


def listed(load: Load) -> pl.DataFrame:
    """The findings of rows, in order of row: `row`, `column` (null for a whole row), `code`, `severity`,
    `value`, `detail`, as text but for the row."""
    data = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(_LISTED.format(load=sql.Literal(load.pk))) as rows:
        for block in rows:
            data.write(block)
    if not data.tell():
        return pl.DataFrame(schema=_LISTED_SCHEMA)
    data.seek(0)
    table = pl.read_csv(data, has_header=False, schema=_LISTED_SCHEMA)
    return table.with_columns(pl.col("value", "detail").fill_null(""))
