"""What the system says back: alerts, states, deadlines, progress, empty lists, notices."""

from collections.abc import Iterable
from typing import Any

from django.contrib.messages.storage.base import Message
from django.template import Context, Library
from django.utils.safestring import SafeString

from icsoe.ui.parts import Deadline, Kind, Text
from icsoe.ui.tags.rendering import attributes, component

register = Library()

KIND_ICONS = {"neutral": "dot", "info": "info", "success": "check", "warning": "warning", "error": "error"}
NEAR_DAYS = 7


@register.simple_block_tag(takes_context=True, end_name="endalert")
def alert(
    context: Context, content: str, kind: Kind = "info", title: Text = "", live: bool = False
) -> SafeString:
    """Frame a message with its icon and the name of its kind; ``live`` announces it when it appears."""
    role = ("alert" if kind == "error" else "status") if live else ""
    values = {"content": content, "kind": kind, "title": title, "icon": KIND_ICONS[kind], "role": role}
    return component(context, "alert", values)


@register.simple_tag(takes_context=True)
def status_tag(context: Context, label: Text, kind: Kind = "neutral") -> SafeString:
    """Write a state in words; colour and icon only repeat it."""
    return component(context, "status_tag", {"label": label, "kind": kind, "icon": KIND_ICONS[kind]})


@register.simple_tag(takes_context=True)
def deadline(context: Context, block: Deadline, level: int = 2) -> SafeString:
    """Show the last day in words and the days left. ``level`` is that of the heading."""
    return component(context, "deadline", {"block": block, "tone": deadline_tone(block), "level": level})


def deadline_tone(block: Deadline) -> str:
    """Say how pressing it is: ``done``, ``past``, ``today``, ``near`` (a week or less) or ``calm``."""
    if block.done:
        return "done"
    if block.days_left < 0:
        return "past"
    if block.days_left == 0:
        return "today"
    return "near" if block.days_left <= NEAR_DAYS else "calm"


@register.simple_tag(takes_context=True)
def progress(
    context: Context, label: Text, value: float, maximum: float, text: Text = "", **extra: Any
) -> SafeString:
    """Draw a progress bar with its figure in words."""
    values = {
        "label": label,
        "value": value,
        "maximum": maximum,
        "text": text,
        "attributes": attributes(extra),
    }
    return component(context, "progress", values)


@register.simple_block_tag(takes_context=True, end_name="endempty_state")
def empty_state(context: Context, content: str, title: Text, icon: str = "inbox") -> SafeString:
    """Say that there is nothing yet and what to do next; the content holds the sentence and its button."""
    return component(context, "empty_state", {"content": content, "title": title, "icon": icon})


@register.simple_tag(takes_context=True)
def notices(context: Context, messages: Iterable[Message] | None) -> SafeString:
    """Show the messages of the last act in a region that is announced."""
    shown = [{"text": message, "kind": _message_kind(message)} for message in messages or ()]
    for notice in shown:
        notice["icon"] = KIND_ICONS[str(notice["kind"])]
    return component(context, "notices", {"notices": shown})


def _message_kind(message: Message) -> str:
    tag = message.level_tag
    return tag if tag in KIND_ICONS else "info"
