"""A time-stamping authority of the suite's own, under the practice AC: in the process, and behind HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ExtendedKeyUsage
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper
from tests.apps.receipts.examples import AT
from tests.pki import authority as pki

from icsoe.apps.receipts.pdf_seal import TimestampAuthority
from icsoe.lib.efirma import names
from icsoe.lib.efirma.practice import encode
from icsoe.lib.efirma.practice.assemble import Body, Extension, issue
from icsoe.lib.efirma.practice.authority import key_usage


@cache
def certificate() -> bytes:
    ac, key = pki.authority().ac, pki.keys().take("leaf")
    body = Body(
        serial=77,
        subject=encode.name((names.COMMON_NAME, "SELLOS DE TIEMPO DE PRACTICA")),
        not_before=pki.SINCE,
        not_after=pki.UNTIL,
        public_key=key.public_key(),
        extensions=(
            Extension.of(key_usage("digital_signature"), critical=True),
            Extension.of(ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True),
        ),
    )
    return issue(body, issuer=ac.name, key=ac.key)


def client() -> DummyTimeStamper:
    private = pki.keys().take("leaf").private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1.Certificate.load(certificate()),
        keys.PrivateKeyInfo.load(private),
        fixed_dt=AT + timedelta(seconds=1),
    )


def practice_authority(*, known: bool) -> TimestampAuthority:
    return TimestampAuthority(client(), pki.authority().anchors if known else ())


@contextmanager
def served(*, stamps_something_else: bool = False) -> Iterator[str]:
    """The same authority as RFC 3161 over HTTP; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            if stamps_something_else:
                request["message_imprint"]["hashed_message"] = b"\0" * 32
            answer = client().request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
