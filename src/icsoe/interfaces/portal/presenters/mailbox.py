"""The mailbox in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from icsoe.interfaces.portal.presenters.words import instant_words

if TYPE_CHECKING:
    from icsoe.apps.mailbox.models import Notice


@dataclass(frozen=True)
class Message:
    """One notice."""

    title: str
    when: str
    paragraphs: list[str]
    action: str
    url: str
    is_new: bool


def mailbox_page(found: "Sequence[Notice]") -> dict[str, Any]:
    """Context of the mailbox."""
    return {
        "notices_shown": [
            Message(
                one.title,
                instant_words(one.sent_at),
                one.body.splitlines(),
                one.action,
                one.path,
                one.read_at is None,
            )
            for one in found
        ]
    }
