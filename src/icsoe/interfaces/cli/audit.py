"""Check that no event of the log was altered or deleted."""

import argparse
import sys
from pathlib import Path

from icsoe.interfaces.cli.settings import system

WORDS = {
    "altered": "evento alterado",
    "missing": "evento faltante",
    "end": "el final no es el que se guardó",
    "anchor": "no coincide con el ancla",
}


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    verify = acts.add_parser("verify", help="recompute every chain; exit 1 when one breaks")
    verify.add_argument("--anchors", type=Path, help="an anchor kept elsewhere, instead of the newest here")
    acts.add_parser("anchor", help="seal where every chain ends now, outside the database")


def run(options: argparse.Namespace) -> int:
    with system():
        return _anchor() if options.act == "anchor" else _verify(options.anchors)


def _anchor() -> int:
    from icsoe.apps.audit import clock  # deferred: needs Django set up
    from icsoe.apps.receipts.anchoring import keep_anchor

    print(f"ancla sellada en {keep_anchor(at=clock.now())}")
    return 0


def _verify(file: Path | None) -> int:
    from icsoe.apps.audit.chain import verify  # deferred: needs Django set up
    from icsoe.apps.receipts.anchoring import AnchorError, newest_anchor, read_anchor

    place = file or newest_anchor()
    try:
        anchors = read_anchor(place) if place else {}
    except AnchorError:
        print(f"{place}: el ancla no es la que selló el Instituto", file=sys.stderr)
        return 1
    report = verify(anchors=anchors)
    for fault in report.faults:
        print(f"{fault.chain} #{fault.position}: {WORDS[fault.kind]}", file=sys.stderr)
    held = f"ancla {place.name}" if place else "sin ancla: no se sabe si se rehízo una cadena entera"
    print(f"{report.entries} eventos en {report.chains} cadenas; {len(report.faults)} fallas; {held}")
    return 1 if report.faults else 0
