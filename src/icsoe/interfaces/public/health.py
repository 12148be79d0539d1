"""Whether the system lives, whether it can work, and its figures for Prometheus."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from icsoe.apps.access.doors import address_of, open_writes

LEAST_FREE_BYTES = 512 * 1024 * 1024
OLDEST_JOB_SECONDS = 120
QUEUES = """
    SELECT j.queue_name, count(*),
        coalesce(extract(epoch FROM max(now() - greatest(e.at, j.scheduled_at))), 0)
    FROM procrastinate_jobs j
    CROSS JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = j.id) e
    WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
    GROUP BY j.queue_name
"""


# These doors open no transaction: an answer is owed even when the database is down.
@open_writes
def live(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """The process answers. Nothing else is asked, so that a database that is down restarts nobody."""
    return _answer({"status": "live"})


@open_writes
def ready(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """Database, storage and the age of the oldest waiting job; 503 when the node cannot serve.

    An old queue is told and does not take the node out: its pages work, and its workers are elsewhere.
    """
    checks = {"database": _checked(_database), "storage": _checked(_storage), "queue": _checked(_queue)}
    can_serve = checks["database"] == checks["storage"] == "ok"
    status = "unready" if not can_serve else "ready" if checks["queue"] == "ok" else "degraded"
    return _answer({"status": status, "checks": checks}, status=200 if can_serve else 503)


@open_writes
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: with the bearer token of the settings, or on this machine in practice."""
    if not _may_read_metrics(request):
        raise Http404
    figures = generate_latest(_web_registry()) + generate_latest(_queue_registry())
    return HttpResponse(figures, content_type=CONTENT_TYPE_LATEST)


def _answer(body: dict[str, object], *, status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


def _checked(check: Callable[[], str]) -> str:
    try:
        return check()
    except (Error, OSError) as error:
        return type(error).__name__


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _queue() -> str:
    oldest = max((age for _name, _count, age in _queues()), default=0)
    return "ok" if oldest <= OLDEST_JOB_SECONDS else "late"


def _storage() -> str:
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=place) as file:
        file.write(b"icsoe")
    return "ok" if shutil.disk_usage(place).free >= LEAST_FREE_BYTES else "low"


def _queues() -> list[tuple[str, int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(QUEUES)
        return [(name, count, float(age)) for name, count, age in cursor.fetchall()]


def _may_read_metrics(request: HttpRequest) -> bool:
    if token := settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {token}".encode())
    return bool(settings.PRACTICE) and address_of(request) in {"127.0.0.1", "::1"}


def _web_registry() -> CollectorRegistry:
    """The figures of every web process where they share a folder, else those of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library does not type it
    return registry


def _queue_registry() -> CollectorRegistry:
    """What waits in each queue, asked now."""
    registry = CollectorRegistry()
    waiting = Gauge("icsoe_queue_jobs", "Jobs that wait", ["queue"], registry=registry)
    age = Gauge("icsoe_queue_oldest_seconds", "Age of the oldest waiting job", ["queue"], registry=registry)
    for name, count, seconds in _queues():
        waiting.labels(name).set(count)
        age.labels(name).set(seconds)
    return registry
