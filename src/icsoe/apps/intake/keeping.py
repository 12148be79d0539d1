"""What becomes of loads in time: abandoned ones fail, old versions and files are removed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from icsoe.apps.audit.actor import SYSTEM
from icsoe.apps.contracts import bulk
from icsoe.apps.contracts.models import CapturePeriod, Roster
from icsoe.apps.intake import applying, files, findings, jobs, transfers
from icsoe.apps.intake.enums import LoadState, Step
from icsoe.apps.intake.models import Load
from icsoe.apps.intake.moves import move
from icsoe.apps.intake.states import AT_WORK
from icsoe.lib.periods.period import Period
from icsoe.lib.rulebook.rules import Finding

#: A load may be undone for so long, unless its period is presented first.
UNDO_DAYS = 180
#: A file that nobody applied is kept for so long.
FILE_DAYS = 30
_LIVE = ("todo", "doing")


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
    for capture in CapturePeriod.objects.filter(is_open=False):
        bulk.drop_old_rosters(capture.provider_id, Period(capture.year, capture.number))
    old = Roster.objects.filter(is_current=False, created_at__lt=at - timedelta(days=UNDO_DAYS))
    bulk.drop_versions(list(old.values_list("pk", flat=True)))
    for load in Load.objects.filter(
        state__in=(LoadState.CHECKED, LoadState.FAILED), received_at__lt=at - timedelta(days=FILE_DAYS)
    ):
        _forget_load(load, at)
    transfers.forget_stale(at=at)
    _remove_strays(at)


def _forget_load(load: Load, at: datetime) -> None:
    with transaction.atomic():
        current = Load.objects.select_for_update().get(pk=load.pk)
        if current.state in (LoadState.CHECKED, LoadState.FAILED):
            move(current, LoadState.DISCARDED, by=SYSTEM, at=at)
            findings.forget(current)
            transaction.on_commit(lambda: files.remove(load.public_id))


def _remove_strays(at: datetime) -> None:
    """Remove folders that no load owns: the process died between the file and its row."""
    if not files.root().exists():
        return
    for place in files.root().iterdir():
        young = place.stat().st_mtime > (at - timedelta(days=1)).timestamp()
        if not young and not Load.objects.filter(public_id=UUID(place.name)).exists():
            files.remove(UUID(place.name))
