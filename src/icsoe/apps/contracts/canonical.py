"""The list of workers as canonical bytes, worked out again only when the list changed."""

import io

import polars as pl
from django.db import connection
from psycopg import sql

from icsoe.apps.contracts.models import Roster
from icsoe.lib.canonical.digest import sha256_hex
from icsoe.lib.canonical.roster import COLUMNS, roster_bytes


def roster_frame(roster: Roster) -> pl.DataFrame:
    """The list's workers as text columns, by COPY: a million rows take seconds."""
    query = sql.SQL(
        "COPY (SELECT {} FROM contracts_worker WHERE roster_id = {}) TO STDOUT (FORMAT csv)"
    ).format(sql.SQL(", ").join(map(sql.Identifier, COLUMNS)), sql.Literal(roster.pk))
    data = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(query) as rows:
        for block in rows:
            data.write(block)
    data.seek(0)
    if not data.getbuffer().nbytes:
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String()))
    frame = pl.read_csv(data, has_header=False, schema=dict.fromkeys(COLUMNS, pl.String()))
    return frame.with_columns(pl.col("segundo_apellido").fill_null(""))


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
