"""The outside world of an uploaded paper: the malware scanner, its ClamAV adapter and its shipped fake."""

import base64
import logging
import socket
import struct
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

logger = logging.getLogger(__name__)

PRACTICE_ADDRESS = "practice"
SECONDS = 10.0
_CHUNK = 64 * 1024
_MAX_REPLY = 4096


class ScanResult(StrEnum):
    """What a scanner says of a file. UNAVAILABLE: it does not say, and that must be seen."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNAVAILABLE = "unavailable"


class Scanner(Protocol):
    """A malware scanner; `configured` is False where the operator named none."""

    @property
    def configured(self) -> bool: ...

    def scan(self, data: bytes) -> ScanResult: ...


@dataclass(frozen=True)
class ClamdScanner:
    """ClamAV's daemon, spoken to with INSTREAM at `host:port` or `unix:/path`; ten seconds for all of it."""

    address: str
    configured: ClassVar[bool] = True

    def scan(self, data: bytes) -> ScanResult:
        """Send the file and read the verdict. Never raises for what the other side does."""
        try:
            reply = self._ask(data)
        except OSError as error:
            return _unavailable(type(error).__name__)
        if reply.endswith(b" FOUND"):
            logger.warning("scanner found malware: %s", reply.decode("ascii", "replace"))
            return ScanResult.INFECTED
        return ScanResult.CLEAN if reply == b"stream: OK" else _unavailable("unexpected reply")

    def _ask(self, data: bytes) -> bytes:
        deadline = time.monotonic() + SECONDS
        with self._connect() as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _CHUNK):
                chunk = data[start : start + _CHUNK]
                connection.settimeout(_left(deadline))
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            return _read_reply(connection, deadline)

    def _connect(self) -> socket.socket:
        if self.address.startswith("unix:"):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(SECONDS)
            try:
                connection.connect(self.address.removeprefix("unix:"))
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)


class NoScanner:
    """Where the operator named none: every file goes unscanned, and each time it is written to the log."""

    configured: ClassVar[bool] = False

    def scan(self, data: bytes) -> ScanResult:  # noqa: ARG002 - the port's shape
        return _unavailable("not configured")


class PracticeScanner:
    """Fake for practice and tests: it knows the one file that scanners are tried with."""

    configured: ClassVar[bool] = True

    def scan(self, data: bytes) -> ScanResult:
        return ScanResult.INFECTED if TRIAL_FILE in data else ScanResult.CLEAN


# EICAR's harmless trial string, written so that no scanner takes this very file for it.
TRIAL_FILE = base64.b64decode(
    b"WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)


def scanner() -> Scanner:
    """The scanner of `settings.SCANNER_ADDRESS`: none, the fake (`practice`), or ClamAV at that address."""
    address = str(settings.SCANNER_ADDRESS)
    if not address:
        return NoScanner()
    if address == PRACTICE_ADDRESS:
        if not settings.PRACTICE:
            raise ImproperlyConfigured("the practice scanner is refused outside practice")
        return PracticeScanner()
    if not address.startswith("unix:") and not address.rpartition(":")[2].isdigit():
        raise ImproperlyConfigured(f"SCANNER_ADDRESS must be host:port or unix:/path, not {address!r}")
    return ClamdScanner(address)


def scan_fault(data: bytes, *, by: Scanner) -> str | None:
    """The code a scanned file is refused with, or None.

    `pdf_infected`; `pdf_not_scanned` when a scanner that should answer does not: the gate fails closed. Where
    none is configured there is no gate; the log says so for each file.
    """
    result = by.scan(data)
    if result is ScanResult.INFECTED:
        return "pdf_infected"
    return "pdf_not_scanned" if result is ScanResult.UNAVAILABLE and by.configured else None


def _unavailable(reason: str) -> ScanResult:
    logger.warning("file not scanned: %s", reason)
    return ScanResult.UNAVAILABLE


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the scanner takes too long")
    return left


def _read_reply(connection: socket.socket, deadline: float) -> bytes:
    """The answer up to its NUL; OSError when it is cut or endless."""
    reply = b""
    while not reply.endswith(b"\0"):
        connection.settimeout(_left(deadline))
        part = connection.recv(_MAX_REPLY)
        if not part or len(reply) > _MAX_REPLY:
            raise ConnectionError("the scanner's answer is not whole")
        reply += part
    return reply[:-1]
