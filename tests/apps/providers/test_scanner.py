"""An infected paper is refused, and a scanner that does not answer is never taken for a clean file."""

import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from icsoe.apps.providers import gateways
from icsoe.apps.providers.gateways import ClamdScanner, NoScanner, PracticeScanner, ScanResult
from icsoe.lib.papers.errors import messages

CLEAN = b"%PDF-1.7 " + bytes(200_000)
INFECTED = CLEAN + gateways.TRIAL_FILE + CLEAN


def received(connection: socket.socket) -> bytes:
    """What a client sends by INSTREAM, put together as clamd does."""
    file = connection.makefile("rb")
    assert file.read(10) == b"zINSTREAM\0"
    whole = b""
    while size := struct.unpack(">I", file.read(4))[0]:
        whole += file.read(size)
    return whole


def like_clamd(connection: socket.socket) -> None:
    found = gateways.TRIAL_FILE in received(connection)
    connection.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


def says(reply: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        received(connection)
        connection.sendall(reply)

    return answer


@contextmanager
def daemon(behave: Callable[[socket.socket], None], address: Any = ("127.0.0.1", 0)) -> Iterator[str]:
    """A daemon that takes one connection and behaves so; its address as the settings write it."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as listening:
        listening.bind(address)
        listening.listen()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                behave(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        name = listening.getsockname()
        yield f"unix:{name}" if isinstance(name, str) else f"{name[0]}:{name[1]}"
        thread.join(5)


@pytest.mark.parametrize("data", [b"", b"x", CLEAN, INFECTED, gateways.TRIAL_FILE])
def test_the_fake_agrees_with_the_adapter(data: bytes) -> None:
    with daemon(like_clamd) as address:
        assert ClamdScanner(address).scan(data) is PracticeScanner().scan(data)


def test_it_also_listens_in_the_file_system(tmp_path: Path) -> None:
    with daemon(like_clamd, str(tmp_path / "s")) as address:
        assert ClamdScanner(address).scan(INFECTED) is ScanResult.INFECTED


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(says(b"INSTREAM size limit exceeded. ERROR\0"), id="an error"),
        pytest.param(says(b"stream: OK"), id="cut"),
        pytest.param(says(b"stream: OK" * 1000), id="endless"),
        pytest.param(says(b"anything: OK\0"), id="another's answer"),
        pytest.param(lambda connection: None, id="hangs up"),
    ],
)
def test_anything_but_a_whole_answer_is_unavailable(
    behave: Callable[[socket.socket], None], caplog: pytest.LogCaptureFixture
) -> None:
    with daemon(behave) as address, caplog.at_level(logging.WARNING):
        assert ClamdScanner(address).scan(CLEAN) is ScanResult.UNAVAILABLE
    assert "not scanned" in caplog.text


def test_a_scanner_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateways, "SECONDS", 0.2)
    done = threading.Event()
    with daemon(lambda connection: done.wait(5) and None) as address:
        assert ClamdScanner(address).scan(CLEAN) is ScanResult.UNAVAILABLE
        done.set()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "unix:/nowhere/clamd.sock"])
def test_a_scanner_that_is_down_is_unavailable(address: str) -> None:
    assert ClamdScanner(address).scan(CLEAN) is ScanResult.UNAVAILABLE


def test_an_infected_file_and_a_silent_scanner_both_refuse_the_file() -> None:
    assert gateways.scan_fault(INFECTED, by=PracticeScanner()) == "pdf_infected"
    assert gateways.scan_fault(CLEAN, by=ClamdScanner("127.0.0.1:1")) == "pdf_not_scanned"
    assert gateways.scan_fault(CLEAN, by=PracticeScanner()) is None
    assert {"pdf_infected", "pdf_not_scanned"} <= messages().keys()


def test_without_a_scanner_the_file_passes_but_the_log_says_it_was_not_scanned(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert gateways.scan_fault(CLEAN, by=NoScanner()) is None
    assert "not scanned: not configured" in caplog.text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", NoScanner),
        ("practice", PracticeScanner),
        ("127.0.0.1:3310", ClamdScanner),
        ("unix:/a", ClamdScanner),
    ],
)
def test_the_settings_choose_the_scanner(settings: Any, address: str, kind: type) -> None:
    settings.SCANNER_ADDRESS = address
    assert isinstance(gateways.scanner(), kind)


@pytest.mark.parametrize(("address", "practice"), [("practice", False), ("clamd", True), ("host:", True)])
def test_a_wrong_scanner_in_the_settings_is_an_error(settings: Any, address: str, practice: bool) -> None:
    settings.SCANNER_ADDRESS, settings.PRACTICE = address, practice
    with pytest.raises(ImproperlyConfigured):
        gateways.scanner()
