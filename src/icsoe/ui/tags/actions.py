"""Things to press: buttons, navigation buttons, links that look like buttons, icons, copyable codes."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from django.template import Context, Library
from django.utils.safestring import SafeString

from icsoe.ui.icons import ICONS
from icsoe.ui.parts import Text
from icsoe.ui.tags.rendering import attributes, component

register = Library()


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str, size: str = "") -> SafeString:
    """Draw a decorative icon, hidden from screen readers. ``size``: empty or ``lg``.

    Unknown names raise ``KeyError``.
    """
    return component(context, "icon", {"path": ICONS[name], "size": size})


@register.simple_tag(takes_context=True)
def button(
    context: Context,
    label: Text,
    kind: str = "primary",
    icon: str = "",
    type: str = "submit",
    **extra: Any,
) -> SafeString:
    """Draw a real ``<button>``. ``kind``: primary, secondary, danger or quiet.

    Other arguments become attributes: ``hx_post="/x/"`` is written ``hx-post="/x/"``.
    """
    values = {"label": label, "kind": kind, "icon": icon, "type": type, "attributes": attributes(extra)}
    return component(context, "button", values)


@register.simple_tag(takes_context=True)
def go_button(
    context: Context, label: Text, url: str, kind: str = "secondary", icon: str = "", **extra: Any
) -> SafeString:
    """Draw a ``<button>`` that goes to ``url`` by GET, keeping its query, for navigation called a button."""
    parts = urlsplit(url)
    action = urlunsplit((parts.scheme, parts.netloc, parts.path, "", parts.fragment))
    query = parse_qsl(parts.query, keep_blank_values=True)
    values = {"label": label, "action": action, "query": query, "kind": kind, "icon": icon}
    return component(context, "go_button", {**values, "attributes": attributes(extra)})


@register.simple_tag(takes_context=True)
def link_button(
    context: Context, label: Text, url: str, kind: str = "secondary", icon: str = "", **extra: Any
) -> SafeString:
    """Draw a link that looks like a button, for pages and downloads."""
    values = {"label": label, "url": url, "kind": kind, "icon": icon, "attributes": attributes(extra)}
    return component(context, "link_button", values)


@register.simple_tag(takes_context=True)
def code_value(context: Context, value: str, key: str, label: Text = "") -> SafeString:
    """Show a folio, key or digest with its copy button. ``key`` is its unique id on the page."""
    return component(context, "code_value", {"value": value, "key": key, "label": label})
