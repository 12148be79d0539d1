"""Who does an act."""

from dataclasses import dataclass

from icsoe.apps.audit.enums import ActorKind


@dataclass(frozen=True)
class Actor:
    """The person or program behind an act.

    ``key`` is the RFC of a holder, the CURP of a clerk, the account name of an officer or the name of a
    program; ``address`` is the network address the act came from, empty for programs.
    """

    kind: ActorKind
    key: str
    name: str
    address: str = ""


SYSTEM = Actor(kind=ActorKind.SYSTEM, key="icsoe", name="ICSOE")
