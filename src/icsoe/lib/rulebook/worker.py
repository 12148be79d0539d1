"""The rules of one worker, one by one: what the form and the API run. `vector` is the same over a table."""

from collections.abc import Mapping

from icsoe.lib.identifiers import curp, nss, person_name
from icsoe.lib.periods.reference_values import SbcLimits
from icsoe.lib.rulebook import salary
from icsoe.lib.rulebook.rules import Finding, made

COLUMNS = ("nss", "curp", "primer_apellido", "segundo_apellido", "nombre", "sbc")
NAME_COLUMNS = ("primer_apellido", "segundo_apellido", "nombre")


def normalise_worker(row: Mapping[str, str]) -> dict[str, str]:
    """The six texts cleaned as they will be kept: the NSS with its zeros put back, the SBC with a point.

    A column that is absent counts as empty.
    """
    texts = {column: row.get(column, "") for column in COLUMNS}
    return {
        "nss": nss.restore_leading_zeros(texts["nss"]) or nss.normalise(texts["nss"]),
        "curp": curp.normalise(texts["curp"]),
        **{column: person_name.normalise(texts[column]) for column in NAME_COLUMNS},
        "sbc": salary.normalise(texts["sbc"]),
    }


def check_worker(row: Mapping[str, str], limits: SbcLimits) -> list[Finding]:
    """What is wrong with one worker, in order of column; values are quoted as they were typed.

    `row` holds texts by column; `limits` are those of the period.
    """
    clean = normalise_worker(row)
    findings = _check_nss(row.get("nss", ""), clean["nss"])
    findings += made(curp.check(clean["curp"]), "curp", row.get("curp", ""))
    for column in NAME_COLUMNS:
        findings += made(_name_code(column, clean[column]), column, row.get(column, ""))
    findings += _check_curp_against_names(row, clean, findings)
    return findings + _check_sbc(row.get("sbc", ""), limits)


def _check_nss(typed: str, clean: str) -> list[Finding]:
    if clean != nss.normalise(typed):
        return made("nss_leading_zero", "nss", typed, clean)
    return made(nss.check(clean), "nss", typed)


def _name_code(column: str, name: str) -> str | None:
    if not name:
        return {"primer_apellido": "primer_apellido_required", "nombre": "nombre_required"}.get(column)
    return person_name.check(name)


def _check_curp_against_names(
    row: Mapping[str, str], clean: Mapping[str, str], so_far: list[Finding]
) -> list[Finding]:
    """Only a CURP and names without errors are compared: else the warning repeats an error."""
    if any(finding.column != "nss" for finding in so_far):
        return []
    agrees = curp.matches_names(
        clean["curp"],
        first_surname=clean["primer_apellido"],
        second_surname=clean["segundo_apellido"],
        given=clean["nombre"],
    )
    return made(None if agrees else "curp_names", "curp", row.get("curp", ""))


def _check_sbc(typed: str, limits: SbcLimits) -> list[Finding]:
    amount = salary.parse(typed)
    if amount is None:
        return made(salary.check(typed), "sbc", typed)
    if limits.floor is not None and amount < limits.floor:
        return made("sbc_floor", "sbc", typed, f"{limits.floor:.2f}")
    if limits.cap is not None and amount > limits.cap:
        return made("sbc_cap", "sbc", typed, f"{limits.cap:.2f}")
    return []
