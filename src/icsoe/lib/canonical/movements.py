"""The canonical list of who came into a contract and who left it, and when, as bytes.

CSV in UTF-8 with the header ``nss,movimiento,fecha``, every line ended by LF, lines in byte order of NSS and
then of movement; ``movimiento`` is ``alta`` or ``baja`` and ``fecha`` ISO 8601. Only an actualización has it.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from icsoe.lib.canonical.errors import CanonicalError

HEADER = "nss,movimiento,fecha\n"


class MovementKind(StrEnum):
    """Which way a worker moved."""

    IN = "alta"
    OUT = "baja"


@dataclass(frozen=True, order=True, slots=True)
class MovementFacts:
    """One worker who came or left on a day."""

    nss: str
    kind: MovementKind
    on: date


def movements_bytes(movements: Iterable[MovementFacts]) -> bytes:
    """The bytes; the movements may come in any order. CanonicalError when a worker comes or leaves twice."""
    ordered = sorted(movements)
    if len({(one.nss, one.kind) for one in ordered}) != len(ordered):
        raise CanonicalError("worker_repeated", "un movimiento aparece dos veces", ("nss",))
    if bad := [one.nss for one in ordered if not one.nss.isascii() or not one.nss.isdigit()]:
        raise CanonicalError("wrong_value", f"{bad[0]!r} no es un NSS", ("nss",))
    return (HEADER + "".join(f"{one.nss},{one.kind},{one.on.isoformat()}\n" for one in ordered)).encode()


def read_movements(data: bytes) -> tuple[MovementFacts, ...]:
    """What the bytes say. CanonicalError on any byte that ``movements_bytes`` would not have written."""
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
        found = tuple(
            MovementFacts(row["nss"], MovementKind(row["movimiento"]), date.fromisoformat(row["fecha"]))
            for row in rows
        )
    except (UnicodeDecodeError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise CanonicalError("not_canonical", "no es una lista de movimientos") from error
    if movements_bytes(found) != data:
        raise CanonicalError("not_canonical", "la lista de movimientos no está en su forma canónica")
    return found
