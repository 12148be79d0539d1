"""What becomes of loads in time: abandoned ones fail, old versions and files are removed."""

from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.contracts import bulk
from icsoe.apps.intake import applying, files, findings, jobs, transfers
from icsoe.apps.intake.enums import LoadState, Step
from icsoe.apps.intake.models import Load
from icsoe.apps.intake.moves import move
from icsoe.apps.intake.states import AT_WORK
from icsoe.lib.rulebook.rules import Finding

#: A load may be undone for so long, unless its period is presented first.
UNDO_DAYS = 180
#: A file that nobody applied is kept for so long.
FILE_DAYS = 30
_LIVE = ("todo", "doing")
#: Folders asked about at a time.
_AT_ONCE = 500


def fail_abandoned(*, at: datetime) -> int:
    """Fail the loads that wait for a job that is no longer there; how many. The person may try again."""
    failed = 0
    for load_id in Load.objects.filter(state__in=AT_WORK).values_list("pk", flat=True):
        with transaction.atomic():
            load = (
                Load.objects.select_for_update(skip_locked=True).filter(pk=load_id, state__in=AT_WORK).first()
            )
            if load is None or _has_job(load):
                continue
            if load.state == LoadState.APPLYING:
                applying.drop_targets(load)
            findings.keep_told(load, [Finding("load_abandoned", "file")], ())
            load.step = Step.DONE
            move(load, LoadState.FAILED, by=SYSTEM, at=at, code="load_abandoned")
            failed += 1
    return failed


def _has_job(load: Load) -> bool:
    return ProcrastinateJob.objects.filter(
        task_name__in=(jobs.CHECK, jobs.APPLY), args__load_id=load.pk, status__in=_LIVE
    ).exists()


def forget_old(*, at: datetime) -> None:
    """Remove the earlier versions of lists that nothing can bring back, and files past their time."""
    bulk.drop_lasting_rosters(before=at - timedelta(days=UNDO_DAYS))
    stale = Load.objects.filter(
        state__in=(LoadState.CHECKED, LoadState.FAILED), received_at__lt=at - timedelta(days=FILE_DAYS)
    )
    for load_id in stale.values_list("pk", flat=True):
        _forget_load(load_id, at)
    transfers.forget_stale(at=at)
    _remove_strays(at)


def _forget_load(load_id: int, at: datetime) -> None:
    with transaction.atomic():
        load = Load.objects.select_for_update().get(pk=load_id)
        if load.state in (LoadState.CHECKED, LoadState.FAILED):
            move(load, LoadState.DISCARDED, by=SYSTEM, at=at)
            findings.forget(load)
            transaction.on_commit(lambda: files.remove(load.public_id))


def _remove_strays(at: datetime) -> None:
    """Remove folders that no load owns: the process died between the file and its row."""
    young = (at - timedelta(days=1)).timestamp()
    old = (place for place in files.root().glob("*") if place.stat().st_mtime <= young)
    while some := {UUID(place.name) for place in islice(old, _AT_ONCE)}:
        owned = Load.objects.filter(public_id__in=some).values_list("public_id", flat=True)
        for public_id in some.difference(owned):
            files.remove(public_id)
