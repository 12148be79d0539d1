"""Reads of the log."""

from icsoe.apps.audit.enums import Event
from icsoe.apps.audit.models import Entry


def trail(
    provider_rfc: str, *, actor_key: str = "", before_id: int | None = None, size: int = 50
) -> list[Entry]:
    """The newest entries of a provider, of one actor when given, older than ``before_id`` when given.

    ``size`` at most.
    """
    entries = Entry.objects.filter(provider_rfc=provider_rfc)
    if actor_key:
        entries = entries.filter(actor_key=actor_key)
    if before_id is not None:
        entries = entries.filter(id__lt=before_id)
    return list(entries.order_by("-id")[:size])


def names_of_actors(provider_rfc: str, subjects: list[str]) -> tuple[str, ...]:
    """Who acted on the subjects (contracts, by folio), each name once, in order of name."""
    names = Entry.objects.filter(provider_rfc=provider_rfc, subject__in=subjects)
    return tuple(names.order_by("actor_name").values_list("actor_name", flat=True).distinct())


def last_actor(provider_rfc: str, subject: str, event: Event) -> Entry | None:
    """The newest entry of that kind about a subject: who did it last."""
    found = Entry.objects.filter(provider_rfc=provider_rfc, subject=subject, event=event)
    return found.order_by("-id").first()


def first_of(provider_rfc: str, subject: str) -> Entry | None:
    """The oldest entry about a subject (a contract by its folio): who began it, and when."""
    return Entry.objects.filter(provider_rfc=provider_rfc, subject=subject).order_by("id").first()
