"""`icsoe`: one sub-command a module; each module registers itself on the parser."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

# Imported one by one and only as named, so that `icsoe verify` needs neither Django nor a database.
COMMANDS = {
    "audit": "icsoe.interfaces.cli.audit",
    "bench": "icsoe.interfaces.cli.bench.command",
    "manage": "icsoe.interfaces.cli.manage",
    "officer": "icsoe.interfaces.cli.officer",
    "publication": "icsoe.interfaces.cli.publication",
    "registers": "icsoe.interfaces.cli.registers",
    "responder": "icsoe.interfaces.cli.responder",
    "run": "icsoe.interfaces.cli.run",
    "verify": "icsoe.interfaces.cli.verify",
    "worker": "icsoe.interfaces.cli.worker",
    "workers": "icsoe.interfaces.cli.workers",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sub-command named first; its module holds ``configure(parser)`` and ``run(options) -> int``."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="icsoe", description="ICSOE, the portal of specialised services")
    parser.add_argument("command", choices=sorted(COMMANDS))
    named = parser.parse_args(words[:1])
    module = import_module(COMMANDS[named.command])
    own = argparse.ArgumentParser(prog=f"icsoe {named.command}", description=module.__doc__)
    module.configure(own)
    result: int = module.run(own.parse_args(words[1:]))
    return result


def console() -> None:
    """Entry point of the installed script."""
    sys.exit(main())
