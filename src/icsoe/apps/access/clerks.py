"""Acts of a provider on its clerks: invite, set what they reach, suspend, remove."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from icsoe.apps.access.enums import AppointmentState
from icsoe.apps.access.letters import Letter, ask_for
from icsoe.apps.access.links import INVITATION_LASTS
from icsoe.apps.access.models import AppointedContract, Appointment
from icsoe.apps.access.states import Move, moved
from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.services import record
from icsoe.lib.identifiers import curp as curp_key
from icsoe.lib.periods.windows import central_day
from icsoe.lib.rulebook.constraints import constraints_speak
from icsoe.lib.rulebook.contact import check_email
from icsoe.lib.rulebook.refusal import Refused, require
from icsoe.lib.rulebook.rules import Finding, made
from icsoe.lib.rulebook.texts import check_text, tidy

NAME_LENGTH = 150
#: Nobody is buried in letters by inviting: how often one is sent again, and how many go to a box in an hour.
BETWEEN_SENDINGS = timedelta(minutes=10)
MOST_INVITATIONS = 10

_EVENTS = {
    Move.SUSPEND: Event.CLERK_SUSPENDED,
    Move.RESUME: Event.CLERK_RESUMED,
    Move.REMOVE: Event.CLERK_REMOVED,
    Move.GRANT: Event.ACCESS_GRANTED,
    Move.DECLINE: Event.ACCESS_DECLINED,
}


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a clerk may capture: every contract or the chosen ones, and until which day (inclusive)."""

    all_contracts: bool = True
    folios: tuple[str, ...] = field(default_factory=tuple)
    until: date | None = None


def invite(
    *, provider_rfc: str, curp: str, name: str, email: str, reach: Reach, by: Actor, at: datetime
) -> Appointment:
    """Invite a clerk; the link goes by e-mail and lasts 72 hours. Raises Refused.

    Says nothing of whether the CURP is known already.
    """
    curp, name, email = curp_key.normalise(curp), tidy(name), email.strip().lower()
    findings = [*_person_findings(curp, name, email), *_reach_findings(reach, at)]
    if Appointment.objects.filter(provider_rfc=provider_rfc, curp=curp).exclude(state="removed").exists():
        findings.append(Finding("clerk_repeated", "curp"))
    if _invited_lately(provider_rfc, email, at) >= MOST_INVITATIONS:
        findings.append(Finding("invitation_recent", "email"))
    require(findings)
    with constraints_speak(), transaction.atomic():
        one = Appointment.objects.create(
            provider_rfc=provider_rfc,
            curp=curp,
            name=name,
            email=email,
            state=AppointmentState.INVITED,
            nonce=secrets.token_hex(16),
            expires_at=at + INVITATION_LASTS,
            created_at=at,
        )
        _set_reach(one, reach)
        _record(Event.CLERK_INVITED, one, by, at)
        ask_for(Letter.INVITATION, one.pk)
    return one


def renew_invitation(*, provider_rfc: str, appointment_id: int, by: Actor, at: datetime) -> Appointment:
    """Send the invitation again with another link, good for 72 hours; the earlier dies. Raises Refused."""
    with transaction.atomic():
        one = _locked(provider_rfc, appointment_id)
        one.state = moved(one.state, Move.RENEW)
        if one.expires_at is not None and at < one.expires_at - INVITATION_LASTS + BETWEEN_SENDINGS:
            raise Refused(Finding("invitation_recent", "email"))
        one.nonce, one.expires_at = secrets.token_hex(16), at + INVITATION_LASTS
        one.save(update_fields=["state", "nonce", "expires_at"])
        _record(Event.INVITATION_RENEWED, one, by, at)
        ask_for(Letter.INVITATION, one.pk)
    return one


def change_reach(
    *, provider_rfc: str, appointment_id: int, reach: Reach, by: Actor, at: datetime
) -> Appointment:
    """Set what the clerk may capture from its next request on. Raises Refused."""
    require(_reach_findings(reach, at))
    with transaction.atomic():
        one = _locked(provider_rfc, appointment_id)
        one.state = moved(one.state, Move.CHANGE)
        _set_reach(one, reach)
        _record(Event.CLERK_SCOPE_CHANGED, one, by, at, all=reach.all_contracts, until=str(reach.until or ""))
    return one


def move(*, provider_rfc: str, appointment_id: int, how: Move, by: Actor, at: datetime) -> Appointment:
    """Suspend, resume, remove, grant or decline; it holds from the clerk's next request on. Refused."""
    event = _EVENTS[how]
    with transaction.atomic():
        one = _locked(provider_rfc, appointment_id)
        one.state = moved(one.state, how)
        one.save(update_fields=["state"])
        _record(event, one, by, at)
        if how is Move.GRANT:
            ask_for(Letter.ACCESS_GRANTED, one.pk)
    return one


def _invited_lately(provider_rfc: str, email: str, at: datetime) -> int:
    """How many invitations the provider sent to that letter box within the hour, the withdrawn ones too."""
    recent = Appointment.objects.filter(
        provider_rfc=provider_rfc, email=email, created_at__gt=at - timedelta(hours=1)
    )
    return recent.count()


def _locked(provider_rfc: str, appointment_id: int) -> Appointment:
    return Appointment.objects.select_for_update().get(provider_rfc=provider_rfc, pk=appointment_id)


def _set_reach(one: Appointment, reach: Reach) -> None:
    one.all_contracts, one.until = reach.all_contracts, reach.until
    one.save(update_fields=["state", "all_contracts", "until"])
    one.contracts.all().delete()
    if not reach.all_contracts:
        AppointedContract.objects.bulk_create(
            AppointedContract(appointment=one, folio=folio) for folio in dict.fromkeys(reach.folios)
        )


def _person_findings(curp: str, name: str, email: str) -> list[Finding]:
    findings = made(curp_key.check(curp), "curp", curp)
    if not name:
        findings.append(Finding("nombre_required", "name"))
    findings += check_text(name, column="name", most=NAME_LENGTH)
    return findings + check_email(email, required=True)


def _reach_findings(reach: Reach, at: datetime) -> list[Finding]:
    findings = []
    if reach.until is not None and reach.until < central_day(at):
        findings.append(Finding("clerk_until_past", "until"))
    if not reach.all_contracts and not reach.folios:
        findings.append(Finding("clerk_contracts_required", "contracts"))
    return findings


def _record(event: Event, one: Appointment, by: Actor, at: datetime, **details: str | int | bool) -> None:
    record(
        event,
        by=by,
        at=at,
        provider_rfc=one.provider_rfc,
        subject=f"appointment:{one.pk}",
        clerk=one.name,
        **details,
    )
