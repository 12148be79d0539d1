"""Start everything on this machine: database, web, workers, practice data. Ctrl-C stops it all."""

import argparse
import os
import secrets
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import NoReturn

from icsoe.interfaces.cli.children import Child, stop_all, watch
from icsoe.interfaces.cli.preflight import (
    CannotStart,
    practice_shift,
    require_free,
    take_folder,
    web_host,
    web_port,
)
from icsoe.interfaces.cli.settings import choose_settings

OCSP_PORT_DISTANCE = 1
STOPPED = 130  # what a shell says of a command that Ctrl-C ended


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--web-workers", type=int, default=2, help="web processes (default 2)")


def run(options: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, _leave)  # also while starting: what was started is stopped
    try:
        return _run(options)
    except CannotStart as reason:
        print(f"ICSOE: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return STOPPED


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _run(options: argparse.Namespace) -> int:
    choose_settings()
    data = Path(os.environ.setdefault("ICSOE_DATA_DIR", ".data")).resolve()
    os.environ["ICSOE_DATA_DIR"] = str(data)
    practice = os.environ["DJANGO_SETTINGS_MODULE"].endswith(".dev")
    with ExitStack() as stack:
        _fix_the_clock()
        require_free(web_host(), [web_port()])
        if practice:
            require_free("127.0.0.1", [web_port() + OCSP_PORT_DISTANCE])
        stack.enter_context(take_folder(data))
        os.environ.setdefault("ICSOE_ORIGIN", f"http://{web_host()}:{web_port()}")
        revive = _open_database(stack, data)
        if practice:
            _prepare_practice(data)
        _share_figures(data)
        _prepare_site()
        return _serve(options, revive, practice=practice)


def _fix_the_clock() -> None:
    """Work the practice shift out once, so that every process started here tells the same time."""
    if start := os.environ.get("ICSOE_NOW"):
        os.environ["ICSOE_CLOCK_SHIFT"] = str(practice_shift(start).total_seconds())


def _open_database(stack: ExitStack, data: Path) -> Callable[[], None]:
    """Name the database in the environment; returns what keeps the embedded one going."""
    if os.environ.get("ICSOE_DATABASE_URL"):
        return lambda: None
    from icsoe.interfaces.cli.embedded import Embedded

    server = Embedded(data / "postgres")
    stack.callback(server.close)
    os.environ["ICSOE_DATABASE_URL"] = server.url

    def revive() -> None:
        if server.revive():
            print("ICSOE: se detuvo la base de datos; se inició de nuevo", file=sys.stderr, flush=True)

    return revive


def _share_figures(data: Path) -> None:
    """An empty folder in which the web processes add up their figures."""
    folder = data / "figures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _prepare_practice(data: Path) -> None:
    from icsoe.interfaces.cli.demo import authority

    key = data / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    authority.ensure(data / "demo")
    os.environ.setdefault("ICSOE_OCSP_URL", f"http://127.0.0.1:{web_port() + OCSP_PORT_DISTANCE}/")


def _prepare_site() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import OperationalError, connections

    try:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
    except ImproperlyConfigured as error:
        raise CannotStart(f"ajustes: {error}") from error
    except OperationalError as error:
        raise CannotStart(f"la base de datos no responde ({str(error).strip()})") from error
    _require_the_wall()
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.conf import settings

    if settings.PRACTICE:
        from icsoe.interfaces.cli.demo import seed

        seed.ensure()
    from icsoe.apps.filings.tasks import make_up_for_deadlines

    make_up_for_deadlines()
    connections.close_all()  # the children open their own


def _require_the_wall() -> None:
    from icsoe.apps.access.isolation import sees_over_the_wall

    if sees_over_the_wall():
        raise CannotStart(
            "el rol de ICSOE_DATABASE_URL es superusuario o tiene BYPASSRLS: ve los datos de todos los "
            "contratistas; use uno que no lo sea, dueño de su base de datos"
        )


def _serve(options: argparse.Namespace, revive: Callable[[], None], *, practice: bool) -> int:
    """Start the children and keep them going until a signal ends all."""
    stop = threading.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: stop.set())
    children = _children(options, practice)
    try:
        for child in children:
            child.start()
        _announce(practice=practice)
        return watch(children, stop, also=revive)
    finally:
        stop_all(children)


def _children(options: argparse.Namespace, practice: bool) -> list[Child]:
    python = sys.executable
    icsoe = [python, "-m", "icsoe.interfaces.cli"]
    web = [
        python,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        web_host(),
        "--port",
        str(web_port()),
    ]
    web += ["--workers", str(options.web_workers), "--blocking-threads", "4", "--no-ws"]
    web += ["--log-level", "warning", "--respawn-failed-workers", "icsoe.config.wsgi:application"]
    children = [
        Child("la web", web),
        # Short jobs never wait behind long ones: each kind has its own process.
        Child("el trabajo inmediato", [*icsoe, "worker", "--queues", "prompt"]),
        Child("el trabajo largo", [*icsoe, "worker", "--queues", "bulk", "--concurrency", "1"]),
    ]
    if practice:
        port = str(web_port() + OCSP_PORT_DISTANCE)
        children.insert(0, Child("la autoridad de práctica", [*icsoe, "responder", "--port", port]))
    return children


def _announce(*, practice: bool) -> None:
    print(f"\nICSOE: http://{web_host()}:{web_port()}/   (Ctrl-C para detener)", flush=True)
    if practice:
        folder = Path(os.environ["ICSOE_DATA_DIR"]) / "demo" / "efirmas"
        print(f"e.firmas de práctica: {folder}  (contraseña de todas: 12345678a)\n", flush=True)
