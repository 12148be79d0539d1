"""Answer about revocation for the practice authority: OCSP over HTTP, here only, at the practice clock."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from icsoe.interfaces.cli.demo import authority
from icsoe.lib.efirma.practice.responder import answer

LOOPBACK = "127.0.0.1"
REQUEST_TYPE, RESPONSE_TYPE = "application/ocsp-request", "application/ocsp-response"
MAX_REQUEST_BYTES = 16 * 1024

Answer = Callable[[bytes], bytes]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    default = Path(os.environ.get("ICSOE_DATA_DIR", ".data")) / "demo"
    parser.add_argument("--folder", type=Path, default=default, help=f"the practice authority ({default})")


def run(options: argparse.Namespace) -> int:
    if not (options.folder / authority.REVOKED).is_file():
        print(f"ICSOE: no hay una autoridad de práctica en {options.folder}", file=sys.stderr)
        return 1
    shift = timedelta(seconds=float(os.environ.get("ICSOE_CLOCK_SHIFT") or 0))
    with open_server(options.folder, port=options.port, clock=lambda: datetime.now(UTC) + shift) as server:
        for signum in (signal.SIGTERM, signal.SIGINT):
            # Shutting down waits for the loop that this very handler interrupts: another thread asks for it.
            signal.signal(signum, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever()
    return 0


def open_server(folder: Path, *, port: int, clock: Callable[[], datetime]) -> ThreadingHTTPServer:
    """A server for the authority kept in `folder`, bound but not yet serving; port 0 takes a free one."""
    kept, revoked = authority.load(folder)

    def answer_now(request: bytes) -> bytes:
        return answer(request, authority=kept, revoked=revoked, at=clock())

    server = ThreadingHTTPServer((LOOPBACK, port), partial(_Handler, answer_now))
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    timeout = 5

    def __init__(self, answer_now: Answer, *arguments: object) -> None:
        self._answer_now = answer_now  # before: the base class serves the request while it is made
        super().__init__(*arguments)  # type: ignore[arg-type]  # passed through as they came

    def do_POST(self) -> None:
        refusal = self._refusal()
        if refusal is not None:
            self.send_error(refusal)
            return
        response = self._answer_now(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", RESPONSE_TYPE)
        self.send_header("Content-Length", str(len(response)))
        self.end_headers()
        self.wfile.write(response)

    def log_message(self, *_: object) -> None:
        """Nothing: who asks about which certificate is nobody's business."""

    def _refusal(self) -> HTTPStatus | None:
        if self.headers.get("Content-Type") != REQUEST_TYPE:
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            return HTTPStatus.LENGTH_REQUIRED
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if int(length) > MAX_REQUEST_BYTES else None
