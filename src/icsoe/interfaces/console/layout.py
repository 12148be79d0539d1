"""What every page of the console stands in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.access.doors import Visit
from icsoe.ui.parts import Account, NavItem, SessionClock


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, current: str, status: int = 200
) -> HttpResponse:
    """Render a page of the console. ``current``: planteamientos, calendario or listado."""
    visit: Visit = request.visit  # type: ignore[attr-defined]  # the door put it there
    account = Account(
        name=visit.account.name,
        detail=_("Servidor público del Instituto"),
        exit_url=reverse("console:leave"),
        key=f"cuenta-{visit.account.pk}",
    )
    clock = SessionClock.of(ends_at=visit.ends_at, at=visit.at, keep_url=reverse("portal:session_keep"))
    frame = {"account": account, "nav": _nav(current), "trail": (), "session_clock": clock}
    return render(request, template, {**frame, **context}, status=status)


def _nav(current: str) -> list[NavItem]:
    places = [
        ("planteamientos", _("Planteamientos"), "console:inquiries"),
        ("calendario", _("Días inhábiles"), "console:calendar"),
        ("listado", _("Listado público"), "console:publication"),
    ]
    return [NavItem(label, reverse(name), current=key == current) for key, label, name in places]
