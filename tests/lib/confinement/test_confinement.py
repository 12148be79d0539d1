"""A child does its work, or is stopped; and what it bounds itself to the system keeps."""

import time
from pathlib import Path

import pytest

from icsoe.lib.confinement.run import Ending, run_confined


def run(code: str, folder: Path, *, seconds: float = 20) -> Ending:
    """Run a statement once in a confined process."""
    return run_confined("timeit", ["-n", "1", "-r", "1", code], folder=folder, seconds=seconds)


def test_a_child_that_does_its_work_is_done_and_leaves_its_files(tmp_path: Path) -> None:
    assert run("open('said', 'w').write('listo')", tmp_path) is Ending.DONE
    assert (tmp_path / "said").read_text() == "listo"


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    before = time.monotonic()
    assert run("import time; time.sleep(60)", tmp_path, seconds=1) is Ending.TIMED_OUT
    assert time.monotonic() - before < 30


def test_a_child_that_fails_died(tmp_path: Path) -> None:
    assert run("raise SystemExit(3)", tmp_path) is Ending.DIED


def test_a_child_is_handed_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSOE_SECRET_OF_OURS", "x")
    assert run("import os; assert 'ICSOE_SECRET_OF_OURS' not in os.environ", tmp_path) is Ending.DONE


BOUND = (
    "from icsoe.lib.confinement.bounds import Bounds, close_doors, confine; "
    "confine(Bounds(256 * 1024**2, 1, 1000)); "
)


@pytest.mark.parametrize(
    "excess",
    [
        pytest.param("bytearray(300 * 1024**2)", id="memory"),
        pytest.param("[None for _ in iter(int, 1)]", id="time"),
        pytest.param(
            "big = open('big', 'wb', 0); big.write(bytes(1000)); big.write(b'x')",
            id="output",
        ),
        pytest.param("close_doors(); open('other', 'w')", id="files"),
        pytest.param("import socket; close_doors(); socket.socket()", id="network"),
    ],
)
def test_no_child_takes_more_than_its_bounds(excess: str, tmp_path: Path) -> None:
    assert run(BOUND + "pass", tmp_path) is Ending.DONE
    assert run(BOUND + excess, tmp_path) is Ending.DIED
