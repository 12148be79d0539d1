"""Days in words, as a letter writes them."""

from datetime import date

from django.template import Library
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icsoe.lib.periods.period import Period

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


def period_words(period: Period) -> str:
    """Write ``mayo-agosto de 2026`` in the language of the page."""
    if period.is_first:
        return _("24 al 30 de abril de 2021")
    names = {
        1: _("enero-abril de %(year)s"),
        2: _("mayo-agosto de %(year)s"),
        3: _("septiembre-diciembre de %(year)s"),
    }
    return names[period.number] % {"year": period.year}


def _is_spanish() -> bool:
    return (get_language() or "").startswith("es")
