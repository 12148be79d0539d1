"""The board of a clerk over every provider it serves, in words."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.access.selectors import Served
from icsoe.apps.filings.selectors import PeriodRow, most_pressing
from icsoe.interfaces.portal.presenters.board import state_sentence
from icsoe.lib.periods.period import Period
from icsoe.ui.parts import Tag
from icsoe.ui.tags.dates import day_words, period_words

if TYPE_CHECKING:
    from icsoe.apps.access.models import Appointment
    from icsoe.apps.contracts.models import CapturePeriod


@dataclass(frozen=True)
class ProviderLine:
    """One provider: its most pressing period, how it stands, what is left, and the way in."""

    name: str
    rfc: str
    period: str
    state: Tag
    days: str
    reach: str
    is_picked: bool


@dataclass(frozen=True)
class Waiting:
    """An invitation to take, or a request without an answer."""

    id: int
    name: str
    since: str


def named_so(served: Sequence[Served], words: str) -> list[Served]:
    """Those whose name or RFC holds every word, however it is accented."""
    asked = _plain(words).split()
    return [one for one in served if all(word in _plain(f"{one.name} {one.provider_rfc}") for word in asked)]


def _plain(text: str) -> str:
    """Lower case, without accents."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def providers_page(
    *,
    served: Sequence[Served],
    boards: Mapping[str, Sequence[PeriodRow]],
    sent: "Mapping[tuple[str, Period], CapturePeriod]",
    picked: str,
    invitations: "Sequence[Appointment]",
    requests: "Sequence[Appointment]",
    names: Callable[[list[str]], Mapping[str, str]],
) -> dict[str, Any]:
    """Context of the board of providers."""
    known = names([one.provider_rfc for one in [*invitations, *requests]])
    return {
        "lines": [_line(one, boards[one.provider_rfc], sent, picked) for one in served],
        "invitations": [_waiting(one, known, _("Un contratista")) for one in invitations],
        # The clerk wrote this RFC itself: the name behind it is not told before it is accepted.
        "requests": [Waiting(one.pk, one.provider_rfc, day_words(one.created_at.date())) for one in requests],
    }


def _line(
    one: Served, rows: Sequence[PeriodRow], sent: "Mapping[tuple[str, Period], CapturePeriod]", picked: str
) -> ProviderLine:
    row = most_pressing(rows)
    waits = row.filing is None and (one.provider_rfc, row.period) in sent
    return ProviderLine(
        name=one.name,
        rfc=one.provider_rfc,
        period=period_words(row.period).capitalize(),
        state=Tag(_("Enviada a firma"), "info") if waits else state_sentence(row),
        days=_days(row),
        reach="" if one.folios is None else _some(len(one.folios)),
        is_picked=one.provider_rfc == picked,
    )


def _days(row: PeriodRow) -> str:
    if row.filing is not None or row.days_left is None:
        return ""
    if row.days_left < 0:
        return _("El plazo terminó")
    if row.days_left == 0:
        return _("Hoy es el último día")
    return ngettext("Queda %(count)s día", "Quedan %(count)s días", row.days_left) % {"count": row.days_left}


def _some(count: int) -> str:
    return ngettext("Solo %(count)s contrato", "Solo %(count)s contratos", count) % {"count": count}


def _waiting(one: "Appointment", known: Mapping[str, str], otherwise: str) -> Waiting:
    return Waiting(one.pk, known.get(one.provider_rfc, otherwise), day_words(one.created_at.date()))
