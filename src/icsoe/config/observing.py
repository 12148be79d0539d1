"""What is seen of every request: one structured line, one set of figures, one id that ties them together.

Neither holds a person's data: the line names the view and not the address, and passes the mask of
`settings.logging`.
"""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

REQUESTS = Counter("icsoe_requests_total", "Requests answered", ["view", "method", "status"])
SECONDS = Histogram(
    "icsoe_request_seconds",
    "Time from the first middleware to the answer",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

logger = structlog.get_logger("icsoe.request")


class Observed:
    """Middleware: gives each request its id, counts and times it, and writes its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = _id_of(request)
        request.request_id = request_id  # type: ignore[attr-defined]  # shown on the page of a failure
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        begun = time.perf_counter()
        response = self.get_response(request)
        _note(request, response.status_code, time.perf_counter() - begun)
        response.headers["X-Request-ID"] = request_id
        return response


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    view = _view_of(request)
    # Whatever word a client sends as a method must not open a new series.
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(view, method, str(status)).inc()
    SECONDS.labels(view).observe(seconds)
    logger.info("request", view=view, method=method, status=status, milliseconds=round(seconds * 1000, 1))


def _view_of(request: HttpRequest) -> str:
    """The name of the view; addresses nobody answers are one."""
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"


def _id_of(request: HttpRequest) -> str:
    """The id the front server gave, when it looks like one; else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if _GIVEN_ID.fullmatch(given) else str(uuid.uuid4())
