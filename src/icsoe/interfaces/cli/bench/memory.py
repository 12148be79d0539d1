"""The most memory a process and its children held, sampled from /proc while it works."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SECONDS = 0.05
_MB = 1_000_000


@dataclass
class Peak:
    """Bytes: of the whole tree at once, and of the largest child alone. The database is no part of it."""

    tree: int = 0
    child: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def tree_mb(self) -> int:
        return round(self.tree / _MB)

    @property
    def child_mb(self) -> int:
        return round(self.child / _MB)

    def watch(self, root: int) -> None:
        while not self._stop.wait(_SECONDS):
            children = [_resident(pid) for pid in _descendants(root)]
            self.tree = max(self.tree, _resident(root) + sum(children))
            self.child = max(self.child, *children, 0)


@contextmanager
def watching() -> Iterator[Peak]:
    """Sample this process and its children twenty times a second until the block ends."""
    peak = Peak()
    thread = threading.Thread(target=peak.watch, args=(os.getpid(),), daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        peak._stop.set()  # noqa: SLF001 - its own thread's switch
        thread.join()


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _descendants(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        for pid in _children(waiting.pop()):
            if "postgres" not in _name(pid):
                found.append(pid)
                waiting.append(pid)
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, path.read_text().split())
        except OSError:
            continue
    return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return ""
