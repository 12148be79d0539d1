"""Acts on loads: receive, correct, check again, apply, undo, discard."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import transaction

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.apps.contracts import bulk
from icsoe.apps.contracts.captures import share_capture
from icsoe.apps.contracts.models import Roster
from icsoe.apps.intake import applying, files
from icsoe.apps.intake.enums import ApplyMode, LoadState, Step
from icsoe.apps.intake.jobs import SMALL_ROWS, ask_for_application, ask_for_check
from icsoe.apps.intake.models import Correction, Load, Target
from icsoe.apps.intake.moves import locked, move, out_of_turn, record_of
from icsoe.apps.intake.planning import Standing, preview_of, standing
from icsoe.apps.intake.records import MOST_CORRECTED, Preview
from icsoe.apps.intake.states import AT_WORK
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.file_check import CONTRACT_COLUMNS, CellFix
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import VALUE_CHARS, Finding
from icsoe.lib.rulebook.worker import COLUMNS
from icsoe.lib.sheets.limits import Limits
from icsoe.lib.sheets.write import safe_file_name

#: A provider's files at work at a time; the next one waits until the person sees what became of these.
MOST_AT_WORK = 20


@dataclass(frozen=True)
class Copy:
    """A file kept in the folder of the load that it is to be."""

    public_id: UUID
    stored: files.Stored


def receive(
    *,
    provider_rfc: str,
    period: Period,
    folio: str | None,
    file_name: str,
    source: BinaryIO | Path,
    by: Actor,
    at: datetime,
    limits: Limits | None = None,
) -> Load:
    """Store a file of workers and have it checked. Nothing of it is read before the job does.

    ``folio``: the contract it is for; None when its rows name their contracts. The file is copied, whatever
    ``source`` is. Raises Refused (capture_closed, loads_waiting, file_too_large), Contract.DoesNotExist.
    """
    with transaction.atomic():
        require_room(provider_rfc, period, folio, by=by)
    with copied(source, limits or Limits()) as copy, transaction.atomic():
        return take_in(
            copy, provider_rfc=provider_rfc, period=period, folio=folio, file_name=file_name, by=by, at=at
        )


@contextmanager
def copied(source: BinaryIO | Path, limits: Limits) -> Iterator[Copy]:
    """The file in the folder of a load to be; removed again when what is done with it fails.

    Copying takes as long as the file is large: enter it without a transaction, which would hold its locks.
    """
    public_id = uuid4()
    stored = _store(source, public_id, limits)
    try:
        yield Copy(public_id, stored)
    except BaseException:
        files.remove(public_id)
        raise


def take_in(
    copy: Copy,
    *,
    provider_rfc: str,
    period: Period,
    folio: str | None,
    file_name: str,
    by: Actor,
    at: datetime,
) -> Load:
    """Make a load of a copied file, in the caller's transaction, and have it checked. As ``receive``."""
    require_room(provider_rfc, period, folio, by=by)
    load = Load.objects.create(
        public_id=copy.public_id,
        provider_id=provider_rfc,
        year=period.year,
        number=period.number,
        folio=folio or "",
        file_name=safe_file_name(file_name),
        size=copy.stored.size,
        sha256=copy.stored.sha256,
        received_at=at,
        received_by=by.name,
    )
    record_of(load, by=by, at=at, file=load.file_name, sha256=load.sha256)
    ask_for_check(load)
    return load


def require_room(provider_rfc: str, period: Period, folio: str | None, *, by: Actor) -> None:
    """Refuse a file that could not be loaded now (capture_closed, loads_waiting); Contract.DoesNotExist."""
    share_capture(provider_rfc, period, by=by, folio=folio or "")
    if Load.objects.filter(provider_id=provider_rfc, state__in=AT_WORK).count() >= MOST_AT_WORK:
        raise Refused(Finding("loads_waiting", "file", detail=str(MOST_AT_WORK)))


def _store(source: BinaryIO | Path, public_id: UUID, limits: Limits) -> files.Stored:
    if not isinstance(source, Path):
        return files.store(source, public_id, limits)
    with source.open("rb") as file:
        return files.store(file, public_id, limits)


def correct(
    *, provider_rfc: str, load_id: UUID, corrections: Sequence[CellFix], by: Actor, at: datetime
) -> Load:
    """Write some cells anew and have the file checked again; the file itself stays as it came.

    Raises Refused: load_state, too_many_to_correct, cell_unknown; Load.DoesNotExist.
    """
    with transaction.atomic():
        load = locked(provider_rfc, load_id)
        if load.findings.filter(severity="E").count() > MOST_CORRECTED or len(corrections) > MOST_CORRECTED:
            raise Refused(Finding("too_many_to_correct", "file", detail=str(MOST_CORRECTED)))
        _keep_corrections(load, corrections)
        record(
            Event.LOAD_CORRECTED,
            by=by,
            at=at,
            provider_rfc=provider_rfc,
            subject=str(load_id),
            cells=len(corrections),
        )
        _start_check(load, by, at)
    return load


def _keep_corrections(load: Load, corrections: Sequence[CellFix]) -> None:
    found = load.findings.filter(row__in=[fix.row for fix in corrections]).exclude(column="")
    faulty = set(found.values_list("row", flat=True))
    for fix in corrections:
        if fix.row not in faulty or fix.column not in (*COLUMNS, *CONTRACT_COLUMNS):
            raise Refused(Finding("cell_unknown", fix.column, fix.value[:VALUE_CHARS], row=fix.row))
    latest = {(fix.row, fix.column): fix.value[:VALUE_CHARS] for fix in corrections}
    Correction.objects.bulk_create(
        [Correction(load=load, row=row, column=column, value=latest[row, column]) for row, column in latest],
        update_conflicts=True,
        unique_fields=["load", "row", "column"],
        update_fields=["value"],
    )


def check_again(*, provider_rfc: str, load_id: UUID, by: Actor, at: datetime) -> Load:
    """Check a file once more: one that failed, or one whose contracts changed. Raises Refused load_state."""
    with transaction.atomic():
        load = locked(provider_rfc, load_id)
        _start_check(load, by, at)
    return load


def _start_check(load: Load, by: Actor, at: datetime) -> None:
    load.step, load.rows_done, load.rows_total = Step.WAITING, 0, 0
    move(load, LoadState.CHECKING, by=by, at=at)
    ask_for_check(load)


def preview(*, provider_rfc: str, load_id: UUID, mode: ApplyMode) -> Preview:
    """What applying would add, change and remove, contract by contract. Raises Refused load_state."""
    load = Load.objects.get(provider_id=provider_rfc, public_id=load_id)
    _require_checked(load)
    return preview_of(load, mode)


def _require_checked(load: Load) -> None:
    if load.state != LoadState.CHECKED:
        raise out_of_turn(load)


def apply(
    *,
    provider_rfc: str,
    load_id: UUID,
    mode: ApplyMode,
    only_valid: bool,
    basis: str,
    by: Actor,
    at: datetime,
) -> Load:
    """Apply a checked file to its contracts, all of them or none. A large one is applied by a job.

    ``basis`` is the preview's. A file that changes nothing is applied without touching a list. Raises
    Refused: load_state, rows_faulty (errors, and not ``only_valid``), nothing_valid, list_changed,
    load_in_progress, capture_closed; Load.DoesNotExist.
    """
    with constraints_speak(), transaction.atomic():
        load = locked(provider_rfc, load_id)
        _require_checked(load)
        share_capture(provider_rfc, Period(load.year, load.number), by=by)
        now = standing(load, mode)
        _require_applicable(load, now, only_valid=only_valid, basis=basis)
        load.mode, load.only_valid, load.step, load.rows_done = mode, only_valid, Step.WAITING, 0
        load.applied_by, load.applied_by_key, load.applied_by_kind = by.name, by.key, by.kind.value
        move(load, LoadState.APPLYING, by=by, at=at, mode=mode.value, only_valid=only_valid)
        applying.take_targets(load, now)
        if now.work <= SMALL_ROWS:
            applying.carry_out(load, at=at)
        else:
            ask_for_application(load)
    return load


def _require_applicable(load: Load, now: Standing, *, only_valid: bool, basis: str) -> None:
    skipped = load.rows_faulty + sum(change.skipped for _, change in now.lists)
    if skipped == load.rows_read:
        raise Refused(Finding("nothing_valid", "file"))
    if skipped and not only_valid:
        raise Refused(Finding("rows_faulty", "file", str(skipped)))
    # Rows of a contract that is no longer there are missing from what it accounts for.
    if now.basis != basis or now.rows != load.rows_read - load.rows_faulty:
        raise Refused(Finding("list_changed", "file"))


def undo(*, provider_rfc: str, load_id: UUID, by: Actor, at: datetime) -> Load:
    """Put every list back as it was before the load, until the period is presented.

    Raises Refused: load_state, capture_closed, load_changed_nothing, undo_list_changed (somebody changed a
    list after the load), undo_unavailable (the earlier list is no longer kept); Load.DoesNotExist.
    """
    with transaction.atomic():
        load = locked(provider_rfc, load_id)
        if load.state != LoadState.APPLIED:
            raise out_of_turn(load)
        share_capture(provider_rfc, Period(load.year, load.number), by=by)
        targets = list(
            Target.objects.filter(load=load, new_revision__isnull=False).select_related(
                "contract", "old_roster"
            )
        )
        if not targets:
            raise Refused(Finding("load_changed_nothing", "file"))
        current = bulk.lock_current([one.contract_id for one in targets])
        for target in targets:
            _bring_back(target, current.get(target.contract_id))
        load.undone_at = at
        move(load, LoadState.UNDONE, by=by, at=at, contracts=len(targets))
    return load


def _bring_back(target: Target, current: Roster | None) -> None:
    if current is None or (current.pk, current.revision) != (target.new_roster_id, target.new_revision):
        raise Refused(Finding("undo_list_changed", "file", detail=target.contract.folio))
    if target.old_roster is None:
        raise Refused(Finding("undo_unavailable", "file", detail=target.contract.folio))
    bulk.bring_back(target.old_roster, instead_of=current)


def discard(*, provider_rfc: str, load_id: UUID, by: Actor, at: datetime) -> Load:
    """Give a file up: it is removed, what it said is forgotten, the log keeps its entry. Raises Refused."""
    with transaction.atomic():
        load = locked(provider_rfc, load_id)
        move(load, LoadState.DISCARDED, by=by, at=at)
        for kept in (load.findings, load.counts, load.remarks, load.corrections, load.plans):
            kept.all().delete()
        transaction.on_commit(lambda: files.remove(load.public_id))
    return load
