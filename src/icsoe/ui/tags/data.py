"""What the system shows: boards, lists, tables, differences, figures, charts, histories."""

from collections.abc import Iterator, Sequence

from django.template import Context, Library
from django.utils.safestring import SafeString

from icsoe.ui.parts import Bar, Change, Column, Event, Item, Row, Stat, Tag, Task, Text
from icsoe.ui.tags.feedback import KIND_ICONS
from icsoe.ui.tags.rendering import component

register = Library()

FULL_BAR = 100


@register.simple_tag(takes_context=True)
def task_list(context: Context, tasks: Sequence[Task]) -> SafeString:
    """Draw a board of tasks: each with its state in words and its link."""
    return component(context, "task_list", {"tasks": tasks})


@register.simple_tag(takes_context=True)
def data_list(context: Context, items: Sequence[Item]) -> SafeString:
    """Draw terms and values."""
    return component(context, "data_list", {"items": items})


@register.simple_tag(takes_context=True)
def data_table(
    context: Context, caption: Text, columns: Sequence[Column], rows: Sequence[Row], show_caption: bool = True
) -> SafeString:
    """Draw a table that becomes cards under 600 px.

    Raises ``ValueError`` if a row has more or fewer cells than there are columns.
    """
    body = [{"row": row, "cells": list(_cells(columns, row))} for row in rows]
    has_actions = any(row.actions for row in rows)
    values = {"caption": caption, "columns": columns, "body": body, "has_actions": has_actions}
    return component(context, "data_table", {**values, "show_caption": show_caption})


def _cells(columns: Sequence[Column], row: Row) -> Iterator[dict[str, object]]:
    for position, (column, value) in enumerate(zip(columns, row.cells, strict=True)):
        yield {"column": column, "value": value, "is_tag": isinstance(value, Tag), "first": position == 0}


@register.simple_tag(takes_context=True)
def pagination(
    context: Context, shown: Text, previous_url: str = "", next_url: str = "", label: Text = ""
) -> SafeString:
    """Draw previous and next.

    ``shown`` says in words which rows stand on the page; ``label`` names it where a page has two.
    """
    values = {"shown": shown, "previous_url": previous_url, "next_url": next_url, "label": label}
    return component(context, "pagination", values)


@register.simple_tag(takes_context=True)
def changes(context: Context, caption: Text, rows: Sequence[Change]) -> SafeString:
    """Draw what was before and what is after, saying in words what was added, removed or changed."""
    return component(context, "changes", {"caption": caption, "rows": rows})


@register.simple_tag(takes_context=True)
def stat_tiles(context: Context, stats: Sequence[Stat]) -> SafeString:
    """Draw figures with their names."""
    return component(context, "stat_tiles", {"stats": stats})


@register.simple_tag(takes_context=True)
def bar_chart(
    context: Context, caption: Text, bars: Sequence[Bar], value_label: Text, kind: str = ""
) -> SafeString:
    """Draw horizontal bars inside a real table, so that the figures are read without seeing.

    Values must be >= 0. ``kind``: error or warning where the bars count what is wrong.
    """
    longest = max((bar.value for bar in bars), default=0)
    drawn = [{"bar": bar, "width": _share(bar.value, longest)} for bar in bars]
    values = {"caption": caption, "bars": drawn, "value_label": value_label, "kind": kind}
    return component(context, "bar_chart", values)


def _share(value: float, longest: float) -> str:
    """Give the length of a bar in hundredths of the longest one, with a dot whatever the language."""
    return f"{FULL_BAR * value / longest:.1f}" if longest else "0"


@register.simple_tag(takes_context=True)
def timeline(context: Context, events: Sequence[Event]) -> SafeString:
    """Draw a history, newest first as given."""
    drawn = [{"event": event, "icon": KIND_ICONS[event.kind]} for event in events]
    return component(context, "timeline", {"events": drawn})
