"""Reads of contracts, beneficiaries and workers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from icsoe.apps.contracts.models import Beneficiary, CapturePeriod, Contract, Roster, Worker
from icsoe.lib.identifiers.search import name_key
from icsoe.lib.periods.period import Period

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Count(TypedDict):
        workers: int

    CountedContract: TypeAlias = WithAnnotations[Contract, _Count]

#: As many as a person reads on a phone before losing the thread.
PAGE = 25


@dataclass(frozen=True)
class ContractRow:
    """A contract with the number of its workers."""

    contract: Contract
    workers: int


@dataclass(frozen=True)
class ContractsPage:
    """One page of a period's contracts; ``next_folio`` is what the next page begins after, empty on the last.

    ``total`` and ``lacking`` (those without workers) count the whole period.
    """

    rows: list[ContractRow]
    next_folio: str
    total: int
    lacking: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page of workers begins: after one worker or before one, by id; neither is the first page."""

    after: int = 0
    before: int = 0


@dataclass(frozen=True)
class WorkersPage:
    """One page of a list. ``previous`` and ``next`` say where its neighbours begin; None: there is none."""

    workers: list[Worker]
    total: int
    previous: Place | None = None
    next: Place | None = None


FIRST = Place()


def contracts_of(
    provider_rfc: str, period: Period, *, only: frozenset[str] | None = None
) -> list[ContractRow]:
    """Every contract of a period in order of folio, or those of ``only`` (folios a clerk may see)."""
    found = _counted(provider_rfc, period, only).order_by("folio")
    return [ContractRow(one, one.workers) for one in found]


def contracts_page(
    provider_rfc: str,
    period: Period,
    *,
    words: str = "",
    only_lacking: bool = False,
    after: str = "",
    only: frozenset[str] | None = None,
    size: int = PAGE,
) -> ContractsPage:
    """A page of a period's contracts in order of folio, by keyset: ``after`` is a folio.

    ``words`` are looked for in folio, client, object and reference; ``only_lacking``: those without workers;
    ``only``: those of these folios.
    """
    every = _counted(provider_rfc, period, only)
    counts = every.aggregate(total=Count("pk"), lacking=Count("pk", filter=Q(workers=0)))
    found = every.filter(workers=0) if only_lacking else every
    if words:
        found = found.filter(
            Q(folio__icontains=words)
            | Q(beneficiary__rfc__icontains=words)
            | Q(beneficiary__name__icontains=words)
            | Q(object__icontains=words)
            | Q(reference__icontains=words)
        )
    rows = [
        ContractRow(one, one.workers) for one in found.filter(folio__gt=after).order_by("folio")[: size + 1]
    ]
    following = rows[size - 1].contract.folio if len(rows) > size else ""
    return ContractsPage(rows[:size], following, counts["total"], counts["lacking"])


def earlier_contracts(
    provider_rfc: str, period: Period, *, words: str = "", after: str = "", size: int = PAGE
) -> ContractsPage:
    """Contracts that started before ``period``, newest first; ``after`` is the last folio shown before."""
    found = _with_workers(
        Contract.objects.filter(provider_id=provider_rfc).filter(
            Q(year__lt=period.year) | Q(year=period.year, number__lt=period.number)
        )
    )
    total = found.count()
    if words:
        found = found.filter(
            Q(folio__icontains=words) | Q(beneficiary__name__icontains=words) | Q(object__icontains=words)
        )
    if anchor := Contract.objects.filter(provider_id=provider_rfc, folio=after).first():
        found = found.filter(pk__lt=anchor.pk)
    rows = [ContractRow(one, one.workers) for one in found.order_by("-pk")[: size + 1]]
    following = rows[size - 1].contract.folio if len(rows) > size else ""
    return ContractsPage(rows[:size], following, total, 0)


def rosters_to_copy(provider_rfc: str, target: Contract, *, size: int = 200) -> list[ContractRow]:
    """The provider's other contracts that have workers, newest first."""
    found = _with_workers(Contract.objects.filter(provider_id=provider_rfc).exclude(pk=target.pk))
    return [ContractRow(one, one.workers) for one in found.filter(workers__gt=0).order_by("-pk")[:size]]


def _counted(
    provider_rfc: str, period: Period, only: frozenset[str] | None
) -> "QuerySet[CountedContract, CountedContract]":
    reached = Q() if only is None else Q(folio__in=only)
    return _with_workers(
        Contract.objects.filter(reached, provider_id=provider_rfc, year=period.year, number=period.number)
    )


def _with_workers(found: QuerySet[Contract]) -> "QuerySet[CountedContract, CountedContract]":
    current = Roster.objects.filter(contract=OuterRef("pk"), is_current=True)
    return found.select_related("beneficiary").annotate(
        workers=Coalesce(Subquery(current.values("worker_count")[:1]), 0)
    )


def contract(provider_rfc: str, folio: str) -> Contract:
    """The provider's contract with its beneficiary. Raises Contract.DoesNotExist."""
    return Contract.objects.select_related("beneficiary").get(provider_id=provider_rfc, folio=folio)


def current_roster(contract: Contract) -> Roster:
    return Roster.objects.get(contract=contract, is_current=True)


def current_rosters(contracts: Iterable[Contract]) -> dict[int, Roster]:
    """The current list of each contract, by its id."""
    found = Roster.objects.filter(contract__in=list(contracts), is_current=True)
    return {roster.contract_id: roster for roster in found}


def capture(provider_rfc: str, period: Period) -> CapturePeriod | None:
    """How the period's capture stands; None before anything was captured."""
    return CapturePeriod.objects.filter(
        provider_id=provider_rfc, year=period.year, number=period.number
    ).first()


def beneficiaries(provider_rfc: str, *, words: str = "", size: int = 200) -> list[Beneficiary]:
    """The provider's directory in order of name, those that hold ``words`` when given."""
    found = Beneficiary.objects.filter(provider_id=provider_rfc)
    if words:
        found = found.filter(Q(rfc__icontains=words) | Q(name__icontains=words))
    return list(found.order_by("name", "rfc")[:size])


def beneficiary(provider_rfc: str, rfc: str) -> Beneficiary:
    """One of the directory, by RFC. Raises Beneficiary.DoesNotExist."""
    return Beneficiary.objects.get(provider_id=provider_rfc, rfc=rfc)


def directory_page(
    provider_rfc: str, *, words: str = "", after: int = 0, size: int = PAGE
) -> tuple[list[Beneficiary], int]:
    """A page of the directory in order of name, and the id the next page begins after (0 on the last).

    ``words`` are looked for in RFC and name; ``after`` is the id of the last one shown.
    """
    found = Beneficiary.objects.filter(provider_id=provider_rfc)
    if words:
        found = found.filter(Q(rfc__icontains=words) | Q(name__icontains=words))
    if anchor := Beneficiary.objects.filter(provider_id=provider_rfc, pk=after).first():
        found = found.filter(Q(name__gt=anchor.name) | Q(name=anchor.name, rfc__gt=anchor.rfc))
    rows = list(found.order_by("name", "rfc")[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else 0


def worker(contract: Contract, worker_id: int) -> Worker:
    """One worker of the contract's current list. Raises Worker.DoesNotExist."""
    return Worker.objects.get(pk=worker_id, roster__contract=contract, roster__is_current=True)


def workers_page(
    contract: Contract, *, words: str = "", place: Place = FIRST, size: int = PAGE
) -> WorkersPage:
    """A page of workers by keyset, so that the last page of a million costs what the first does.

    ``words``: the beginning of an NSS, of a CURP, or of the names (first surname first); where no name
    begins so, names that hold every word. Order: that of the key searched by, NSS otherwise. A place whose
    worker is gone is the first page.
    """
    roster = current_roster(contract)
    found, order = _search(Worker.objects.filter(roster=roster), words)
    anchor = Worker.objects.filter(pk=place.after or place.before, roster=roster).first()
    if anchor is None:
        return _forward(found.order_by(order, "nss"), None, roster.worker_count, size)
    if place.before:
        return _backward(_beyond(found, order, anchor, "lt"), order, roster.worker_count, size)
    return _forward(
        _beyond(found, order, anchor, "gt").order_by(order, "nss"), anchor, roster.worker_count, size
    )


def _search(everyone: QuerySet[Worker], words: str) -> tuple[QuerySet[Worker], str]:
    """The workers searched for, and the indexed column they are in order of."""
    bare = re.sub(r"[\s-]", "", words)
    if not bare:
        return everyone, "nss"
    if re.fullmatch(r"[0-9]{1,11}", bare):
        return everyone.filter(nss__startswith=bare), "nss"
    if re.fullmatch(r"[A-Za-z]{4}[0-9]{1,6}[A-Za-z0-9]{0,8}", bare):
        return everyone.filter(curp__startswith=bare.upper()), "curp"
    text = name_key(words)
    beginning = everyone.filter(name_key__startswith=text)
    if beginning.exists():
        return beginning, "name_key"
    for word in text.split():
        everyone = everyone.filter(name_key__contains=word)
    return everyone, "nss"


def _beyond(found: QuerySet[Worker], order: str, anchor: Worker, side: str) -> QuerySet[Worker]:
    """Those after (``gt``) or before (``lt``) the anchor in the order of the page."""
    key = getattr(anchor, order)
    if order == "nss":
        return found.filter(**{f"nss__{side}": key})
    # The first filter alone bounds the index; the second leaves out those of the same key already shown.
    tie = Q(**{f"{order}__{side}": key}) | Q(**{order: key, f"nss__{side}": anchor.nss})
    return found.filter(**{f"{order}__{side}e": key}).filter(tie)


def _forward(found: QuerySet[Worker], anchor: Worker | None, total: int, size: int) -> WorkersPage:
    rows = list(found[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return WorkersPage(
        rows,
        total,
        previous=Place(before=rows[0].pk) if anchor and rows else None,
        next=Place(after=rows[-1].pk) if more else None,
    )


def _backward(found: QuerySet[Worker], order: str, total: int, size: int) -> WorkersPage:
    rows = list(found.order_by(f"-{order}", "-nss")[: size + 1])
    more = len(rows) > size
    rows = rows[:size][::-1]
    return WorkersPage(
        rows,
        total,
        previous=Place(before=rows[0].pk) if more else None,
        next=Place(after=rows[-1].pk) if rows else None,
    )
