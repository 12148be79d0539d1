"""Days in words, as a letter writes them."""

from datetime import date

from django.template import Library
from django.utils.formats import date_format
from django.utils.translation import get_language

register = Library()


@register.filter
def day_words(day: date) -> str:
    """Write ``17 de septiembre de 2026``: Spanish months are in lower case, whatever the catalogue says."""
    words = date_format(day, "DATE_FORMAT")
    return words.lower() if _is_spanish() else words


@register.filter
def weekday_words(day: date) -> str:
    """Write ``jueves 17 de septiembre de 2026``."""
    weekday = date_format(day, "l")
    return f"{weekday.lower() if _is_spanish() else weekday} {day_words(day)}"


def _is_spanish() -> bool:
    return (get_language() or "").startswith("es")
