"""What must hold before anything is started; each failure is one sentence that says how to mend it."""

import errno
import fcntl
import os
import socket
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
HIGHEST_PORT = 65_535


class CannotStart(Exception):  # noqa: N818 - a way out of the command
    """The system cannot be started; the text says why."""


def web_host() -> str:
    return os.environ.get("ICSOE_HOST") or DEFAULT_HOST


def web_port() -> int:
    """The port named in the environment. Raises CannotStart on what is none."""
    text = os.environ.get("ICSOE_PORT") or str(DEFAULT_PORT)
    if text.isascii() and text.isdigit() and 0 < int(text) < HIGHEST_PORT:  # practice takes the next one too
        return int(text)
    raise CannotStart(f"ICSOE_PORT no es un puerto: {text!r} (va de 1 a {HIGHEST_PORT - 1})")


def practice_shift(text: str) -> timedelta:
    """How far the practice clock that starts at ``text`` is from the real one. Raises CannotStart."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        start = None
    if start is None or start.tzinfo is None:
        raise CannotStart(
            f"ICSOE_NOW no es una fecha con hora y huso: {text!r}; un ejemplo es 2021-09-10T12:00-05:00"
        )
    return start - datetime.now(UTC)


def take_folder(folder: Path) -> IO[str]:
    """Make the data folder and take it for this process alone, until the file returned is closed.

    The system forgets the lock with the process, however it ends. Raises CannotStart.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "run.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise CannotStart(
            f"no se puede escribir en la carpeta de datos {folder} ({error.strerror}); "
            "elija otra con ICSOE_DATA_DIR"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise CannotStart(
            f"ya hay un ICSOE en marcha con la carpeta {folder}; deténgalo o elija otra con ICSOE_DATA_DIR"
        ) from error
    return lock


def require_free(host: str, ports: Iterable[int]) -> None:
    """Raise CannotStart when something else listens on one of the ports."""
    for port in ports:
        try:
            _bind(host, port)
        except socket.gaierror as error:
            raise CannotStart(f"ICSOE_HOST no es una dirección de esta máquina: {host!r}") from error
        except OSError as error:
            raise CannotStart(_why_not(error, host, port)) from error


def _bind(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a connection just closed is no obstacle
        tried.bind(address)
        tried.listen()


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"el puerto {port} está ocupado; detenga lo que lo usa o elija otro con ICSOE_PORT"
    if error.errno == errno.EACCES:
        return (
            f"el puerto {port} está reservado al administrador; elija uno de 1024 en adelante con ICSOE_PORT"
        )
    return f"no se puede escuchar en {host}:{port} ({error.strerror})"
