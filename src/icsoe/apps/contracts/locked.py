"""What an actualización leaves as it was reported (Lineamientos, 5.6): the contracts and their main data."""

from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.contracts.models import CapturePeriod, Contract
from icsoe.apps.contracts.records import ContractData
from icsoe.lib.identifiers import rfc as rfc_key
from icsoe.lib.rulebook.refusal import Refused
from icsoe.lib.rulebook.rules import Finding
from icsoe.lib.rulebook.texts import tidy


def require_contracts_free(capture: CapturePeriod) -> None:
    """Refuse to add or remove a contract in an actualización."""
    if capture.kind == CaptureKind.UPDATE:
        raise Refused(Finding("update_contracts_fixed", "contracts"))


def check_locked(capture: CapturePeriod, contract: Contract, data: ContractData) -> list[Finding]:
    """A finding for each locked datum that ``data`` would change, where the capture is of an actualización.

    ``data`` comes with the name of its beneficiary already known.
    """
    if capture.kind != CaptureKind.UPDATE:
        return []
    pairs = {
        "beneficiary_rfc": (contract.beneficiary.rfc, rfc_key.normalise(data.beneficiary.rfc)),
        "beneficiary_name": (contract.beneficiary.name, data.beneficiary.name),
        "object": (contract.object, tidy(data.object)),
        "service_folio": (contract.service_folio, data.service_folio),
        "start_date": (contract.start_date, data.start_date),
    }
    return [Finding("update_locked", column) for column, (kept, given) in pairs.items() if kept != given]
