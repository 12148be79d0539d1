"""Check that no event of the log was altered or deleted."""

import argparse
import json
import sys
from pathlib import Path

import django

from icsoe.interfaces.cli.settings import choose_settings

WORDS = {
    "altered": "evento alterado",
    "missing": "evento faltante",
    "end": "el final no es el que se guardó",
    "anchor": "no coincide con el ancla",
}


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    verify = acts.add_parser("verify", help="recompute every chain; exit 1 when one breaks")
    verify.add_argument("--anchors", type=Path, help="a file written earlier by `icsoe audit anchor`")
    anchor = acts.add_parser("anchor", help="write where every chain ends now, to keep outside the database")
    anchor.add_argument("file", type=Path)


def run(options: argparse.Namespace) -> int:
    choose_settings()
    django.setup()
    return _anchor(options.file) if options.act == "anchor" else _verify(options.anchors)


def _anchor(file: Path) -> int:
    from icsoe.apps.audit.chain import heads  # deferred: needs Django set up

    kept = {name: [head.length, head.digest] for name, head in heads().items()}
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(kept)} cadenas ancladas en {file}")
    return 0


def _verify(file: Path | None) -> int:
    from icsoe.apps.audit.chain import Head, verify  # deferred: needs Django set up

    kept = json.loads(file.read_text(encoding="utf-8")) if file else {}
    report = verify(anchors={name: Head(length, digest) for name, (length, digest) in kept.items()})
    for fault in report.faults:
        print(f"{fault.chain} #{fault.position}: {WORDS[fault.kind]}", file=sys.stderr)
    print(f"{report.entries} eventos en {report.chains} cadenas; {len(report.faults)} fallas")
    return 1 if report.faults else 0
