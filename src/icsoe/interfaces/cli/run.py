"""Start everything on this machine: database, web, workers, practice data. Ctrl-C stops it all."""

import argparse
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from icsoe.interfaces.cli.settings import choose_settings

GRACE_SECONDS = 10
OCSP_PORT_DISTANCE = 1


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--web-workers", type=int, default=2, help="web processes (default 2)")


def run(options: argparse.Namespace) -> int:
    choose_settings()
    data = Path(os.environ.setdefault("ICSOE_DATA_DIR", ".data")).resolve()
    os.environ["ICSOE_DATA_DIR"] = str(data)
    data.mkdir(parents=True, exist_ok=True)
    practice = os.environ["DJANGO_SETTINGS_MODULE"].endswith(".dev")
    with ExitStack() as stack:
        _fix_the_clock()
        os.environ.setdefault("ICSOE_ORIGIN", f"http://{_host()}:{_port()}")
        _open_database(stack, data)
        if practice:
            _prepare_practice(data)
        _share_figures(data)
        _prepare_site()
        return _serve(options, practice=practice)


def _fix_the_clock() -> None:
    """Work the practice shift out once, so that every process started here tells the same time."""
    if start := os.environ.get("ICSOE_NOW"):
        shift = datetime.fromisoformat(start) - datetime.now(UTC)
        os.environ["ICSOE_CLOCK_SHIFT"] = str(shift.total_seconds())


def _share_figures(data: Path) -> None:
    """An empty folder in which the web processes add up their figures."""
    folder = data / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _open_database(stack: ExitStack, data: Path) -> None:
    if os.environ.get("ICSOE_DATABASE_URL"):
        return
    from icsoe.interfaces.cli.embedded import embedded_postgres

    os.environ["ICSOE_DATABASE_URL"] = stack.enter_context(embedded_postgres(data / "postgres"))


def _prepare_practice(data: Path) -> None:
    from icsoe.interfaces.cli.demo import authority

    key = data / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    authority.ensure(data / "demo")
    os.environ.setdefault("ICSOE_OCSP_URL", f"http://127.0.0.1:{_port() + OCSP_PORT_DISTANCE}/")


def _prepare_site() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if settings.PRACTICE:
        from icsoe.interfaces.cli.demo import seed

        seed.ensure()
    from django.db import connections

    connections.close_all()  # the children open their own


def _serve(options: argparse.Namespace, *, practice: bool) -> int:
    """Start the children and wait: for a signal, or for one of them to end, which ends all."""
    stop = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stop.set())
    commands = _commands(options, practice)
    children = [subprocess.Popen(words, start_new_session=True) for words in commands]  # noqa: S603
    try:
        _announce(practice=practice)
        while not stop.wait(0.5):
            for words, child in zip(commands, children, strict=True):
                if child.poll() is not None:
                    print(f"ICSOE: se detuvo {' '.join(words[2:5])}", file=sys.stderr)
                    return 1
        return 0
    finally:
        _stop(children)


def _commands(options: argparse.Namespace, practice: bool) -> list[list[str]]:
    python = sys.executable
    icsoe = [python, "-m", "icsoe.interfaces.cli"]
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", _host(), "--port", str(_port())]
    web += [
        "--workers",
        str(options.web_workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    web += ["--respawn-failed-workers", "icsoe.config.wsgi:application"]
    commands = [
        web,
        # Short jobs never wait behind long ones: each kind has its own process.
        [*icsoe, "worker", "--queues", "prompt"],
        [*icsoe, "worker", "--queues", "bulk", "--concurrency", "1"],
    ]
    if practice:
        commands.insert(0, [*icsoe, "responder", "--port", str(_port() + OCSP_PORT_DISTANCE)])
    return commands


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _announce(*, practice: bool) -> None:
    print(f"\nICSOE: http://{_host()}:{_port()}/   (Ctrl-C para detener)", flush=True)
    if practice:
        folder = Path(os.environ["ICSOE_DATA_DIR"]) / "demo" / "efirmas"
        print(f"e.firmas de práctica: {folder}  (contraseña de todas: 12345678a)\n", flush=True)


def _host() -> str:
    return os.environ.get("ICSOE_HOST", "127.0.0.1")


def _port() -> int:
    return int(os.environ.get("ICSOE_PORT", "8000"))
