"""The one place where the state and the progress of a load change."""

from datetime import datetime
from uuid import UUID

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.services import record
from icsoe.apps.intake.enums import LoadState, Step
from icsoe.apps.intake.models import Load
from icsoe.apps.intake.states import EVENTS, may_move
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding


def locked(provider_rfc: str, public_id: UUID) -> Load:
    """The provider's load, locked until the transaction ends. Raises Load.DoesNotExist."""
    return Load.objects.select_for_update().get(provider_id=provider_rfc, public_id=public_id)


def out_of_turn(load: Load) -> Refused:
    """The refusal of an act that the state of the load does not allow."""
    return Refused(Finding("load_state", "file", detail=str(LoadState(load.state).label)))


def move(load: Load, to: LoadState, *, by: Actor, at: datetime, **details: str | int | bool) -> None:
    """Move a locked load and write it to the log; the caller saves what else changed. Raises Refused."""
    if not may_move(LoadState(load.state), to):
        raise out_of_turn(load)
    load.state = to
    load.save()
    record_of(load, by=by, at=at, **details)


def record_of(load: Load, *, by: Actor, at: datetime, **details: str | int | bool) -> None:
    """Write to the log that the load has come to its state."""
    record(
        EVENTS[LoadState(load.state)],
        by=by,
        at=at,
        provider_rfc=load.provider_id,
        subject=str(load.public_id),
        **details,
    )


def note_step(load: Load, step: Step, *, rows: int | None = None) -> None:
    """Say how far the work is, for whoever looks; of no weight for what is done."""
    load.step = step
    changed: dict[str, str | int] = {"step": step.value}
    if rows is not None:
        load.rows_total = rows
        changed |= {"rows_total": rows}
    Load.objects.filter(pk=load.pk).update(**changed)
