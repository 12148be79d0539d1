"""The practice authority of this folder's tests: minted once per process, in a place that goes away."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from icsoe.interfaces.cli.demo import authority


@cache
def folder() -> Path:
    place = Path(tempfile.mkdtemp(prefix="icsoe-practice-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    authority.ensure(place / "demo")
    return place / "demo"


def certificate(name: str) -> bytes:
    """The certificate in the folder of this e.firma."""
    (file,) = (folder() / "efirmas" / name).glob("*.cer")
    return file.read_bytes()
