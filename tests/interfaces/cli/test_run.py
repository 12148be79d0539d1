"""Starting the system: what stops it is said in a sentence, what dies is started again, nothing is left."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from icsoe.interfaces.cli import children, embedded
from icsoe.interfaces.cli.children import Child, stop_all, watch
from icsoe.interfaces.cli.preflight import CannotStart, practice_shift, require_free, take_folder, web_port

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("text", ["abc", "0", "65535", "-1", "8000.5", "٨٠"])
def test_a_port_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("ICSOE_PORT", text)

    with pytest.raises(CannotStart, match="ICSOE_PORT no es un puerto"):
        web_port()


def test_a_taken_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotStart, match=f"el puerto {port} está ocupado"):
            require_free("127.0.0.1", [port])
    require_free("127.0.0.1", [port])


@pytest.mark.parametrize("text", ["ayer", "2026-09-10T12:00", "2026-13-01T00:00-06:00"])
def test_a_practice_clock_that_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(CannotStart, match="ICSOE_NOW no es una fecha con hora y huso"):
        practice_shift(text)


def test_a_practice_clock_is_a_shift_of_the_real_one() -> None:
    assert practice_shift("2021-09-10T12:00-05:00") < timedelta(0)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CannotStart, match="no se puede escribir en la carpeta de datos"):
        take_folder(tmp_path / "file" / "data")


def test_a_folder_in_use_is_said_and_free_again_afterwards(tmp_path: Path) -> None:
    with take_folder(tmp_path), pytest.raises(CannotStart, match="ya hay un ICSOE en marcha"):
        take_folder(tmp_path)

    take_folder(tmp_path).close()


def test_the_command_stops_with_the_sentence_and_no_trace(tmp_path: Path) -> None:
    environment = {"ICSOE_DEMO": "1", "ICSOE_DATA_DIR": str(tmp_path), "ICSOE_PORT": "puerto"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ICSOE_", "DJANGO_"))}
    command = [sys.executable, "-m", "icsoe.interfaces.cli", "run"]

    ended = subprocess.run(command, env=clean | environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == ["ICSOE: ICSOE_PORT no es un puerto: 'puerto' (va de 1 a 65534)"]


def test_a_killed_child_is_started_again_until_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "TICK_SECONDS", 0.02)
    child, stop = Child("uno", SLEEPER), threading.Event()
    child.start()
    assert child.process is not None
    first = child.process.pid
    watching = threading.Thread(target=watch, args=([child], stop), kwargs={"also": lambda: None})
    os.kill(first, signal.SIGKILL)
    watching.start()

    assert eventually(lambda: child.process is not None and child.process.pid != first and child.is_alive())

    stop.set()
    watching.join()
    last = child.process.pid
    stop_all([child])
    assert not psutil.pid_exists(last)


def test_a_child_that_cannot_start_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "TICK_SECONDS", 0.02)
    monkeypatch.setattr(children, "LONGEST_PAUSE", 0)
    child = Child("uno", [sys.executable, "-c", "raise SystemExit(3)"])
    child.start()

    assert watch([child], threading.Event(), also=lambda: None) == 1
    assert child.failures == children.MOST_FAILURES


def test_a_child_that_once_worked_is_tried_for_as_long_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child("uno", SLEEPER, has_settled=True)
    monkeypatch.setattr(child, "_end_group", lambda: None)
    child.started = time.monotonic()

    assert all(child.bury() for _ in range(50))
    assert child.due - time.monotonic() <= children.LONGEST_PAUSE


def test_what_a_killed_child_had_started_ends_with_it(tmp_path: Path) -> None:
    """As a web server's own workers, which would keep its port."""
    note = tmp_path / "pid"
    starts_another = (
        "import subprocess, sys, time, pathlib;"
        f"other = subprocess.Popen({SLEEPER!r});"
        f"pathlib.Path({str(note)!r}).write_text(str(other.pid)); time.sleep(60)"
    )
    child = Child("uno", [sys.executable, "-c", starts_another])
    child.start()
    assert child.process is not None
    assert eventually(lambda: note.exists() and note.read_text() != "")
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()

    child.bury()

    assert eventually(lambda: not is_running(int(note.read_text())))


def test_children_end_with_a_killed_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import pathlib, time; from icsoe.interfaces.cli.children import Child;"
            f"child = Child('uno', {SLEEPER!r}); child.start();"
            f"pathlib.Path({str(note)!r}).write_text(str(child.process.pid)); time.sleep(60)",
        ]
    )
    assert eventually(lambda: note.exists() and note.read_text() != "")

    parent.kill()
    parent.wait()

    assert eventually(lambda: not is_running(int(note.read_text())))


def test_a_number_that_now_belongs_to_another_program_is_no_server(tmp_path: Path) -> None:
    """After a fault or in a container the same numbers come again."""
    socket_lock = tmp_path / ".s.PGSQL.5432.lock"
    socket_lock.touch()
    postmaster = tmp_path / "postmaster.pid"
    postmaster.write_text(f"{os.getpid()}\n{tmp_path}\n1\n5432\n{tmp_path}\n\n1 1\nready\n")

    embedded._forget_the_dead(tmp_path)

    assert not postmaster.exists()
    assert not socket_lock.exists()


def test_who_was_killed_no_longer_keeps_the_server_going(tmp_path: Path) -> None:
    users, gone = tmp_path / ".handle_pids.json", subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    users.write_text(json.dumps([gone.pid, os.getpid()]))

    embedded._forget_the_dead(tmp_path)

    assert json.loads(users.read_text()) == [os.getpid()]


def test_whoever_came_after_the_list_was_written_is_not_of_it(tmp_path: Path) -> None:
    users = tmp_path / ".handle_pids.json"
    users.write_text(json.dumps([os.getpid()]))
    os.utime(users, (0, 0))

    embedded._forget_the_dead(tmp_path)

    assert json.loads(users.read_text()) == []


@pytest.mark.parametrize("name", ["with space", "o'clock", "$(id)", 'a"b'])
def test_a_folder_with_any_name_is_reached_by_a_plain_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()

    plain = embedded._plain(folder)

    assert plain.resolve() == folder.resolve()
    assert embedded._PLAIN_PATH.fullmatch(str(plain))
    assert embedded._plain(folder) == plain
    assert plain.parent.stat().st_mode & 0o777 == 0o755
    plain.unlink()


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
