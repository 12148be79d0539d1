"""Reads of who serves whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from icsoe.apps.access.enums import AccountKind, AppointmentState
from icsoe.apps.access.models import Account, Appointment
from icsoe.lib.periods.windows import central_day

_ORDER = {
    AppointmentState.ASKED: 0,
    AppointmentState.INVITED: 1,
    AppointmentState.ACTIVE: 2,
    AppointmentState.SUSPENDED: 3,
}


@dataclass(frozen=True)
class Served:
    """A provider that a clerk serves at this moment."""

    provider_rfc: str
    name: str
    folios: frozenset[str] | None


def clerks_of(provider_rfc: str) -> list[Appointment]:
    """The provider's clerks and requests: what waits for an answer first. Removed ones are in the trail."""
    found = Appointment.objects.filter(provider_rfc=provider_rfc).exclude(state=AppointmentState.REMOVED)
    return sorted(
        found.prefetch_related("contracts"), key=lambda one: (_ORDER[AppointmentState(one.state)], one.name)
    )


def appointment(provider_rfc: str, appointment_id: int) -> Appointment:
    """One of the provider's appointments. Raises Appointment.DoesNotExist, also for another provider's."""
    return Appointment.objects.prefetch_related("contracts").get(provider_rfc=provider_rfc, pk=appointment_id)


def still_captures(provider_rfc: str, curp: str, folios: Iterable[str], *, at: datetime) -> bool:
    """Whether the provider's clerk of that CURP may capture each of those contracts at this instant."""
    one = clerk_in_force(provider_rfc, curp, at=at)
    if one is None:
        return False
    reached = _served(one, "").folios
    return reached is None or set(folios) <= reached


def clerk_in_force(provider_rfc: str, curp: str, *, at: datetime) -> Appointment | None:
    """The provider's clerk of that CURP while it may capture, with its account; None otherwise."""
    return (
        Appointment.objects.filter(
            Q(until=None) | Q(until__gte=central_day(at)),
            provider_rfc=provider_rfc,
            curp=curp,
            state=AppointmentState.ACTIVE,
        )
        .select_related("account")
        .first()
    )


def requests_waiting(provider_rfc: str) -> int:
    """How many clerks wait for the provider's answer."""
    return Appointment.objects.filter(provider_rfc=provider_rfc, state=AppointmentState.ASKED).count()


def serving(account: Account, provider_rfc: str, *, at: datetime) -> Served | None:
    """What the clerk may reach of the provider at this instant, or None."""
    one = _in_force(account, at).filter(provider_rfc=provider_rfc).first()
    return _served(one, "") if one else None


def served_rfcs(account: Account, *, at: datetime) -> list[str]:
    """The RFC of every provider the clerk serves at this instant."""
    return list(_in_force(account, at).values_list("provider_rfc", flat=True))


def providers_of(account: Account, *, at: datetime) -> list[Served]:
    """Every provider the clerk serves at this instant, in order of name."""
    found = list(_in_force(account, at).prefetch_related("contracts"))
    names = holder_names([one.provider_rfc for one in found])
    return sorted(
        (_served(one, names.get(one.provider_rfc, one.provider_rfc)) for one in found),
        key=lambda one: one.name,
    )


def requests_of(account: Account) -> list[Appointment]:
    """What the clerk asked for and waits an answer to."""
    return list(
        Appointment.objects.filter(account=account, state=AppointmentState.ASKED).order_by("created_at")
    )


def invitations_for(account: Account, *, at: datetime) -> list[Appointment]:
    """Invitations that wait for this clerk, whoever sent them, to the letter box it proved.

    Others of the same CURP are told to nobody but the letter box they went to.
    """
    return list(
        Appointment.objects.filter(
            curp=account.key,
            email__iexact=account.email,
            state=AppointmentState.INVITED,
            expires_at__gt=at,
        ).order_by("created_at")
    )


def holder_names(rfcs: list[str]) -> dict[str, str]:
    """RFC -> name of the holders that have entered."""
    return dict(Account.objects.filter(kind=AccountKind.HOLDER, key__in=rfcs).values_list("key", "name"))


def account_by_id(account_id: int) -> Account | None:
    """An active account, or None."""
    return Account.objects.filter(pk=account_id, is_active=True).first()


def appointments_ever(provider_rfc: str) -> list[Appointment]:
    """Everybody who captures or captured for the provider, each CURP once, in order of name."""
    found = Appointment.objects.filter(provider_rfc=provider_rfc).order_by("curp", "-pk").distinct("curp")
    return sorted(found, key=lambda one: one.name)


def _in_force(account: Account, at: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        Q(until=None) | Q(until__gte=central_day(at)), account=account, state=AppointmentState.ACTIVE
    )


def _served(one: Appointment, name: str) -> Served:
    folios = None if one.all_contracts else frozenset(each.folio for each in one.contracts.all())
    return Served(one.provider_rfc, name, folios)
