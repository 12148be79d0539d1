"""Contracts in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from icsoe.apps.contracts.selectors import ContractRow, ContractsPage
from icsoe.interfaces.portal.forms.contract import ContractForm
from icsoe.interfaces.portal.presenters.words import count_contracts, day_or_indefinite
from icsoe.lib.periods.period import Period
from icsoe.ui.parts import Column, Item, NavItem, Row, Tag
from icsoe.ui.tags.dates import day_words, period_words

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Beneficiary, Contract
    from icsoe.interfaces.portal.capture_period import Closed


@dataclass(frozen=True)
class ContractsShown:
    """What the list was asked for."""

    period: Period
    offered: Sequence[Period]
    words: str
    only_lacking: bool
    after: str
    closed: "Closed | None"


def contracts_page(found: ContractsPage, shown: ContractsShown) -> dict[str, Any]:
    """Context of the list."""
    period = shown.period
    narrowed = bool(shown.words or shown.only_lacking)
    return {
        "period": period,
        "period_name": period_words(period),
        "offered": [(str(one), period_words(one), one == period) for one in shown.offered],
        "is_open": shown.closed is None,
        "closed": shown.closed,
        "words": shown.words,
        "only_lacking": shown.only_lacking,
        "summary": _summary(found),
        "is_empty": found.total == 0,
        "is_narrowed": narrowed,
        "columns": [
            Column(_("Folio"), code=True),
            Column(_("Contratante"), wide=True),
            Column(_("Fecha inicial")),
            Column(_("Fecha final")),
            Column(_("Trabajadores"), numeric=True),
            Column(_("Estado")),
        ],
        "rows": [_row(row) for row in found.rows],
        "count_shown": _("En esta página: %(shown)s.") % {"shown": count_contracts(len(found.rows))},
        "first_url": _list_url(shown) if shown.after else "",
        "next_url": _list_url(shown, found.next_folio) if found.next_folio else "",
        "all_url": f"{reverse('portal:contracts')}?periodo={period}",
        "new_url": _new_url(period),
        "carry_url": f"{reverse('portal:earlier_contracts')}?periodo={period}",
        "load_url": f"{reverse('portal:load_new_period')}?periodo={period}",
        "review_url": reverse("portal:review", args=[period]),
        "receipts_url": reverse("portal:receipts"),
        "filters": [("", _("Todos")), ("incompletos", _("Sin trabajadores"))],
    }


def form_page(
    form: ContractForm,
    period: Period,
    *,
    folio: str,
    directory: "Sequence[Beneficiary]",
    has_services: bool,
    closed: "Closed | None",
) -> dict[str, Any]:
    """Context of the form of a contract; ``folio`` is empty for a new one."""
    listed = f"{reverse('portal:contracts')}?periodo={period}"
    title = _("Cambiar el contrato %(folio)s") % {"folio": folio} if folio else _("Agregar contrato")
    return {
        "form": form,
        "title": title,
        "period_name": period_words(period),
        "directory": [(one.rfc, one.name) for one in directory],
        "has_services": has_services,
        "closed": closed,
        "draft": f"contract-{folio or period}",
        "action": reverse("portal:contract_edit", args=[folio]) if folio else _new_url(period),
        "back_url": reverse("portal:contract", args=[folio]) if folio else listed,
        "validate_url": reverse("portal:beneficiary_validate"),
        "profile_url": f"{reverse('portal:profile')}#id_registration_number",
        "receipts_url": reverse("portal:receipts"),
        "trail": [NavItem(_("Contratos"), listed), *_own_crumb(folio), NavItem(title)],
    }


def removal_page(contract: "Contract", workers: int) -> dict[str, Any]:
    """Context of the question before a contract is removed."""
    back = reverse("portal:contract", args=[contract.folio])
    return {
        "title": _("¿Quitar el contrato %(folio)s?") % {"folio": contract.folio},
        "text": _(
            "Es el contrato con %(name)s. Se quitan también sus trabajadores: %(count)s. "
            "No se puede deshacer."
        )
        % {"name": contract.beneficiary.name, "count": number_format(workers, force_grouping=True)},
        "confirm": _("Sí, quitar el contrato"),
        "back_url": back,
        "trail": [
            NavItem(_("Contratos"), f"{reverse('portal:contracts')}?periodo={period_of(contract)}"),
            NavItem(contract.folio, back),
            NavItem(_("Quitar")),
        ],
    }


def contract_page(contract: "Contract", *, closed: "Closed | None", may_capture: bool) -> dict[str, Any]:
    """Context of one contract, but for its workers."""
    period, is_open = period_of(contract), closed is None
    return {
        "contract": contract,
        "period_name": period_words(period),
        "items": _items(contract),
        "is_open": is_open,
        "closed": closed,
        "may_capture": is_open and may_capture,
        "edit_url": reverse("portal:contract_edit", args=[contract.folio]),
        "remove_url": reverse("portal:contract_remove", args=[contract.folio]),
        "carry_roster_url": reverse("portal:carry_roster", args=[contract.folio]),
        "load_url": reverse("portal:load_new", args=[contract.folio]) if is_open and may_capture else "",
        "review_url": reverse("portal:review", args=[period]),
        "receipts_url": reverse("portal:receipts"),
        "trail": [
            NavItem(_("Contratos"), f"{reverse('portal:contracts')}?periodo={period}"),
            NavItem(contract.folio),
        ],
    }


def period_of(contract: "Contract") -> Period:
    """The period a contract is reported in."""
    return Period(contract.year, contract.number)


def _row(row: ContractRow) -> Row:
    contract = row.contract
    complete = row.workers > 0
    return Row(
        cells=[
            contract.folio,
            contract.beneficiary.name,
            contract.start_date.strftime("%d/%m/%Y"),
            contract.end_date.strftime("%d/%m/%Y") if contract.end_date else _("Indefinida"),
            number_format(row.workers, force_grouping=True),
            Tag(_("Completo"), "success") if complete else Tag(_("Faltan trabajadores"), "error"),
        ],
        url=reverse("portal:contract", args=[contract.folio]),
    )


def _items(contract: "Contract") -> list[Item]:
    items = [
        Item(_("Contratante"), contract.beneficiary.name, hint=contract.beneficiary.rfc),
        Item(_("Objeto del contrato"), contract.object),
        Item(
            _("Servicio u obra especializado contratado"),
            f"{contract.service_folio} · {contract.service_text}",
        ),
        Item(_("Fecha inicial"), day_words(contract.start_date)),
        Item(_("Fecha final"), day_or_indefinite(contract.end_date)),
    ]
    if contract.reference:
        items.append(Item(_("Referencia propia"), contract.reference))
    if contract.estimated_workers is not None:
        estimate = number_format(contract.estimated_workers, force_grouping=True)
        items.append(Item(_("Trabajadores estimados"), estimate))
    items.append(Item(_("Capturado por"), contract.created_by))
    return items


def _summary(found: ContractsPage) -> str:
    if not found.total:
        return ""
    if not found.lacking:
        return count_contracts(found.total)
    return _("%(total)s; a %(lacking)s le faltan trabajadores.") % {
        "total": count_contracts(found.total),
        "lacking": number_format(found.lacking, force_grouping=True),
    }


def _list_url(shown: ContractsShown, after: str = "") -> str:
    asked = {
        "periodo": str(shown.period),
        "q": shown.words,
        "ver": "incompletos" if shown.only_lacking else "",
        "despues": after,
    }
    return f"{reverse('portal:contracts')}?{urlencode({name: text for name, text in asked.items() if text})}"


def _new_url(period: Period) -> str:
    return f"{reverse('portal:contract_new')}?periodo={period}"


def _own_crumb(folio: str) -> list[NavItem]:
    return [NavItem(folio, reverse("portal:contract", args=[folio]))] if folio else []
