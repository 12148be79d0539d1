"""The list of workers as canonical bytes, worked out again only when the list changed."""

import io

import polars as pl
from django.db import connection
from psycopg import sql

from icsoe.apps.contracts.models import Roster
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.canonical.roster import COLUMNS, roster_bytes

#: The unit and record separators of ASCII: in no name, whatever it was taken from.
_CELL, _LINE = b"\x1f", b"\x1e"
_BLOCK = 10_000


def roster_frame(roster: Roster) -> pl.DataFrame:
    """The list's workers as text columns, by COPY: a million rows take seconds."""
    data = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(_lines_of(roster)) as blocks:
        blocks.set_types(["text"])
        for (lines,) in blocks.rows():
            data.write(lines.encode())
            data.write(_LINE)
    if not data.tell():
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String()))
    data.seek(0)
    frame = pl.read_csv(
        data,
        has_header=False,
        schema=dict.fromkeys(COLUMNS, pl.String()),
        separator=_CELL.decode(),
        eol_char=_LINE.decode(),
        quote_char=None,
    )
    return frame.with_columns(pl.col("segundo_apellido").fill_null(""))


def _lines_of(roster: Roster) -> sql.Composed:
    """Whole blocks of lines a row: taken one by one, the rows cost more than everything done with them."""
    between = sql.SQL(" || {} || ").format(sql.Literal(_CELL.decode())).as_string()
    cells = sql.SQL(between).join(map(sql.Identifier, COLUMNS))
    return sql.SQL(
        "COPY (SELECT string_agg({cells}, {line}) FROM"
        " (SELECT *, row_number() OVER () / {block} AS block FROM contracts_worker"
        " WHERE roster_id = {roster}) AS worker GROUP BY block) TO STDOUT (FORMAT binary)"
    ).format(
        cells=cells,
        line=sql.Literal(_LINE.decode()),
        block=sql.Literal(_BLOCK),
        roster=sql.Literal(roster.pk),
    )


def canonical_roster(roster: Roster) -> tuple[str, bytes | None]:
    """SHA-256 of the list's canonical bytes, and the bytes unless the hash of this revision was known.

    Call it with the period's capture locked: it writes the hash beside the revision it belongs to.
    """
    if roster.canonical_revision == roster.revision:
        return roster.canonical_sha256, None
    content = roster_bytes(roster_frame(roster))
    roster.canonical_sha256 = sha256_hex(content)
    roster.canonical_revision = roster.revision
    roster.save(update_fields=["canonical_sha256", "canonical_revision"])
    return roster.canonical_sha256, content
