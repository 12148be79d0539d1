"""What is already known of a beneficiary: the provider's directory first, then the register of taxpayers."""

from dataclasses import dataclass, replace
from enum import StrEnum

from icsoe.apps.contracts.models import Beneficiary
from icsoe.apps.contracts.records import PartyData
from icsoe.apps.registries.gateways import PostgresTaxpayerRegister, TaxpayerRegister
from icsoe.lib.identifiers import rfc as rfc_key
from icsoe.lib.rulebook.texts import tidy

TAXPAYERS: TaxpayerRegister = PostgresTaxpayerRegister()


class Source(StrEnum):
    """Where a name was found."""

    REGISTER = "register"
    DIRECTORY = "directory"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class KnownParty:
    """The name known for an RFC, empty when there is none; ``compared``: the register could be asked."""

    name: str
    source: Source
    compared: bool


def known_party(provider_rfc: str, rfc: str) -> KnownParty:
    """What is known of an RFC: the register's name before the directory's. Any text is accepted as RFC."""
    key = rfc_key.normalise(rfc)
    registered = TAXPAYERS.names([key]).get(key, "")
    if registered:
        return KnownParty(registered, Source.REGISTER, compared=True)
    listed = Beneficiary.objects.filter(provider_id=provider_rfc, rfc=key).values_list("name", flat=True)
    name = listed.first() or ""
    source = Source.DIRECTORY if name else Source.NOWHERE
    return KnownParty(name, source, compared=TAXPAYERS.available())


def with_known_name(provider_rfc: str, party: PartyData) -> PartyData:
    """The party with its name tidied, or with the one known where none was typed."""
    name = tidy(party.name)
    return replace(party, name=name or known_party(provider_rfc, party.rfc).name)
