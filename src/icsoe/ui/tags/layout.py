"""Where things stand: navigation, tabs, cards, disclosures, the choice of language."""

from collections.abc import Sequence

from django.conf import settings
from django.template import Context, Library
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from icsoe.ui.parts import NavItem, Text
from icsoe.ui.tags.rendering import component

register = Library()


@register.simple_tag(takes_context=True)
def main_nav(context: Context, items: Sequence[NavItem]) -> SafeString:
    """Draw the main navigation: a bar on wide screens, a menu behind a button on narrow ones."""
    return component(context, "main_nav", {"items": items})


@register.simple_tag(takes_context=True)
def crumbs(context: Context, items: Sequence[NavItem]) -> SafeString:
    """Draw the way back; the last item is the page itself and needs no address."""
    return component(context, "crumbs", {"items": items})


@register.simple_tag(takes_context=True)
def tabs(context: Context, label: Text, items: Sequence[NavItem]) -> SafeString:
    """Draw tabs as links between pages; ``label`` names the group."""
    return component(context, "tabs", {"label": label, "items": items})


@register.simple_block_tag(takes_context=True, end_name="endcard")
def card(
    context: Context,
    content: str,
    title: Text = "",
    level: int = 2,
    kind: str = "",
    icon: str = "",
    title_language: str = "",
) -> SafeString:
    """Frame content under a heading. ``kind``: empty, ``accent`` (guinda rule) or ``tint``.

    ``title_language`` says which language the heading is in, where it is not that of the page.
    """
    values = {"content": content, "title": title, "level": level, "kind": kind, "icon": icon}
    return component(context, "card", {**values, "title_language": title_language})


@register.simple_block_tag(takes_context=True, end_name="enddisclosure")
def disclosure(context: Context, content: str, summary: Text, open: bool = False) -> SafeString:
    """Hide detail behind a summary that opens with or without a mouse."""
    return component(context, "disclosure", {"content": content, "summary": summary, "open": open})


@register.simple_tag(takes_context=True)
def language_switch(context: Context, next_url: str = "") -> SafeString:
    """Draw the choice of language, each named in itself, posting to ``set_language``.

    It comes back to ``next_url``, or to the page itself.
    """
    request = context.get("request")
    here = next_url or (request.get_full_path() if request else "")
    languages = [_language(code) for code, _name in settings.LANGUAGES]
    return component(context, "language_switch", {"languages": languages, "next_url": here})


def _language(code: str) -> dict[str, object]:
    short = code.split("-")[0]
    name = get_language_info(short)["name_local"].capitalize()
    return {"code": code, "short": short, "name": name, "current": (get_language() or "").startswith(short)}
