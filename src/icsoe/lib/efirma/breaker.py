"""A circuit breaker without a clock: after some failures in a row it stops asking for a while."""

import threading
from datetime import datetime, timedelta


class CircuitBreaker:
    """Open after `threshold` failures in a row; after `pause` lets one question through to try again.

    Shared by threads. Instants are given, aware, and never read.
    """

    def __init__(self, *, threshold: int = 5, pause: timedelta = timedelta(seconds=30)) -> None:
        self._threshold, self._pause = threshold, pause
        self._failures = 0
        self._opened_at: datetime | None = None
        self._lock = threading.Lock()

    def allows(self, *, at: datetime) -> bool:
        """Whether to ask now. While open it is True once per pause: that question is the probe."""
        with self._lock:
            if self._opened_at is None:
                return True
            if at - self._opened_at < self._pause:
                return False
            self._opened_at = at
            return True

    def record(self, *, at: datetime, worked: bool) -> None:
        """Tell how the question went: one that worked closes the circuit."""
        with self._lock:
            self._failures = 0 if worked else self._failures + 1
            self._opened_at = at if self._failures >= self._threshold else None
