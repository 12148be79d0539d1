"""Comprueba un acuse (PDF o JSON) sin conexión. Termina con 0 vigente, 3 sustituida, 4 sin efectos,
5 alterado, 6 no es del Instituto; 2 si no se puede comprobar."""

import argparse
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from icsoe.apps.receipts.container import MAX_BYTES
from icsoe.apps.receipts.verdict import NOTES, Kind, Step, Verdict
from icsoe.apps.receipts.verification import STEPS, verify_receipt, with_standing
from icsoe.lib.efirma.chain import TrustStore
from icsoe.lib.efirma.errors import EfirmaError
from icsoe.lib.efirma.structure import load_certificate, to_der

UNUSABLE = 2
EXIT_CODES = {Kind.VALID: 0, Kind.SUPERSEDED: 3, Kind.VOID: 4, Kind.ALTERED: 5, Kind.NOT_OURS: 6}
SENTENCES = {
    Kind.VALID: "El acuse es auténtico.",
    Kind.SUPERSEDED: "El acuse es auténtico, pero otra informativa lo sustituyó.",
    Kind.VOID: "El acuse es auténtico, pero la informativa quedó sin efectos.",
    Kind.ALTERED: "El acuse fue alterado.",
    Kind.NOT_OURS: "El archivo no es un acuse sellado por el Instituto.",
}
REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "no existe",
    IsADirectoryError: "es una carpeta, no un archivo",
    PermissionError: "no tiene permiso para leerlo",
}
MARKS = {"passed": "✓", "failed": "✗", "skipped": "–"}
TIMEOUT_SECONDS = 10
MAX_ANSWER = 64 * 1024
MAX_DOCUMENT = 512 * 1024 * 1024


class Unusable(Exception):  # noqa: N818 - a way out of the command
    """The command cannot answer; the text says why."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="acuse en PDF o JSON")
    parser.add_argument("--document", type=Path, help="documento firmado, para compararlo")
    parser.add_argument("--online", metavar="URL", help="portal al que preguntar si sigue vigente")
    parser.add_argument(
        "--seal-certificate", type=Path, help="autoridad de sellos del Instituto (archivo o carpeta)"
    )
    parser.add_argument("--anchors", type=Path, help="carpeta de autoridades de la e.firma")
    parser.add_argument("--json", action="store_true", help="respuesta para programas")


def run(options: argparse.Namespace) -> int:
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its complaints are steps of the verdict here
    try:
        verdict, superseded_by = _judge(options)
    except Unusable as reason:
        print(f"icsoe verify: {reason}", file=sys.stderr)
        return UNUSABLE
    answer = _answer(verdict, superseded_by)
    print(json.dumps(answer, ensure_ascii=False, indent=2) if options.json else _text(answer))
    return EXIT_CODES[verdict.kind]


def _judge(options: argparse.Namespace) -> tuple[Verdict, str | None]:
    data = _read(options.file, MAX_BYTES)
    document = _read(options.document, MAX_DOCUMENT) if options.document else None
    verdict = verify_receipt(
        data,
        seal_anchors=_store(options.seal_certificate, _existing(_demo() / "seal"), "--seal-certificate"),
        trust=_store(options.anchors, _default_anchors(), "--anchors"),
        document=document,
    )
    if not options.online or not verdict.is_intact:
        return verdict, None
    return _ask(options.online, verdict)


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise Unusable(f"no se puede leer {path}: {_reason(error)}") from error
    if len(content) > limit:
        raise Unusable(f"{path} es demasiado grande")
    return content


def _reason(error: OSError) -> str:
    return REASONS.get(type(error), str(error.strerror))


def _demo() -> Path:
    return Path(os.environ.get("ICSOE_DATA_DIR", ".data")) / "demo"


def _default_anchors() -> list[Path]:
    """The folder the environment names, which must then exist; and practice's, where there is one."""
    named = os.environ.get("ICSOE_TRUST_ANCHORS")
    return [*([Path(named)] if named else []), *_existing(_demo() / "anchors")]


def _existing(place: Path) -> list[Path]:
    return [place] if place.is_dir() else []


def _store(given: Path | None, defaults: list[Path], option: str) -> TrustStore:
    """The authorities at the path given, or else at all the defaults."""
    places = [given] if given else defaults
    if not places:
        raise Unusable(f"no hay autoridades en quien confiar; indíquelas con {option}")
    try:
        stores = [_load(place) for place in places]
    except (EfirmaError, OSError) as error:
        reason = _reason(error) if isinstance(error, OSError) else str(error)
        raise Unusable(f"no se pueden leer las autoridades de {option}: {reason}") from error
    merged = stores[0]
    for store in stores[1:]:
        merged = merged.merge(store)
    return merged


def _load(place: Path) -> TrustStore:
    if place.is_dir():
        return TrustStore.from_directory(place, require_manifest=False)
    der = to_der(place.read_bytes())
    load_certificate(der)
    return TrustStore.from_certificates([der])


def _ask(portal: str, verdict: Verdict) -> tuple[Verdict, str | None]:
    """Ask the portal how an intact receipt stands; not knowing is not an answer."""
    twin = verdict.twin
    if twin is None or urlsplit(portal).scheme not in ("http", "https"):
        raise Unusable("la dirección del portal debe empezar con http:// o https://")
    query = urlencode({"folio": twin.folio, "codigo": twin.code})
    try:
        with urlopen(f"{portal.rstrip('/')}/verificar/estado/?{query}", timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            standing: Any = json.loads(answer.read(MAX_ANSWER))
        status, superseded_by = standing["status"], standing["superseded_by"]
    except HTTPError as error:
        raise Unusable(f"el portal no reconoce el acuse o no responde ({error.code})") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable("el portal no responde") from error
    kinds = {"superseded": Kind.SUPERSEDED, "void": Kind.VOID, "in_force": Kind.VALID, "pending": Kind.VALID}
    if status not in kinds:
        raise Unusable("el portal respondió algo que no se entiende")
    return with_standing(verdict, kinds[status]), superseded_by


def _answer(verdict: Verdict, superseded_by: str | None) -> dict[str, Any]:
    """The verdict as plain values; what an altered receipt says is never repeated."""
    answer: dict[str, Any] = {
        "result": verdict.kind.value,
        "message": SENTENCES[verdict.kind],
        "steps": [
            {"number": step.number, "name": step.name, "title": step.title, "state": state}
            for step in STEPS
            if (state := _state(step, verdict))
        ],
        "notes": [{"code": note.value, "message": NOTES[note]} for note in verdict.notes],
    }
    if verdict.error:
        answer["error"] = {"code": verdict.error.code.value, "message": verdict.error.message}
        return {**answer, "notes": []}
    return {**answer, "receipt": _receipt(verdict), "superseded_by": superseded_by}


def _state(step: Step, verdict: Verdict) -> str:
    """What became of a step; empty when it was never reached."""
    if step == verdict.failed:
        return "failed"
    if step in verdict.skipped:
        return "skipped"
    return "passed" if step in verdict.passed else ""


def _receipt(verdict: Verdict) -> dict[str, Any]:
    twin = verdict.twin
    if twin is None:
        return {}
    filing = twin.filing
    return {
        "folio": twin.folio,
        "type": filing.type,
        "period": f"{filing.year}-{filing.number}",
        "presented": twin.presented_local,
        "late": filing.is_late,
        "provider_rfc": filing.provider_rfc,
        "provider_name": filing.provider_name,
        "contracts": filing.contract_total,
        "workers": filing.worker_total,
        "document_sha256": filing.document_sha256,
    }


def _text(answer: dict[str, Any]) -> str:
    lines = [answer["message"], ""]
    lines += [f"  {MARKS[step['state']]} {step['number']}. {step['title']}" for step in answer["steps"]]
    if "error" in answer:
        return "\n".join([*lines, "", answer["error"]["message"]])
    receipt = answer["receipt"]
    lines += ["", f"Folio {receipt['folio']}, {receipt['period']}, presentada {receipt['presented']}"]
    lines += [f"{receipt['provider_name']} ({receipt['provider_rfc']})"]
    lines += [f"Contratos: {receipt['contracts']:,}. Trabajadores: {receipt['workers']:,}."]
    if answer["superseded_by"]:
        lines += [f"La sustituye el folio {answer['superseded_by']}."]
    lines += [f"Nota: {note['message']}" for note in answer["notes"]]
    return "\n".join(lines)
