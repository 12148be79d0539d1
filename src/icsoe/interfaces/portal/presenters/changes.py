"""What changed between two documents, as sentences."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from icsoe.interfaces.portal.presenters.words import address_words
from icsoe.lib.canonical.difference import Difference, Kind
from icsoe.lib.canonical.document import AddressFacts, RegistrationFacts
from icsoe.ui.tags.dates import day_words

MOST_SENTENCES = 20


def change_sentences(changes: Sequence[Difference]) -> list[str]:
    """One sentence a difference, the first twenty, then how many more there are."""
    sentences = [_sentence(change) for change in changes[:MOST_SENTENCES]]
    more = len(changes) - MOST_SENTENCES
    if more > 0:
        sentences.append(_("Y %(count)s cambios más.") % {"count": more})
    return sentences


def field_name(path: Sequence[str]) -> str:
    """What a path is called on the screen."""
    names = {
        "email": _("Correo electrónico"),
        "mobile": _("Teléfono móvil"),
        "landline": _("Teléfono fijo"),
        "conventional_address": _("Domicilio convencional"),
        "social_address": _("Domicilio social"),
        "registered_on": _("Fecha de registro"),
        "services": _("Servicio autorizado"),
        "object": _("Objeto del contrato"),
        "service_folio": _("Folio del servicio"),
        "service_text": _("Servicio u obra especializado contratado"),
        "start_date": _("Fecha inicial"),
        "end_date": _("Fecha final"),
        "reference": _("Referencia propia"),
        "estimated_workers": _("Trabajadores estimados"),
        "workers": _("Número de trabajadores"),
        "roster_sha256": _("Lista de trabajadores"),
        "beneficiary": _("Contratante"),
        "name": _("Nombre, denominación o razón social"),
        "rfc": _("RFC del contratante"),
        "registration": _("Registro REPSE"),
        "number": _("Número de registro REPSE"),
        "valid_until": _("Vigencia del registro REPSE"),
        "postal_code": _("Código postal"),
        "colonia": _("Colonia"),
        "street": _("Calle"),
        "outside_number": _("Número exterior"),
        "inside_number": _("Número interior"),
        "between_streets": _("Entre vialidades"),
        "municipality": _("Municipio o alcaldía"),
        "state": _("Estado"),
        "person_type": _("Tipo de persona"),
        "movements_sha256": _("Movimientos de trabajadores"),
    }
    return next((names[part] for part in reversed(path) if part in names), _("Datos generales"))


def _sentence(change: Difference) -> str:
    if len(change.path) == 2 and change.path[0] == "contracts":
        verb = (
            _("Se agregó el contrato %(folio)s.")
            if change.kind is Kind.ADDED
            else _("Se quitó el contrato %(folio)s.")
        )
        return verb % {"folio": change.path[1]}
    where = (
        _("Contrato %(folio)s") % {"folio": change.path[1]}
        if change.path[0] == "contracts"
        else _("Datos generales")
    )
    what = field_name(change.path)
    if change.path[-1] == "roster_sha256":
        return _("%(where)s: cambió la lista de trabajadores.") % {"where": where}
    return _("%(where)s, %(what)s: era «%(old)s» y ahora es «%(new)s».") % {
        "where": where,
        "what": what,
        "old": value_words(change.old) or _("vacío"),
        "new": value_words(change.new) or _("vacío"),
    }


def value_words(value: object) -> str:
    """A value as a person reads it: a whole address or client in one line, nothing as an empty text."""
    if value in (None, ""):
        return ""
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, AddressFacts):
        return address_words(value)
    if isinstance(value, RegistrationFacts):
        return value.number
    return str(value)
