"""The practice responder says which e.firmas are revoked, at the practice clock, to this machine alone."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from tests.interfaces.cli.demo import practice

from icsoe.interfaces.cli.demo import authority
from icsoe.interfaces.cli.responder import MAX_REQUEST_BYTES, open_server
from icsoe.lib.efirma.certificate import read_certificate
from icsoe.lib.efirma.revocation import RevocationAnswer, RevocationStatus, check

AT = datetime(2021, 9, 10, 18, 0, tzinfo=UTC)
TYPE = "application/ocsp-request"
RESPONDER = [sys.executable, "-m", "icsoe.interfaces.cli", "responder"]


@contextmanager
def serving(at: datetime = AT) -> Iterator[int]:
    with open_server(practice.folder(), port=0, clock=lambda: at) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def post(port: int, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", "/", body, headers or {"Content-Type": TYPE})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def ask(port: int, name: str, at: datetime = AT) -> RevocationAnswer:
    kept, _ = authority.load(practice.folder())
    return check(
        read_certificate(practice.certificate(name)),
        kept.ac.certificate,
        transport=lambda request: post(port, request)[1],
        at=at,
        nonce=bytes(range(16)),
    )


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("01-servicios", RevocationStatus.GOOD),
        ("05-talleres", RevocationStatus.GOOD),
        ("refused-revoked", RevocationStatus.REVOKED),
    ],
)
def test_it_tells_the_revoked_from_the_good(name: str, status: RevocationStatus) -> None:
    with serving() as port:
        assert ask(port, name).status is status


def test_it_answers_at_the_practice_clock() -> None:
    with serving(AT) as port:
        assert ask(port, "03-lucia", at=AT).produced_at == AT
        assert ask(port, "03-lucia", at=AT + timedelta(hours=2)).reason == "ocsp_stale"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        pytest.param(b"x", {"Content-Type": "text/plain"}, 415, id="another kind"),
        pytest.param(b"x", {"Content-Type": TYPE, "Content-Length": "-1"}, 411, id="no length"),
        pytest.param(
            b"", {"Content-Type": TYPE, "Content-Length": str(MAX_REQUEST_BYTES + 1)}, 413, id="too long"
        ),
    ],
)
def test_what_is_no_request_is_refused(body: bytes, headers: dict[str, str], status: int) -> None:
    with serving() as port:
        assert post(port, body, headers)[0] == status


def test_hostile_bytes_are_answered_malformed() -> None:
    with serving() as port:
        assert post(port, b"\x30\x80\xff" * 100) == (200, bytes.fromhex("30030a0101"))


def test_the_command_serves_shifted_and_stops_when_told() -> None:
    with open_server(practice.folder(), port=0, clock=lambda: AT) as free:
        port = free.server_address[1]
    shift = AT - datetime.now(UTC)
    process = subprocess.Popen(
        [*RESPONDER, "--port", str(port), "--folder", str(practice.folder())],
        env={**os.environ, "ICSOE_CLOCK_SHIFT": str(shift.total_seconds())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_until_it_listens(port)
        assert ask(port, "01-servicios", at=AT + timedelta(seconds=5)).status is RevocationStatus.GOOD
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 0
    assert output == b"", "it says nothing"


def test_the_command_says_so_when_there_is_no_authority(tmp_path: object) -> None:
    done = subprocess.run(
        [*RESPONDER, "--port", "0", "--folder", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "no hay una autoridad de práctica" in done.stderr


def wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            post(port, b"", {"Content-Type": "none"})
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the responder does not listen")
