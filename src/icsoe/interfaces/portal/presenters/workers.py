"""The workers of a contract in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from icsoe.apps.contracts.selectors import WorkersPage
from icsoe.interfaces.portal.forms.worker import WorkerForm
from icsoe.interfaces.portal.presenters.words import count_workers

if TYPE_CHECKING:
    from icsoe.apps.contracts.models import Worker
    from icsoe.apps.contracts.records import WorkerData
    from icsoe.apps.registries.gateways import Insured
    from icsoe.interfaces.portal.roster_page import RosterView


@dataclass(frozen=True)
class News:
    """What just happened, with the warnings beside it, and the address that undoes it."""

    sentence: str
    warnings: Sequence[str] = ()
    undo_url: str = ""
    kind: str = "success"


@dataclass(frozen=True)
class WorkerLine:
    """A row of the list."""

    id: int
    nss: str
    curp: str
    name: str
    sbc: str
    edit_url: str
    remove_url: str
    is_edited: bool
    has_focus: bool


def roster_part(folio: str, found: WorkersPage, view: "RosterView", *, may_capture: bool) -> dict[str, Any]:
    """Context of the part with the workers."""
    lines = [_line(folio, worker, view) for worker in found.workers]
    editing = view.editing if any(line.is_edited for line in lines) else 0
    return {
        "folio": folio,
        "total": count_workers(found.total),
        "is_empty": found.total == 0,
        "lines": lines,
        "shown": _shown(len(lines), found.total),
        "words": view.words,
        "place": view.place,
        "previous": found.previous,
        "next": found.next,
        "editing": editing,
        "form": _form(view) if may_capture else None,
        "form_draft": f"worker-{view.editing or folio}",
        "form_is_fresh": view.form_is_fresh,
        "news": view.news,
        "focus": view.focus,
        "may_capture": may_capture,
        "add_url": reverse("portal:worker_add", args=[folio]),
        "search_url": reverse("portal:worker_search", args=[folio]),
        "register_url": reverse("portal:worker_register", args=[folio]),
        "change_url": reverse("portal:worker_change", args=[folio, view.editing]) if view.editing else "",
        "contract_url": reverse("portal:contract", args=[folio]),
    }


def full_name(worker: "Worker | Insured | WorkerData") -> str:
    """First surname, second surname, given names."""
    return " ".join(filter(None, (worker.primer_apellido, worker.segundo_apellido, worker.nombre)))


def money(amount: object) -> str:
    """``$1,234.50``."""
    return f"${number_format(amount, 2, force_grouping=True)}"  # type: ignore[arg-type]  # a Decimal


def _form(view: "RosterView") -> WorkerForm:
    form = view.form or WorkerForm()
    if view.focus in {"add", "form"}:
        form.fields["nss"].widget.attrs["autofocus"] = True
    if view.focus == "sbc":
        form.fields["sbc"].widget.attrs["autofocus"] = True
    return form


def _line(folio: str, worker: "Worker", view: "RosterView") -> WorkerLine:
    return WorkerLine(
        id=worker.pk,
        nss=worker.nss,
        curp=worker.curp,
        name=full_name(worker),
        sbc=money(worker.sbc),
        edit_url=reverse("portal:worker_edit", args=[folio, worker.pk]),
        remove_url=reverse("portal:worker_remove", args=[folio, worker.pk]),
        is_edited=worker.pk == view.editing,
        has_focus=view.focus == str(worker.pk),
    )


def _shown(count: int, total: int) -> str:
    words = (
        _("Se muestra %(count)s de %(total)s.") if count == 1 else _("Se muestran %(count)s de %(total)s.")
    )
    return words % {"count": number_format(count), "total": count_workers(total)}
