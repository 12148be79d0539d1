"""The parent's half: start a module of ours in a process of its own and wait so long and no longer."""

import subprocess
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path


class Ending(StrEnum):
    """How the child ended: it did its work, it was stopped for taking too long, or it died."""

    DONE = "done"
    TIMED_OUT = "timed_out"
    DIED = "died"


def run_confined(module: str, arguments: Sequence[str], *, folder: Path, seconds: float) -> Ending:
    """Run `python -m module arguments` in `folder` for at most `seconds` of wall time.

    The child inherits nothing: no environment, no descriptor, no user site; what it says goes into files of
    `folder`. Its memory, processor time and output it bounds itself with `bounds.confine`.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and no argument is read by a shell
            [sys.executable, "-I", "-X", "utf8", "-m", module, *arguments],
            cwd=folder,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ending.TIMED_OUT
    return Ending.DIED if done.returncode else Ending.DONE
