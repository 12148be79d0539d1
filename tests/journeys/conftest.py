"""A running system and a browser for the journeys: what `make run` starts, and Debian's Chromium."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
OUTPUT = Path(__file__).parent / "output"
START_SECONDS = 90
_PATIENCE = 15_000  # milliseconds
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Headless Chromium asks hosts outside for updates unless told not to; nothing here may leave the machine.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class System:
    """A started system: its address, its data folder and its process."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]

    def efirma(self, prefix: str) -> Path:
        """The folder of the practice e.firma whose name begins so."""
        return sorted((self.data / "demo" / "efirmas").glob(f"{prefix}*"))[0]


def _free_port() -> int:
    """A port with a free neighbour, which the practice responder takes."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def _start(data: Path, now: str, **environment: str) -> System:
    port = _free_port()
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ICSOE_", "DJANGO_"))}
    told = {"ICSOE_DEMO": "1", "ICSOE_DATA_DIR": str(data), "ICSOE_PORT": str(port), "ICSOE_NOW": now}
    with (data / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "icsoe.interfaces.cli", "run", "--web-workers", "1"],
            cwd=ROOT,
            env={**clean, **told, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    system = System(f"http://127.0.0.1:{port}", data, process)
    _wait(system)
    return system


def _wait(system: System) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if system.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{system.url}/entrar/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    system.process.kill()
    system.process.wait()
    log = (system.data / "run.log").read_text(errors="replace")
    pytest.fail(f"the system did not start:\n{log[-4000:]}")


@pytest.fixture(scope="session")
def start_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., System]]:
    """Start a system whose practice clock begins at an instant; all are stopped at the end."""
    started: list[System] = []

    def start(now: str, **environment: str) -> System:
        data = tmp_path_factory.mktemp("system")
        data.chmod(0o755)
        system = _start(data, now, **environment)
        started.append(system)
        return system

    yield start
    for system in started:
        system.process.send_signal(signal.SIGINT)
    for system in started:
        system.process.wait(30)


@pytest.fixture(scope="session")
def system(start_system: Callable[..., System]) -> System:
    """The system in the middle of a window: 10 September 2026, for May-August."""
    return start_system("2026-09-10T12:00-06:00")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # What is waited for gets no less time than what is done: on a busy machine eight megabytes take long.
        expect.set_options(timeout=_PATIENCE)
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(params=["desktop", "phone"])
def width(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=WIDTHS["desktop"], locale="es-MX", accept_downloads=True)
    made.set_default_timeout(_PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
