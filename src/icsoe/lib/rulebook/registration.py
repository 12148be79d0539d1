"""Rules of a REPSE registration and the services it authorises (Lineamientos, III)."""

from dataclasses import dataclass
from datetime import date

from icsoe.lib.identifiers import repse
from icsoe.lib.rulebook.rules import Finding


def valid_until(registered_on: date) -> date:
    """The last day of a registration: three years from its date (29 February ends on the 28th)."""
    try:
        return registered_on.replace(year=registered_on.year + repse.VALID_YEARS)
    except ValueError:
        return registered_on.replace(year=registered_on.year + repse.VALID_YEARS, day=28)


def check_registration(
    *, number: str, registered_on: date | None, services: list[tuple[str, str]], today: date
) -> list[Finding]:
    """Findings of the number (a warning when its shape is unknown), its date and its services."""
    findings: list[Finding] = []
    code = repse.check(number)
    if code is not None:
        findings.append(Finding(code, "registration_number", number))
    if registered_on is None:
        findings.append(Finding("registration_date_required", "registered_on"))
    elif registered_on > today:
        findings.append(Finding("registration_date_future", "registered_on", value=registered_on.isoformat()))
    elif valid_until(registered_on) < today:
        findings.append(Finding("registration_out_of_date", "registered_on", registered_on.isoformat()))
    return findings + _check_services(services)


@dataclass(frozen=True)
class Registered:
    """What the STPS register says of a number: whose it is, its validity, the folios it authorises."""

    rfc: str
    registered_on: date
    valid_until: date
    services: frozenset[str]


def check_registered(
    *,
    rfc: str,
    number: str,
    registered_on: date | None,
    services: list[tuple[str, str]],
    known: Registered | None,
    is_complete: bool,
) -> list[Finding]:
    """Findings of a captured registration against the STPS register.

    ``known`` is None where the register does not hold the number: unknown to the STPS only if it
    ``is_complete``, otherwise the check is said to be unavailable.
    """
    column = "registration_number"
    if known is None:
        return [Finding("repse_unknown" if is_complete else "repse_unavailable", column, number)]
    if known.rfc != rfc:
        return [Finding("repse_other_holder", column, number)]
    findings = [
        Finding("repse_service", f"services.{place}.folio", folio)
        for place, (folio, _) in enumerate(services)
        if folio not in known.services
    ]
    if registered_on is not None and registered_on != known.registered_on:
        told = known.registered_on.isoformat()
        findings.insert(0, Finding("repse_date", "registered_on", registered_on.isoformat(), detail=told))
    return findings


def _check_services(services: list[tuple[str, str]]) -> list[Finding]:
    if not services:
        return [Finding("services_missing", "services")]
    findings: list[Finding] = []
    seen: set[str] = set()
    for place, (folio, description) in enumerate(services):
        code = repse.check_service_folio(folio)
        if code is not None:
            findings.append(Finding(code, f"services.{place}.folio", value=folio))
        elif folio in seen:
            findings.append(Finding("service_repeated", f"services.{place}.folio", value=folio))
        seen.add(folio)
        if not description.strip():
            findings.append(Finding("service_description_required", f"services.{place}.description"))
    return findings
