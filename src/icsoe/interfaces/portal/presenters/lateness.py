"""In time or late, and what presenting late can cost."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.lib.periods.reference_values import shipped_values
from icsoe.lib.periods.windows import CENTRAL, central_day
from icsoe.ui.tags.dates import weekday_words


@dataclass(frozen=True)
class TimeLimit:
    """Until when signing is in time; the page turns from ``in_time`` to ``late`` by itself at ``ends``.

    ``ends`` and ``now`` are instants in ISO 8601: the page counts with the server's clock.
    """

    ends: str
    now: str
    is_over: bool
    in_time: str
    late: str


def time_limit(late_from: datetime, at: datetime) -> TimeLimit:
    """What stands beside the sign box: it never promises that a signature still to be sent is in time."""
    last = (late_from - timedelta(seconds=1)).astimezone(CENTRAL).date()
    return TimeLimit(
        ends=late_from.isoformat(),
        now=at.isoformat(),
        is_over=at >= late_from,
        in_time=_(
            "Queda en tiempo si la recibimos a más tardar el %(day)s a las 23:59:59, hora del centro. "
            "Después se recibe como extemporánea."
        )
        % {"day": weekday_words(last)},
        late=_("Ya terminó el plazo: era hasta el %(day)s. Lo que firme ahora queda como extemporánea.")
        % {"day": weekday_words(last)}
        + " "
        + fine_words(central_day(max(at, late_from))),
    )


def late_words(presented_at: datetime) -> str:
    """What a late filing's receipt says of it."""
    return (
        _("La recibimos el %(when)s, después del último día del plazo.")
        % {"when": instant_words(presented_at)}
        + " "
        + fine_words(central_day(presented_at))
    )


def fine_words(day: date) -> str:
    """The range of the fine for a filing late on the day, when there is none, and the articles."""
    values = shipped_values()
    amounts, uma = values.fine_range(day), values.uma(day)
    if amounts is None or uma is None:
        return _(
            "La presentación extemporánea puede causar multa de 500 a 2,000 UMA (LSS, artículos 304 A "
            "fracción XXII y 304 B fracción V). No se impone si cumple de manera espontánea, antes de que "
            "el Instituto lo requiera (artículo 304 C)."
        )
    least, most, one = (
        number_format(amount, 2, use_l10n=True, force_grouping=True) for amount in (*amounts, uma)
    )
    return _(
        "La presentación extemporánea puede causar multa de 500 a 2,000 UMA: de $%(least)s a $%(most)s "
        "con la UMA de $%(uma)s (LSS, artículos 304 A fracción XXII y 304 B fracción V). No se impone si "
        "cumple de manera espontánea, antes de que el Instituto lo requiera (artículo 304 C)."
    ) % {"least": least, "most": most, "uma": one}
