"""The provider's clerks in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.access.enums import AppointmentState as State
from icsoe.interfaces.portal.presenters.trail import trail_lines
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.lib.periods.windows import central_day
from icsoe.ui.parts import Column, Item, Kind, NavItem, Row, Tag
from icsoe.ui.tags.dates import day_words

if TYPE_CHECKING:
    from icsoe.apps.access.models import Appointment
    from icsoe.apps.audit.models import Entry

_KINDS: dict[str, Kind] = {
    State.ASKED: "warning",
    State.INVITED: "info",
    State.ACTIVE: "success",
    State.SUSPENDED: "error",
}


@dataclass(frozen=True)
class Request:
    """Somebody who asks to capture."""

    id: int
    name: str
    curp: str
    email: str
    reason: str
    since: str


@dataclass(frozen=True)
class Act:
    """A button about a clerk."""

    word: str
    label: str
    kind: str


def clerks_page(found: "Sequence[Appointment]", *, at: datetime) -> dict[str, Any]:
    """Context of the list."""
    return {
        "requests": [
            Request(one.pk, one.name, one.curp, one.email, one.reason, instant_words(one.created_at))
            for one in found
            if one.state == State.ASKED
        ],
        "columns": [Column(_("Capturista")), Column(_("Estado")), Column(_("Captura")), Column(_("Hasta"))],
        "rows": [_row(one, at) for one in found if one.state != State.ASKED],
        "tabs": clerk_tabs("clerks"),
    }


def clerk_tabs(current: str) -> list[NavItem]:
    """Clerks, and what everybody did."""
    return [
        NavItem(_("Capturistas"), reverse("portal:clerks"), current=current == "clerks"),
        NavItem(_("Bitácora"), reverse("portal:trail"), current=current == "trail"),
    ]


def clerk_page(one: "Appointment", entries: "Sequence[Entry]", *, at: datetime) -> dict[str, Any]:
    """Context of one clerk, but for its form."""
    return {
        "appointment_id": one.pk,
        "name": one.name,
        "tag": _tag(one, at),
        "items": [
            Item(_("CURP"), one.curp, code=True),
            Item(_("Correo electrónico"), one.email),
            Item(_("Captura"), _reach(one)),
            Item(_("Hasta"), _until(one)),
        ],
        "acts": _acts(one),
        "may_change": one.state != State.ASKED,
        "lines": trail_lines(entries),
        "trail_url": f"{reverse('portal:trail')}?capturista={one.pk}",
    }


def removal_page(one: "Appointment") -> dict[str, Any]:
    """Context of the question before removing."""
    return {
        "title": _("Quitar a %(name)s") % {"name": one.name},
        "text": _(
            "Dejará de ver y capturar sus datos de inmediato, aunque esté dentro en este momento. "
            "Lo que ya capturó se conserva."
        ),
        "confirm": _("Quitar capturista"),
        "back_url": reverse("portal:clerk", args=[one.pk]),
    }


def _row(one: "Appointment", at: datetime) -> Row:
    return Row(
        cells=[one.name, _tag(one, at), _reach(one), _until(one)], url=reverse("portal:clerk", args=[one.pk])
    )


def _tag(one: "Appointment", at: datetime) -> Tag:
    if one.state == State.INVITED and one.expires_at is not None and one.expires_at <= at:
        return Tag(_("Invitación vencida"), "warning")
    if one.state == State.ACTIVE and one.until is not None and one.until < central_day(at):
        return Tag(_("Terminó su fecha"), "warning")
    return Tag(State(one.state).label, _KINDS[one.state])


def _reach(one: "Appointment") -> str:
    if one.all_contracts:
        return _("Todos los contratos")
    count = len(one.contracts.all())
    return ngettext("%(count)s contrato", "%(count)s contratos", count) % {"count": count}


def _until(one: "Appointment") -> str:
    return day_words(one.until) if one.until else _("Sin fecha")


def _acts(one: "Appointment") -> list[Act]:
    remove = Act("quitar", _("Quitar"), "danger")
    return {
        State.ASKED: [Act("aceptar", _("Aceptar"), "primary"), Act("rechazar", _("Rechazar"), "secondary")],
        State.INVITED: [Act("reenviar", _("Enviar de nuevo la invitación"), "secondary"), remove],
        State.ACTIVE: [Act("suspender", _("Suspender"), "secondary"), remove],
        State.SUSPENDED: [Act("reanudar", _("Reanudar"), "secondary"), remove],
    }.get(State(one.state), [])
