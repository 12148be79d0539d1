"""What every signed-in page stands in: who is signed in, where things are, and the exit."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import Visit
from icsoe.ui.parts import Account, NavItem


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, current: str = "", status: int = 200
) -> HttpResponse:
    """Render a signed-in page. ``current``: panel, datos, contratos, contratantes or acuses."""
    visit: Visit = request.visit  # type: ignore[attr-defined]  # the door put it there
    frame = {"account": _account(visit), "nav": _nav(current), "trail": ()}
    return render(request, template, {**frame, **context}, status=status)


def _account(visit: Visit) -> Account:
    return Account(
        name=visit.account.name,
        detail=visit.provider_rfc,
        exit_url=reverse("portal:leave"),
        key=f"cuenta-{visit.account.pk}",
    )


def _nav(current: str) -> list[NavItem]:
    places = [
        ("panel", _("Panel"), "portal:board"),
        ("datos", _("Datos generales"), "portal:profile"),
        ("contratos", _("Contratos"), "portal:contracts"),
        ("contratantes", _("Contratantes"), "portal:beneficiaries"),
        ("acuses", _("Acuses"), "portal:receipts"),
    ]
    return [NavItem(label, reverse(name), current=key == current) for key, label, name in places]
