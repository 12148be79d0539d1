"""What every signed-in page stands in: who is signed in, where things are, and the exit."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import Visit
from icsoe.apps.access.permissions import ROLES, Permission, Role
from icsoe.apps.access.selectors import holder_names, requests_waiting
from icsoe.apps.mailbox.notices import unread
from icsoe.ui.parts import Account, NavItem, SessionClock


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, current: str = "", status: int = 200
) -> HttpResponse:
    """Render a signed-in page; ``may`` names what the visit is allowed, ``current`` where it stands."""
    visit: Visit = request.visit  # type: ignore[attr-defined]  # the door put it there
    frame = {
        "account": _account(visit),
        "nav": _nav(visit, current),
        "trail": (),
        "session_clock": SessionClock.of(
            ends_at=visit.ends_at, at=visit.at, keep_url=reverse("portal:session_keep")
        ),
        "may": frozenset(permission.value for permission in ROLES[visit.role]),
    }
    return render(request, template, {**frame, **context}, status=status)


def _account(visit: Visit) -> Account:
    """Whose rows the page is about comes first: a clerk of several firms must not mistake one for another."""
    name, detail = visit.account.name, visit.provider_rfc
    if visit.role in (Role.CLERK, Role.CLERK_OF_SOME):
        detail = _("%(rfc)s · captura %(clerk)s") % {"rfc": visit.provider_rfc, "clerk": visit.account.name}
        name = holder_names([visit.provider_rfc]).get(visit.provider_rfc, visit.provider_rfc)
    return Account(
        name=name,
        detail=detail,
        exit_url=reverse("portal:leave"),
        key=f"cuenta-{visit.account.pk}",
    )


def _nav(visit: Visit, current: str) -> list[NavItem]:
    """The places this visit may go to."""
    counts = {
        "capturistas": requests_waiting(visit.provider_rfc) if visit.can(Permission.MANAGE_CLERKS) else 0,
        "buzon": unread(visit.provider_rfc) if visit.can(Permission.SIGN) else 0,
    }
    return [
        NavItem(label, reverse(name), current=key == current, count=counts.get(key, 0))
        for key, label, name, permission in _places()
        if visit.can(permission)
    ]


def _places() -> list[tuple[str, str, str, Permission]]:
    return [
        ("empresas", _("Empresas"), "portal:providers", Permission.CHOOSE_PROVIDER),
        ("panel", _("Panel"), "portal:board", Permission.READ_PROVIDER),
        ("datos", _("Datos generales"), "portal:profile", Permission.READ_PROVIDER),
        ("contratos", _("Contratos"), "portal:contracts", Permission.READ_CONTRACTS),
        ("contratantes", _("Contratantes"), "portal:beneficiaries", Permission.ADD_CONTRACTS),
        ("acuses", _("Acuses"), "portal:receipts", Permission.READ_RECEIPTS),
        ("buzon", _("Buzón"), "portal:mailbox", Permission.READ_PROVIDER),
        ("capturistas", _("Capturistas"), "portal:clerks", Permission.MANAGE_CLERKS),
        ("cuenta", _("Mi cuenta"), "portal:sessions", Permission.OWN_SESSIONS),
    ]
