"""What a verified receipt says to whoever asks: what the public list shows, and no more."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from icsoe.apps.receipts.enums import ReceiptStatus
from icsoe.apps.receipts.examination import Examined
from icsoe.apps.receipts.selectors import Standing
from icsoe.apps.receipts.verdict import Kind, ReceiptVerificationError
from icsoe.lib.periods.period import Period
from icsoe.ui.parts import Item
from icsoe.ui.parts import Kind as Tone
from icsoe.ui.tags.dates import day_words, period_words


@dataclass(frozen=True)
class Result:
    """The answer in words; ``items`` only for a receipt that can be believed."""

    tone: Tone
    title: str
    reason: str
    items: tuple[Item, ...] = ()


def unknown() -> Result:
    """No receipt has both this folio and this code."""
    return Result(
        "error",
        _("No encontramos un acuse con ese folio y ese código"),
        _("Revise que estén escritos como aparecen en el acuse. Si coinciden, no es un acuse del Instituto."),
    )


def of_standing(found: Standing) -> Result:
    """A receipt known by its folio and code."""
    tone, title, reason = _standing_words(found)
    return Result(tone, title, reason, _items(found))


def of_file(examined: Examined) -> Result:
    """A receipt that was handed over."""
    if examined.verdict.error is not None:
        return _refusal(examined.verdict.kind, examined.verdict.error)
    if examined.standing is not None:
        return of_standing(examined.standing)
    return Result(
        "warning",
        _("El acuse es auténtico, pero este portal no lo tiene en sus registros"),
        _("El sello del Instituto es correcto. No se puede saber aquí si otra informativa lo sustituyó."),
    )


def _refusal(kind: Kind, error: ReceiptVerificationError) -> Result:
    titles = {
        Kind.ALTERED: _("El acuse fue alterado"),
        Kind.NOT_OURS: _("No es un acuse del Instituto"),
    }
    return Result("error", titles[kind], _(error.message))


def _standing_words(found: Standing) -> tuple[Tone, str, str]:
    if found.status is ReceiptStatus.SUPERSEDED:
        reason = _("Otra informativa la sustituyó. Pida a quien se lo entregó el acuse de la más reciente.")
        return "warning", _("El acuse es auténtico, pero ya no está vigente"), reason
    if found.status is ReceiptStatus.VOID:
        reason = _("La informativa quedó sin efectos después de presentarse.")
        return "warning", _("El acuse es auténtico, pero quedó sin efectos"), reason
    if found.status is ReceiptStatus.PENDING:
        reason = _("La informativa se recibió; falta confirmar la vigencia de la e.firma con que se firmó.")
        return "info", _("El acuse es auténtico, con una verificación pendiente"), reason
    return (
        "success",
        _("El acuse es auténtico y está vigente"),
        _("Nadie lo ha cambiado y ninguna otra informativa lo sustituye."),
    )


def _items(found: Standing) -> tuple[Item, ...]:
    presented = localtime(found.presented_at)
    return (
        Item(_("Contratista"), found.provider_name),
        Item(_("Tipo de informativa"), _type_name(found.type)),
        Item(_("Cuatrimestre"), period_words(Period(found.year, found.number))),
        Item(_("Presentada"), day_words(presented), hint=_presented_time(presented)),
    )


def _presented_time(presented: datetime) -> str:
    return _("A las %(time)s, hora del centro.") % {"time": date_format(presented, "TIME_FORMAT")}


def _type_name(kind: str) -> str:
    names = {
        "normal": _("Normal"),
        "sin_informacion": _("Sin información"),
        "correccion": _("Complementaria: Corrección"),
        "actualizacion": _("Complementaria: Actualización"),
        "sin_efectos": _("Complementaria: Sin efectos"),
    }
    return names[kind]
