"""The public list: bring it up to the filings in force now, or say when that was last done."""

import argparse
import json
import sys

from icsoe.interfaces.cli.settings import system


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    for name, told in (("rebuild", "make the next version now"), ("status", "the version in force")):
        act = acts.add_parser(name, help=told)
        act.add_argument("--json", action="store_true", help="for programs")


def run(options: argparse.Namespace) -> int:
    with system():
        return _act(options)


def _act(options: argparse.Namespace) -> int:
    from icsoe.apps.audit import clock  # deferred: needs Django set up
    from icsoe.apps.audit.actor import SYSTEM
    from icsoe.apps.publication.selectors import rebuilds
    from icsoe.apps.publication.services import rebuild

    if options.act == "rebuild":
        rebuild(by=SYSTEM, at=clock.now())
    made = rebuilds(1)
    if not made:
        print("El listado público no se ha actualizado.", file=sys.stderr)
        return 1
    one = made[0]
    if options.json:
        figures = {"contracts": one.contracts, "added": one.added, "retired": one.retired}
        print(json.dumps({"version": one.pk, "as_of": one.as_of.isoformat(), **figures}))
    else:
        print(
            f"Listado público, versión {one.pk}, al {one.as_of:%d/%m/%Y %H:%M} UTC: {one.contracts} contratos"
            f" ({one.added} nuevos, {one.retired} retirados)"
        )
    return 0
