"""Open sessions in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from icsoe.apps.access.doors import Visit
from icsoe.apps.access.permissions import Permission
from icsoe.apps.access.sessions import Standing
from icsoe.interfaces.portal.presenters.words import instant_words

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionLine:
    """One open session."""

    id: int
    device: str
    opened: str
    seen: str
    address: str
    is_this: bool


def sessions_page(standing: Sequence[Standing], visit: Visit) -> dict[str, Any]:
    """Context of one's own account."""
    return {
        "lines": [
            SessionLine(
                one.id,
                device_words(one.device),
                instant_words(one.opened_at),
                instant_words(one.seen_at),
                one.address,
                one.is_this,
            )
            for one in standing
        ],
        "has_others": any(not one.is_this for one in standing),
        "has_password": visit.can(Permission.OWN_PASSWORD),
    }


def device_words(agent: str) -> str:
    """``Firefox en Windows`` out of what the browser says of itself."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, agent)), "")
    if browser and system:
        return _("%(browser)s en %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Navegador desconocido")
