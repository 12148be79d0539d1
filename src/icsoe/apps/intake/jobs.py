"""Asking for work: which job, in which queue. Jobs carry ids and are enqueued in the caller's transaction."""

from typing import Any

from procrastinate.contrib.django import app

from icsoe.apps.intake.models import Load

CHECK, APPLY, REPORT = "intake.check", "intake.apply", "intake.report"
PROMPT, BULK = "prompt", "bulk"
#: A file this small is checked in well under five seconds, so it need not wait behind large ones.
SMALL_BYTES = 1024 * 1024
#: Lists this small are written while the person waits.
SMALL_ROWS = 10_000
_FIRST = 10


def ask_for_check(load: Load) -> None:
    """Have the load checked; one at a time for each provider: whoever sends many waits for its own."""
    queue = _queue(load)
    _ask(CHECK, load, queue=queue, priority=_FIRST, lock=f"intake:{queue}:{load.provider_id}")


def ask_for_application(load: Load) -> None:
    """Have the load applied."""
    _ask(APPLY, load, queue=_queue(load), priority=_FIRST)


def ask_for_reports(load: Load) -> None:
    """Have the reports of the load written, after what people wait for."""
    _ask(REPORT, load, queue=_queue(load))


def _queue(load: Load) -> str:
    return PROMPT if load.size <= SMALL_BYTES else BULK


def _ask(task: str, load: Load, **how: Any) -> None:
    app.configure_task(task, **how).defer(load_id=load.pk)
