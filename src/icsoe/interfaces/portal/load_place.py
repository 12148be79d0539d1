"""What a file of workers is for: one contract, or every contract of a period that its rows name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from icsoe.apps.access.doors import Visit
from icsoe.apps.contracts import selectors as contracts
from icsoe.apps.intake import selectors
from icsoe.interfaces.portal.capture_period import begun_period
from icsoe.interfaces.portal.presenters.contracts import period_of
from icsoe.lib.periods.period import Period

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Contract
    from icsoe.apps.intake.models import Load


@dataclass(frozen=True)
class Place:
    """The period, and the contract when it is one."""

    period: Period
    contract: "Contract | None" = None

    @property
    def folio(self) -> str | None:
        """The contract's folio."""
        return self.contract.folio if self.contract else None


def contract_place(visit: Visit, folio: str) -> Place:
    """One contract. Raises Contract.DoesNotExist; Http404 for a clerk who does not serve it."""
    _require_reach(visit, folio)
    one = contracts.contract(visit.provider_rfc, folio)
    return Place(period_of(one), one)


def period_place(visit: Visit, text: str) -> Place:
    """Every contract of a period, as its address writes it. Raises as ``begun_period``; and
    PermissionDenied for a clerk of some contracts, whose file could name others.
    """
    if visit.folios is not None:
        raise PermissionDenied
    return Place(begun_period(text, visit.at))


def reached_load(visit: Visit, load_id: UUID) -> "Load":
    """A load. Raises Load.DoesNotExist for another's; Http404 for a clerk who does not serve its contract."""
    one = selectors.load(visit.provider_rfc, load_id)
    _require_reach(visit, one.folio)
    return one


def _require_reach(visit: Visit, folio: str) -> None:
    if visit.folios is not None and folio not in visit.folios:
        raise Http404
