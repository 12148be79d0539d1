"""Acts on whole lists of workers: a new version is written aside, then takes the place of the old one."""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime

import polars as pl
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef, Q
from psycopg import sql

from icsoe.apps.contracts.models import CapturePeriod, Contract, Roster, Worker
from icsoe.lib.periods.period import Period

COLUMNS = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre", "sbc", "name_key")
#: Lists of this many rows or more are written over several connections, each in a transaction of its own.
PARALLEL_ROWS = 50_000
CONNECTIONS = 2
_BATCH = 50_000
_VERSIONS_AT_ONCE = 500


def open_contracts(provider_rfc: str, period: Period) -> pl.DataFrame:
    """The contracts a file may name: `folio` and `reference` (text), a row each."""
    rows = Contract.objects.filter(
        provider_id=provider_rfc, year=period.year, number=period.number
    ).values_list("folio", "reference")
    return pl.DataFrame(list(rows), schema={"folio": pl.String, "reference": pl.String}, orient="row")


def new_version(contract_id: int, at: datetime) -> Roster:
    """An empty version of the contract's list, not current."""
    return Roster.objects.create(contract_id=contract_id, is_current=False, created_at=at)


def drop_versions(roster_ids: Sequence[int]) -> int:
    """Remove versions that are not current, with their workers; how many there were.

    They are locked first: who still writes into one is waited for, or finds it gone.
    """
    if not roster_ids:
        return 0
    versions = Roster.objects.filter(pk__in=roster_ids, is_current=False).order_by("pk")
    with transaction.atomic():
        locked = [roster.pk for roster in versions.select_for_update()]
        Roster.objects.filter(pk__in=locked).delete()
    return len(locked)


def write_workers(parts: Sequence[tuple[Roster, pl.DataFrame]], *, apart: bool) -> None:
    """COPY the rows of each version: the columns of `COLUMNS`, checked and cleaned.

    ``apart``: over connections of their own, committed as they end; a reader sees none of it before the swap.
    Otherwise in the caller's transaction. Raises what the database does when a constraint stands against a
    row.
    """
    pieces = list(_pieces(parts)) if apart else list(parts)
    if len(pieces) < CONNECTIONS or not apart:
        for roster, frame in pieces:
            _copy(connection, roster, frame)
        return
    with ThreadPoolExecutor(max_workers=CONNECTIONS) as pool:
        for done in [pool.submit(_copy_apart, roster, frame) for roster, frame in pieces]:
            done.result()
    # Until the database counts a new list itself, a minute later, it plans its pages for a handful of rows.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contracts_worker")


def _pieces(parts: Sequence[tuple[Roster, pl.DataFrame]]) -> Iterator[tuple[Roster, pl.DataFrame]]:
    for roster, frame in parts:
        size = max(-(-frame.height // CONNECTIONS), PARALLEL_ROWS // CONNECTIONS)
        for offset in range(0, frame.height, size):
            yield roster, frame.slice(offset, size)


def _copy_apart(roster: Roster, frame: pl.DataFrame) -> None:
    with closing(connection.copy()) as own:
        _copy(own, roster, frame)


def _copy(over: BaseDatabaseWrapper, roster: Roster, frame: pl.DataFrame) -> None:
    """Text COPY: the names hold neither tabs, line ends nor backslashes (`name_chars`), so nothing is
    escaped.
    """
    query = sql.SQL("COPY contracts_worker (roster_id, {}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    )
    with over.wrap_database_errors, over.cursor() as cursor, cursor.copy(query) as target:
        for offset in range(0, frame.height, _BATCH):
            target.write(_text(frame.slice(offset, _BATCH), roster.pk))


def _text(frame: pl.DataFrame, roster_id: int) -> bytes:
    text = io.BytesIO()
    frame.select(pl.lit(roster_id).alias("roster_id"), *COLUMNS).write_csv(
        text, include_header=False, separator="\t", quote_style="never"
    )
    return text.getvalue()


def keep_others(old: Roster, new: Roster) -> int:
    """Copy into ``new`` the workers of ``old`` whose NSS it does not hold; how many."""
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO contracts_worker (roster_id, {columns})"  # noqa: S608 - our own column names
            f" SELECT %s, {columns} FROM contracts_worker AS old WHERE old.roster_id = %s AND NOT EXISTS"
            " (SELECT FROM contracts_worker AS new WHERE new.roster_id = %s AND new.nss = old.nss)"
            " ORDER BY old.nss",
            [new.pk, old.pk, new.pk],
        )
        return int(cursor.rowcount)


def make_current(new: Roster, *, instead_of: Roster, workers: int) -> None:
    """Put ``new`` in the place of the current list: two small updates, whatever the number of workers.

    Call it with ``instead_of`` locked. The revision goes on from the old list's, so that it never repeats.
    """
    _retire(instead_of)
    new.is_current = True
    new.worker_count = workers
    new.revision = instead_of.revision + 1
    new.save(update_fields=["is_current", "worker_count", "revision"])


def bring_back(old: Roster, *, instead_of: Roster) -> None:
    """Undo ``make_current``: the old list as it was. Call it with ``instead_of`` locked."""
    _retire(instead_of)
    old.is_current = True
    old.save(update_fields=["is_current"])


def _retire(roster: Roster) -> None:
    roster.is_current = False
    roster.save(update_fields=["is_current"])


def lock_current(contract_ids: Sequence[int]) -> dict[int, Roster]:
    """The current lists of the contracts, by contract, locked (see ``captures``); none where it is gone."""
    contracts = Contract.objects.select_for_update(no_key=True).filter(pk__in=contract_ids).order_by("pk")
    locked = list(contracts.values_list("pk", flat=True))
    # Only now is it known which version is current: another act may have changed it while this one waited.
    current = Roster.objects.filter(contract_id__in=locked, is_current=True)
    return {roster.contract_id: roster for roster in current}


def count_workers(roster: Roster) -> int:
    """How many workers a version holds, counted."""
    return Worker.objects.filter(roster=roster).count()


def drop_lasting_rosters(*, before: datetime) -> int:
    """Remove, some at a time, what nothing can bring back: versions made before that instant or presented."""
    closed = CapturePeriod.objects.filter(
        provider=OuterRef("contract__provider"),
        year=OuterRef("contract__year"),
        number=OuterRef("contract__number"),
        is_open=False,
    )
    old = Roster.objects.filter(Q(created_at__lt=before) | Exists(closed), is_current=False)
    dropped = 0
    while some := list(old.values_list("pk", flat=True)[:_VERSIONS_AT_ONCE]):
        dropped += drop_versions(some)
    return dropped


def drop_old_rosters(provider_rfc: str, period: Period) -> int:
    """Remove the versions of a period's lists that are no longer current: nothing can be undone after it."""
    old = Roster.objects.filter(
        contract__provider_id=provider_rfc,
        contract__year=period.year,
        contract__number=period.number,
        is_current=False,
    )
    return drop_versions(list(old.values_list("pk", flat=True)))
