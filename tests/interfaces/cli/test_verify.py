"""`icsoe verify`: the answer is the exit code, and the words say why."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.apps.receipts.conftest import sealed_portal
from tests.apps.receipts.examples import CODE, FOLIO, contract, facts, json_receipt, other_sealer, pdf_receipt
from tests.apps.receipts.test_verification import document, flipped
from tests.pki import authority as pki

from icsoe.interfaces.cli.main import main

__all__ = ["sealed_portal"]
VALID, SUPERSEDED, VOID, ALTERED, NOT_OURS, UNUSABLE = 0, 3, 4, 5, 6, 2


@pytest.fixture
def place(sealed_portal: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with receipts, and no authorities but those named in the command."""
    monkeypatch.setenv("ICSOE_DATA_DIR", str(sealed_portal / "nothing here"))
    monkeypatch.delenv("ICSOE_TRUST_ANCHORS", raising=False)
    (sealed_portal / "acuse.json").write_bytes(json_receipt())
    (sealed_portal / "acuse.pdf").write_bytes(pdf_receipt())
    return sealed_portal


def verify(place: Path, name: str, *more: str) -> int:
    trusted = ["--seal-certificate", str(place / "seal"), "--anchors", str(place / "anchors")]
    return main(["verify", str(place / name), *trusted, *more])


@pytest.mark.parametrize("name", ["acuse.json", "acuse.pdf"])
def test_a_sound_receipt_is_told_with_all_its_steps(
    place: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(place, name) == VALID
    said = capsys.readouterr().out
    assert "El acuse es auténtico." in said
    assert "✓ 10." in said
    assert "– 9." in said
    assert FOLIO in said
    assert "No se consultó si otra informativa la sustituyó" in said


def test_an_altered_receipt_is_refused_and_its_content_not_repeated(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "acuse.json").write_bytes(json_receipt().replace(b'"workers":12', b'"workers":13'))
    assert verify(place, "acuse.json") == ALTERED
    said = capsys.readouterr().out
    assert "✗ 4." in said
    assert pki.certificate().name not in said
    (place / "acuse.pdf").write_bytes(flipped(pdf_receipt(), len(pdf_receipt()) // 2, 3))
    assert verify(place, "acuse.pdf") == ALTERED


def test_what_another_authority_sealed_is_not_ours(place: Path) -> None:
    (place / "acuse.json").write_bytes(json_receipt(by=other_sealer()))
    assert verify(place, "acuse.json") == NOT_OURS
    (place / "acuse.json").write_bytes(b"hola")
    assert verify(place, "acuse.json") == NOT_OURS


def test_the_signed_document_is_compared(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from icsoe.lib.canonical.digest import sha256_hex

    (place / "documento.json").write_bytes(document())
    filing = facts(contract(), document_sha256=sha256_hex(document()))
    (place / "acuse.json").write_bytes(json_receipt(filing))
    assert verify(place, "acuse.json", "--document", str(place / "documento.json")) == VALID
    assert verify(place, "acuse.json", "--document", str(place / "acuse.json")) == ALTERED
    assert "El documento entregado no es el que se firmó." in capsys.readouterr().out


def test_programs_get_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(place, "acuse.pdf", "--json") == VALID
    answer = json.loads(capsys.readouterr().out)
    assert answer["result"] == "valid"
    assert answer["receipt"]["folio"] == FOLIO
    assert {step["name"] for step in answer["steps"] if step["state"] == "skipped"} == {
        "revocation",
        "document",
    }
    assert not any(step["state"] == "failed" for step in answer["steps"])
    (place / "acuse.pdf").write_bytes(pdf_receipt() + b" ")
    assert verify(place, "acuse.pdf", "--json") == ALTERED
    answer = json.loads(capsys.readouterr().out)
    assert answer["error"]["code"] == "file_changed"
    assert "receipt" not in answer


def test_the_authority_may_be_one_file(place: Path) -> None:
    words = ["verify", str(place / "acuse.json"), "--anchors", str(place / "anchors")]
    assert main([*words, "--seal-certificate", str(place / "seal" / "ca.cer")]) == VALID
    assert main([*words, "--seal-certificate", str(place / "acuse.json")]) == UNUSABLE


def test_the_practice_installation_is_found_by_itself(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "data").mkdir()
    (place / "data" / "demo").symlink_to(place)
    assert main(["verify", str(place / "acuse.json")]) == UNUSABLE
    monkeypatch.setenv("ICSOE_DATA_DIR", str(place / "data"))
    assert main(["verify", str(place / "acuse.json")]) == VALID
    monkeypatch.setenv("ICSOE_TRUST_ANCHORS", str(place / "anchors"))
    assert main(["verify", str(place / "acuse.json")]) == VALID
    monkeypatch.setenv("ICSOE_TRUST_ANCHORS", str(place / "absent"))
    assert main(["verify", str(place / "acuse.json")]) == UNUSABLE


@pytest.mark.parametrize("more", [["--document", "/absent"], ["--online", "ftp://portal"]])
def test_what_cannot_be_done_is_said_apart(place: Path, more: list[str]) -> None:
    assert verify(place, "acuse.json", *more) == UNUSABLE


@pytest.mark.parametrize(("name", "reason"), [("absent.pdf", "no existe"), (".", "es una carpeta")])
def test_why_a_file_cannot_be_read_is_said_in_spanish(
    place: Path, capsys: pytest.CaptureFixture[str], name: str, reason: str
) -> None:
    assert verify(place, name) == UNUSABLE
    assert reason in capsys.readouterr().err


def test_a_file_that_is_not_there_or_too_large(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(place, "absent.pdf") == UNUSABLE
    with (place / "large.pdf").open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    assert verify(place, "large.pdf") == UNUSABLE
    assert "demasiado grande" in capsys.readouterr().err


class _Portal(BaseHTTPRequestHandler):
    status, body = 200, b"{}"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[tuple[str, Any]]:
    handler = type("Handler", (_Portal,), {"asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "expected"),
    [("in_force", VALID), ("pending", VALID), ("superseded", SUPERSEDED), ("void", VOID)],
)
def test_the_portal_says_how_it_stands(
    place: Path, portal: tuple[str, Any], capsys: pytest.CaptureFixture[str], status: str, expected: int
) -> None:
    address, handler = portal
    by = "CO261000007" if status == "superseded" else None
    handler.body = json.dumps({"status": status, "superseded_by": by}).encode()
    assert verify(place, "acuse.pdf", "--online", address) == expected
    assert handler.asked == [f"/verificar/estado/?folio={FOLIO}&codigo={CODE}"]
    said = capsys.readouterr().out
    assert "No se consultó" not in said
    assert ("CO261000007" in said) is (by is not None)


def test_an_altered_receipt_is_not_asked_about(place: Path, portal: tuple[str, Any]) -> None:
    address, handler = portal
    (place / "acuse.pdf").write_bytes(pdf_receipt() + b"\n")
    assert verify(place, "acuse.pdf", "--online", address) == ALTERED
    assert handler.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b'{"code": "receipt_unknown"}'),
        (200, b"hola"),
        (200, b"[]"),
        (200, b'{"status": "x", "superseded_by": 0}'),
    ],
)
def test_a_portal_that_does_not_answer_is_no_answer(
    place: Path, portal: tuple[str, Any], status: int, body: bytes
) -> None:
    address, handler = portal
    handler.status, handler.body = status, body
    assert verify(place, "acuse.json", "--online", address) == UNUSABLE


def test_the_command_runs_without_settings_and_without_network(place: Path) -> None:
    words = ["-c", "import sys; from icsoe.interfaces.cli.main import console; console()", "verify"]
    trusted = ["--seal-certificate", str(place / "seal"), "--anchors", str(place / "anchors")]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "ICSOE"))}
    done = subprocess.run(
        [sys.executable, *words, str(place / "acuse.pdf"), *trusted],
        capture_output=True,
        text=True,
        env=environment,
        cwd=place,
        check=False,
    )
    assert (done.returncode, done.stderr) == (VALID, "")
