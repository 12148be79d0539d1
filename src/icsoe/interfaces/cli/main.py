"""`icsoe`: one sub-command a module; each module registers itself on the parser."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

_MORE = "`icsoe COMMAND --help` tells the options of each."
# Imported one by one and only as named, so that `icsoe verify` needs neither Django nor a database.
COMMANDS = {
    "audit": ("icsoe.interfaces.cli.audit", "check the log, or seal where its chains end"),
    "bench": ("icsoe.interfaces.cli.bench.command", "measure the system beside a floor of the same run"),
    "manage": ("icsoe.interfaces.cli.manage", "Django's own commands"),
    "officer": ("icsoe.interfaces.cli.officer", "accounts of the Institute's officers"),
    "publication": ("icsoe.interfaces.cli.publication", "bring up the public list, or tell its version"),
    "registers": ("icsoe.interfaces.cli.registers", "hand over the registers the portal compares with"),
    "responder": ("icsoe.interfaces.cli.responder", "answer about revocation in a practice system"),
    "run": ("icsoe.interfaces.cli.run", "start everything on this machine"),
    "verify": ("icsoe.interfaces.cli.verify", "check a receipt, without the network"),
    "worker": ("icsoe.interfaces.cli.worker", "work the jobs of some queues"),
    "workers": ("icsoe.interfaces.cli.workers", "check a file of workers on this computer"),
}


#: Polars' allocator, read when its library loads: give freed pages back at once instead of after ten seconds,
#: or a million rows hold a fifth more memory than they need.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:200,muzzy_decay_ms:0")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sub-command named first; its module holds ``configure(parser)`` and ``run(options) -> int``."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        prog="icsoe",
        description="ICSOE, the portal of specialised services.",
        epilog="\n".join([*(f"  {name:<13}{does}" for name, (_, does) in COMMANDS.items()), "", _MORE]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=sorted(COMMANDS), metavar="command", help="one of those below")
    named = parser.parse_args(words[:1])
    module = import_module(COMMANDS[named.command][0])
    own = argparse.ArgumentParser(prog=f"icsoe {named.command}", description=module.__doc__)
    module.configure(own)
    result: int = module.run(own.parse_args(words[1:]))
    return result


def console() -> None:
    """Entry point of the installed script."""
    sys.exit(main())
