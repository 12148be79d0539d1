"""Carrying over, in words."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.contracts.selectors import ContractRow, ContractsPage
from icsoe.interfaces.portal.forms.complement import CarryForm, CarryRosterForm
from icsoe.interfaces.portal.presenters.words import count_workers, day_or_indefinite
from icsoe.lib.periods.period import Period
from icsoe.lib.periods.windows import central_day
from icsoe.ui.parts import Column, Item, NavItem, Row
from icsoe.ui.tags.dates import day_words, period_words

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Contract


def first_start(period: Period, at: datetime) -> date:
    """The start that is offered: today where it falls in the period, else its first day."""
    today = central_day(at)
    return today if period.first_day <= today <= period.last_day else period.first_day


def earlier_page(found: ContractsPage, period: Period, words: str) -> dict[str, Any]:
    """Context of the list of earlier contracts."""
    here = reverse("portal:earlier_contracts")
    query = {"periodo": str(period), "q": words}
    following = urlencode({**query, "despues": found.next_folio}) if found.next_folio else ""
    return {
        "period": period,
        "period_name": period_words(period),
        "words": words,
        "action": here,
        "columns": [
            Column(_("Folio"), code=True),
            Column(_("Cuatrimestre")),
            Column(_("Contratante"), wide=True),
            Column(_("Objeto del contrato"), wide=True),
            Column(_("Fecha final")),
            Column(_("Trabajadores"), numeric=True),
        ],
        "rows": [_row(row, period) for row in found.rows],
        "next_url": f"{here}?{following}" if following else "",
        "back_url": f"{reverse('portal:contracts')}?periodo={period}",
        "trail": _trail(period, _("Copiar de un cuatrimestre anterior")),
    }


def carry_page(source: "Contract", workers: int, period: Period, form: CarryForm) -> dict[str, Any]:
    """Context of the question before a contract is copied."""
    return {
        "form": form,
        "folio": source.folio,
        "period_name": period_words(period),
        "has_workers": workers > 0,
        "workers": count_workers(workers),
        "items": [
            Item(_("Contratante"), source.beneficiary.name, hint=source.beneficiary.rfc),
            Item(_("Objeto del contrato"), source.object),
            Item(
                _("Servicio u obra especializado contratado"),
                f"{source.service_folio} · {source.service_text}",
            ),
            Item(
                _("Vigencia de aquel contrato"),
                f"{day_words(source.start_date)} – {day_or_indefinite(source.end_date)}",
            ),
            Item(_("Trabajadores"), number_format(workers, force_grouping=True)),
        ],
        "action": f"{reverse('portal:carry_contract', args=[source.folio])}?periodo={period}",
        "back_url": f"{reverse('portal:earlier_contracts')}?periodo={period}",
        "trail": _trail(period, _("Copiar el contrato %(folio)s") % {"folio": source.folio}),
    }


def roster_sources(rows: Sequence[ContractRow]) -> list[tuple[str, str]]:
    """The contracts whose list can be copied, as choices."""
    return [
        (
            row.contract.folio,
            f"{row.contract.folio} · {row.contract.beneficiary.name} · {count_workers(row.workers)}",
        )
        for row in rows
    ]


def carry_roster_page(
    target: "Contract", period: Period, form: CarryRosterForm, *, has_sources: bool
) -> dict[str, Any]:
    """Context of the copy of a list."""
    return {
        "form": form,
        "folio": target.folio,
        "period_name": period_words(period),
        "has_sources": has_sources,
        "action": reverse("portal:carry_roster", args=[target.folio]),
        "back_url": reverse("portal:contract", args=[target.folio]),
        "trail": [
            *_trail(period, target.folio, reverse("portal:contract", args=[target.folio])),
            NavItem(_("Copiar una lista")),
        ],
    }


def copied_words(count: int) -> str:
    """How many workers were copied, and what to look at."""
    text = ngettext(
        "Se copió %(count)s trabajador. Revise su salario base de cotización de este cuatrimestre.",
        "Se copiaron %(count)s trabajadores. Revise sus salarios base de cotización de este cuatrimestre.",
        count,
    )
    return text % {"count": number_format(count, force_grouping=True)}


def _row(row: ContractRow, period: Period) -> Row:
    contract = row.contract
    return Row(
        cells=[
            contract.folio,
            period_words(Period(contract.year, contract.number)),
            contract.beneficiary.name,
            contract.object,
            contract.end_date.strftime("%d/%m/%Y") if contract.end_date else _("Indefinida"),
            number_format(row.workers, force_grouping=True),
        ],
        url=f"{reverse('portal:carry_contract', args=[contract.folio])}?periodo={period}",
    )


def _trail(period: Period, here: str, url: str = "") -> list[NavItem]:
    return [NavItem(_("Contratos"), f"{reverse('portal:contracts')}?periodo={period}"), NavItem(here, url)]
