"""The processes of the system: started together, started again when one dies, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

GRACE_SECONDS = 10
TICK_SECONDS = 0.5
# One that dies sooner than this did not start. One that never did, so many times, never will; one that did
# once (before its database went away, say) is tried for as long as it takes, less and less often.
SETTLED_SECONDS = 15
MOST_FAILURES = 5
LONGEST_PAUSE = 10
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process of the system, in a group of its own, so that whatever it started ends with it."""

    name: str
    words: Sequence[str]
    failures: int = 0
    has_settled: bool = False
    started: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.words,
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid()),  # noqa: PLW1509 - no thread is running here
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def bury(self) -> bool:
        """End what a dead one left behind and set when to start it again; False when that is no use."""
        self._end_group()
        killed = self.process is not None and (self.process.poll() or 0) < 0  # nothing of its own doing
        settled = killed or time.monotonic() - self.started > SETTLED_SECONDS
        self.process = None
        self.has_settled = self.has_settled or settled
        self.failures = 1 if settled else self.failures + 1
        self.due = time.monotonic() + min(2 * (self.failures - 1), LONGEST_PAUSE)
        return self.has_settled or self.failures < MOST_FAILURES

    def ask_to_stop(self) -> None:
        if self.process is not None and self.is_alive():
            self.process.terminate()

    def see_stopped(self) -> None:
        """Wait for it, and then end what is left of it and of what it started."""
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(GRACE_SECONDS)
            self._end_group()
            self.process.wait()

    def _end_group(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def watch(children: Sequence[Child], stop: threading.Event, *, also: Callable[[], None]) -> int:
    """Keep the children going until told to stop, and what ``also`` keeps; 1 when one of them gave up."""
    while not stop.wait(TICK_SECONDS):
        also()
        for child in children:
            if child.is_alive():
                continue
            if child.process is None:
                if time.monotonic() >= child.due:
                    child.start()
            elif not _mourn(child):
                return 1
    return 0


def _mourn(child: Child) -> bool:
    """Say that it died; whether it will be started again."""
    again = child.bury()
    what = "se inicia de nuevo" if again else "no puede iniciar; se detiene todo"
    print(f"ICSOE: se detuvo {child.name}; {what}", file=sys.stderr, flush=True)
    return again


def stop_all(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.see_stopped()


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """What a child does before anything else: ask Linux to be stopped when its parent is killed."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # before the fork: nothing is loaded after it

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died in between
            os.kill(os.getpid(), signal.SIGTERM)

    return ask
