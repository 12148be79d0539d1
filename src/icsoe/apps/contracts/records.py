"""What a person captures, as handed to the acts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class PartyData:
    """A beneficiary as captured. None: the form did not ask for it, so what is kept stays.

    An empty name is taken from the directory or the register of taxpayers. ``address`` holds all its parts.
    """

    rfc: str
    name: str
    email: str | None = None
    mobile: str | None = None
    landline: str | None = None
    address: dict[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class ContractData:
    """A contract as captured; ``service_folio`` is one the provider's registrations authorise."""

    beneficiary: PartyData
    object: str
    service_folio: str
    start_date: date | None
    end_date: date | None = None
    reference: str = ""
    estimated_workers: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorkerData:
    """A worker as typed: texts, not yet cleaned."""

    nss: str
    curp: str
    primer_apellido: str = ""
    segundo_apellido: str = ""
    nombre: str = ""
    sbc: str = ""
