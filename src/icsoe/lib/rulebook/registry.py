"""One worker against the Institute's register of insured persons (Lineamientos, 10)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from icsoe.lib.rulebook import salary
from icsoe.lib.rulebook.rules import Finding


class Registered(Protocol):
    """What the register knows of a person: the CURP, and the last SBC of the period when there is one."""

    @property
    def curp(self) -> str: ...

    @property
    def sbc(self) -> Decimal | None: ...


def check_against_registry(
    clean: Mapping[str, str], known: Registered | None, *, complete: bool
) -> list[Finding]:
    """Findings of a cleaned worker whose NSS the register was asked about.

    A person that a ``complete`` register does not hold is an error; a partial one has no data, and says so.
    """
    if known is None:
        code = "registry_unknown" if complete else "registry_unavailable"
        return [Finding(code, "nss", clean["nss"])]
    if known.curp != clean["curp"]:
        return [Finding("registry_mismatch", "curp", clean["curp"])]
    if known.sbc is not None and salary.parse(clean["sbc"]) not in (None, known.sbc):
        return [Finding("registry_sbc", "sbc", clean["sbc"], f"{known.sbc:.2f}")]
    return []
