"""Applying a load: its rows go into new versions of the lists, which take the old ones' place at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import IntegrityError, transaction

from icsoe.apps.access.selectors import still_captures
from icsoe.apps.audit.actor import SYSTEM, Actor
from icsoe.apps.audit.enums import ActorKind
from icsoe.apps.contracts import bulk
from icsoe.apps.contracts.canonical import roster_frame
from icsoe.apps.contracts.captures import share_capture
from icsoe.apps.contracts.models import Roster
from icsoe.apps.intake import findings
from icsoe.apps.intake.enums import ApplyMode, LoadState, Step
from icsoe.apps.intake.models import Load, Target
from icsoe.apps.intake.moves import move, note_step
from icsoe.apps.intake.planning import Standing, part_clashes, parts_of, read_checked
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


@dataclass(frozen=True)
class Part:
    """What one contract takes: the target it is written down in, its list, and the rows that may join it."""

    target: Target
    roster: Roster
    rows: pl.DataFrame


def take_targets(load: Load, now: Standing) -> None:
    """Write down which lists the load is about to replace, as they stand.

    A list that would stay as it is takes no part. Call it with the load locked. Raises IntegrityError where
    another load is at one of them (load_in_progress).
    """
    Target.objects.filter(load=load).delete()
    Target.objects.bulk_create(
        Target(
            load=load,
            contract=roster.contract,
            old_roster=roster,
            old_revision=roster.revision,
            is_active=bool(change.added or change.changed or change.removed),
            added=change.added,
            changed=change.changed,
            unchanged=change.unchanged,
            removed=change.removed,
        )
        for roster, change in now.lists
    )


def carry_out(load: Load, *, at: datetime) -> None:
    """Apply a small load in the caller's transaction, which holds the load locked and in applying."""
    parts = _prepare(load, at)
    bulk.write_workers([(part.roster, part.rows) for part in parts], apart=False)
    _swap(load, parts, at)


def apply_now(*, load_id: int, at: datetime) -> bool:
    """Apply a load that waits for it; whether there was anything to do.

    May be run again after a death at any step: what a dead worker wrote is in no list and is removed first.
    When a list changed or the period was presented meanwhile, nothing is applied and the load is as it was
    before.
    """
    with transaction.atomic():
        load = Load.objects.select_for_update().filter(pk=load_id, state=LoadState.APPLYING).first()
        if load is None:
            return False
        parts = _prepare(load, at)
    note_step(load, Step.WRITING)
    try:
        with constraints_speak():
            bulk.write_workers([(part.roster, part.rows) for part in parts], apart=True)
        note_step(load, Step.SWAPPING)
        with transaction.atomic():
            load = Load.objects.select_for_update().get(pk=load_id)
            if load.state == LoadState.APPLYING and _still_ours(parts):
                _swap(load, parts, at)
    except Refused as refusal:
        give_up(load_id=load_id, refusal=refusal, at=at)
    except IntegrityError:
        if _still_ours(parts):
            raise
    return True


def _still_ours(parts: Sequence[Part]) -> bool:
    """Whether no other worker took the job up meanwhile: it would have removed these versions for its own."""
    ours = {part.target.pk: part.roster.pk for part in parts}
    return dict(Target.objects.filter(pk__in=ours).values_list("pk", "new_roster_id")) == ours


def _prepare(load: Load, at: datetime) -> list[Part]:
    """Empty new versions, and the rows each is to hold; versions of an earlier try are removed."""
    active = {one.contract_id: one for one in Target.objects.filter(load=load, is_active=True)}
    bulk.drop_versions([one.new_roster_id for one in active.values() if one.new_roster_id])
    parts = []
    for contract, roster, rows in parts_of(load, read_checked(load)):
        target = active.get(contract.pk)
        if target is None:
            continue
        target.new_roster = bulk.new_version(contract.pk, at)
        target.save(update_fields=["new_roster"])
        parts.append(Part(target, target.new_roster, _joining(load, roster, rows)))
    return parts


def _joining(load: Load, roster: Roster, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that go into the new version: all, or those that a kept list does not stand against."""
    if load.mode == ApplyMode.REPLACE or not roster.worker_count:
        return rows
    return part_clashes(rows, roster_frame(roster))[1]


def _swap(load: Load, parts: Sequence[Part], at: datetime) -> None:
    """The new versions take the old ones' place, all of them or none. Raises Refused.

    The period's capture is shared (a signature waits or makes this refuse) and the lists are locked.
    """
    _require_access(load, parts, at)
    share_capture(load.provider_id, Period(load.year, load.number), by=_who_asked(load))
    current = bulk.lock_current([part.target.contract_id for part in parts])
    for part in parts:
        old, target = current.get(part.target.contract_id), part.target
        if old is None or (old.pk, old.revision) != (target.old_roster_id, target.old_revision):
            raise Refused(Finding("list_changed", "file"))
        workers = part.rows.height
        if load.mode == ApplyMode.MERGE:
            workers += bulk.keep_others(old, part.roster)
        bulk.make_current(part.roster, instead_of=old, workers=workers)
        target.new_revision = part.roster.revision
        target.is_active = False
        target.save(update_fields=["new_revision", "is_active"])
    load.applied_at, load.step, load.rows_done = at, Step.DONE, load.rows_total
    changed = sum(part.target.added + part.target.changed + part.target.removed for part in parts)
    move(load, LoadState.APPLIED, by=_who_asked(load), at=at, contracts=len(parts), changed=changed)


def _require_access(load: Load, parts: Sequence[Part], at: datetime) -> None:
    """Refuse what a clerk asked for who has been cut off since, or no longer reaches these contracts."""
    if load.applied_by_kind != ActorKind.CLERK:
        return
    folios = [part.target.contract.folio for part in parts]
    if not still_captures(load.provider_id, load.applied_by_key, folios, at=at):
        raise Refused(Finding("load_access_over", "file"))


def _who_asked(load: Load) -> Actor:
    """Who chose to apply: the log names that person, though a worker did it."""
    return Actor(ActorKind(load.applied_by_kind), load.applied_by_key, load.applied_by)


def give_up(*, load_id: int, refusal: Refused, at: datetime) -> None:
    """Put a load that could not be applied back where the person may choose again, and tell why."""
    with transaction.atomic():
        load = Load.objects.select_for_update().filter(pk=load_id, state=LoadState.APPLYING).first()
        if load is None:
            return
        drop_targets(load)
        findings.keep_told(load, refusal.findings, ())
        load.step = Step.DONE
        move(load, LoadState.CHECKED, by=SYSTEM, at=at, code=refusal.findings[0].code)


def drop_targets(load: Load) -> None:
    """Remove what an application that did not come to its end had written."""
    targets = Target.objects.filter(load=load)
    bulk.drop_versions([one.new_roster_id for one in targets if one.new_roster_id])
    targets.delete()
