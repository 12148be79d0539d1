"""The log in plain words: who, what, when, from where."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from icsoe.apps.audit.enums import ActorKind, Event
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.ui import parts

if TYPE_CHECKING:
    from icsoe.apps.audit.models import Entry

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KINDS: dict[str, parts.Kind] = {
    Event.FILING_PRESENTED: "success",
    Event.SENT_TO_SIGNATURE: "info",
    Event.ENTRY_REFUSED: "warning",
    Event.CLERK_ENTRY_REFUSED: "warning",
    Event.CLERK_REMOVED: "warning",
    Event.CLERK_SUSPENDED: "warning",
}


def trail_lines(entries: "Sequence[Entry]") -> list[parts.Event]:
    """A line for each entry."""
    return [
        parts.Event(
            when=instant_words(entry.at),
            title=f"{_who(entry)}: {_what(entry)}",
            detail=_("Desde %(address)s") % {"address": entry.address} if entry.address else "",
            kind=_KINDS.get(entry.event, "neutral"),
        )
        for entry in entries
    ]


def _who(entry: "Entry") -> str:
    if entry.actor_kind == ActorKind.CLERK:
        return _("%(name)s (capturista)") % {"name": entry.actor_name}
    if entry.actor_kind == ActorKind.OFFICER:
        return _("Personal del Instituto")
    return entry.actor_name


def _what(entry: "Entry") -> str:
    """The event, and what about: a folio or a period say something to a person, an inner id does not."""
    words = str(Event(entry.event).label)
    about = str(entry.details.get("clerk", "")) or ("" if _is_inner(entry.subject) else entry.subject)
    return f"{words}: {about}" if about else words


def _is_inner(subject: str) -> bool:
    return ":" in subject or _UUID.fullmatch(subject) is not None
