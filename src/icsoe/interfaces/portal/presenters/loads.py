"""The form that takes a file of workers, and the history of loads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.intake.enums import LoadState
from icsoe.apps.intake.templates import MOST_IN_WORKBOOK
from icsoe.apps.intake.transfers import longest
from icsoe.interfaces.portal.forms.load import LoadForm
from icsoe.interfaces.portal.load_place import Place
from icsoe.interfaces.portal.presenters.load_words import figure, state_tag
from icsoe.interfaces.portal.presenters.words import count_workers, instant_words
from icsoe.ui.parts import Column, NavItem, Row
from icsoe.ui.tags.dates import period_words

if TYPE_CHECKING:
    from icsoe.apps.intake.models import Load
    from icsoe.interfaces.portal.capture_period import Closed

_WITHOUT_FIGURES = (LoadState.RECEIVED, LoadState.CHECKING, LoadState.FAILED)


def new_page(
    form: LoadForm, place: Place, *, workers: int, loads: "Sequence[Load]", closed: "Closed | None"
) -> dict[str, Any]:
    """Context of the form. ``workers``: those that a filled template would hold."""
    listed = f"{reverse('portal:contracts')}?periodo={place.period}"
    trail = [NavItem(_("Contratos"), listed)]
    if place.contract:
        trail.append(NavItem(place.contract.folio, reverse("portal:contract", args=[place.contract.folio])))
    trail.append(NavItem(_("Cargar archivo")))
    return {
        "form": form,
        "closed": closed,
        "period": place.period,
        "period_name": period_words(place.period),
        "folio": place.folio or "",
        "client": place.contract.beneficiary.name if place.contract else "",
        "action": _action(place),
        "most_bytes": str(longest()),  # for a script, not for people: without commas
        "tus_url": reverse("portal:tus_uploads"),
        "next_url": reverse("portal:tus_uploads") + "{id}/llegada/",
        "templates": _templates(place),
        "filled": _filled(place, workers) if workers else [],
        "filled_words": count_workers(workers),
        "receipts_url": reverse("portal:receipts"),
        "trail": trail,
        **history(loads),
    }


def history(loads: "Sequence[Load]") -> dict[str, Any]:
    """Context of the list of loads, newest first."""
    return {
        "load_columns": [
            Column(_("Archivo")),
            Column(_("Cuándo")),
            Column(_("Quién")),
            Column(_("Renglones"), numeric=True),
            Column(_("Estado")),
        ],
        "load_rows": [_row(one) for one in loads],
    }


def _row(one: "Load") -> Row:
    return Row(
        cells=[
            one.file_name,
            instant_words(one.received_at),
            one.received_by,
            "" if one.state in _WITHOUT_FIGURES else figure(one.rows_read),
            state_tag(one),
        ],
        url=reverse("portal:load", args=[one.public_id]),
    )


def _action(place: Place) -> str:
    if place.folio:
        return reverse("portal:load_new", args=[place.folio])
    return f"{reverse('portal:load_new_period')}?periodo={place.period}"


def _templates(place: Place) -> list[tuple[str, str]]:
    return [
        (_("Plantilla vacía en Excel (.xlsx)"), _template_url(place, "xlsx")),
        (_("Plantilla vacía en CSV"), _template_url(place, "csv")),
    ]


def _filled(place: Place, workers: int) -> list[tuple[str, str]]:
    links = [(_("Lista actual en CSV"), _template_url(place, "csv", filled=True))]
    if workers <= MOST_IN_WORKBOOK:
        links.insert(0, (_("Lista actual en Excel (.xlsx)"), _template_url(place, "xlsx", filled=True)))
    return links


def _template_url(place: Place, kind: str, *, filled: bool = False) -> str:
    if place.folio:
        url, query = reverse("portal:load_template", args=[place.folio, kind]), []
    else:
        url, query = reverse("portal:load_template_period", args=[kind]), [f"periodo={place.period}"]
    query += ["llena=1"] if filled else []
    return f"{url}?{'&'.join(query)}" if query else url
