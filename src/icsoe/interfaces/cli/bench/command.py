"""Measure the system on this machine, beside a floor of the same run.

check: a file checked without a server; country: the country through the service layer; difference: the
pages of a correction; filing: filings a second; load: a file of workers, from the disk to committed rows.
"""

import argparse
from importlib import import_module

# Each module holds ``configure(parser)`` and ``run(options) -> int``.
MEASUREMENTS = {
    "country": "icsoe.interfaces.cli.bench.country",
    "check": "icsoe.interfaces.cli.bench.check",
    "difference": "icsoe.interfaces.cli.bench.difference",
    "filing": "icsoe.interfaces.cli.bench.filing",
    "load": "icsoe.interfaces.cli.bench.load",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("measurement", choices=sorted(MEASUREMENTS))
    parser.add_argument("words", nargs=argparse.REMAINDER, help="its own options; --help tells them")


def run(options: argparse.Namespace) -> int:
    module = import_module(MEASUREMENTS[options.measurement])
    own = argparse.ArgumentParser(prog=f"icsoe bench {options.measurement}", description=module.__doc__)
    module.configure(own)
    result: int = module.run(own.parse_args(options.words))
    return result
