"""What applying a file would do, and what it did, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.intake.enums import ApplyMode
from icsoe.apps.intake.records import ContractChange, Preview
from icsoe.interfaces.portal.forms.load import ALL, VALID, ApplyForm
from icsoe.interfaces.portal.presenters.load_words import figure
from icsoe.ui.parts import Column, NavItem, Row, Stat

if TYPE_CHECKING:
    from icsoe.apps.intake.models import Load

MOST_CONTRACTS = 100


def apply_part(one: "Load", previews: dict[ApplyMode, Preview], given: ApplyForm | None) -> dict[str, Any]:
    """Context of the choice, with what each way would do beside it; as the person left it, or what loses
    nothing. Where there is nothing to choose it is said, and not asked.
    """
    rows = _row_choices(one, previews)
    modes = [(mode.value, f"{mode.label}: {sum_words(preview)}") for mode, preview in previews.items()]
    replaced = previews[ApplyMode.REPLACE]
    is_new = not (replaced.changed or replaced.unchanged or replaced.removed)
    initial = {
        "modo": ApplyMode.MERGE if replaced.removed else ApplyMode.REPLACE,
        "renglones": rows[0][0],
    }
    form = ApplyForm(given.data if given else None, modes=modes, rows=rows, initial=initial)
    if given is not None:
        form.errors.update(given.errors)  # what the act said, rather than that a choice is no longer offered
    return {
        "form": form,
        "only_mode": ApplyMode.REPLACE.value if is_new else "",
        "only_mode_words": _("La lista está vacía: %(sum)s.") % {"sum": sum_words(replaced)},
        "only_rows": rows[0][0] if len(rows) == 1 else "",
        "only_rows_words": rows[0][1],
    }


def _row_choices(one: "Load", previews: dict[ApplyMode, Preview]) -> list[tuple[str, str]]:
    """All rows, while the file has no error; only the valid ones, when there are others."""
    choices = []
    if not one.rows_faulty:
        choices.append((ALL, _("Todos los renglones (%(rows)s)") % {"rows": figure(one.rows_read)}))
    if any(preview.skipped for preview in previews.values()):
        valid = figure(one.rows_read - one.rows_faulty)
        choices.append((VALID, _("Solo los renglones válidos (%(rows)s)") % {"rows": valid}))
    return choices


def sum_words(preview: Preview) -> str:
    """``se agregan 12, cambian 3, se quitan 5 y quedan igual 80``."""
    if preview.changes_nothing:
        return _("no cambia nada, la lista ya dice lo mismo")
    kept = preview.unchanged + sum(one.kept for one in preview.contracts)
    return _("se agregan %(added)s, cambian %(changed)s, se quitan %(removed)s y quedan igual %(kept)s") % {
        "added": figure(preview.added),
        "changed": figure(preview.changed),
        "removed": figure(preview.removed),
        "kept": figure(kept),
    }


def confirm_page(one: "Load", seen: Preview, form: ApplyForm, *, problem: str) -> dict[str, Any]:
    """Context of the question before a file is applied."""
    back = reverse("portal:load", args=[one.public_id])
    return {
        "title": _("Reemplazar la lista") if seen.mode is ApplyMode.REPLACE else _("Agregar y actualizar"),
        "file_name": one.file_name,
        "problem": problem,
        "stats": change_stats(seen.contracts),
        "skipped": _skipped_words(seen.skipped),
        "removed": _removed_words(seen.removed),
        "changes_nothing": seen.changes_nothing,
        "is_one": len(seen.contracts) == 1,
        **change_table(seen.contracts),
        "action": reverse("portal:load_apply", args=[one.public_id]),
        "hidden": [
            ("modo", form.mode.value),
            ("renglones", VALID if form.only_valid else ALL),
            ("base", seen.basis),
        ],
        "back_url": back,
        "trail": [*load_trail(one), NavItem(one.file_name, back), NavItem(_("Aplicar"))],
    }


def change_stats(changes: Sequence[ContractChange]) -> list[Stat]:
    """The figures of all contracts together."""
    return [
        Stat(_("Se agregan"), figure(sum(one.added for one in changes))),
        Stat(_("Cambian"), figure(sum(one.changed for one in changes))),
        Stat(_("Se quitan"), figure(sum(one.removed for one in changes))),
        Stat(_("Quedan igual"), figure(sum(one.unchanged + one.kept for one in changes))),
    ]


def done_stats(changes: Sequence[ContractChange]) -> list[Stat]:
    """The figures of what was done to all contracts together."""
    return [
        Stat(_("Agregados"), figure(sum(one.added for one in changes))),
        Stat(_("Cambiados"), figure(sum(one.changed for one in changes))),
        Stat(_("Quitados"), figure(sum(one.removed for one in changes))),
    ]


def change_table(changes: Sequence[ContractChange]) -> dict[str, Any]:
    """Columns and rows of what becomes of each contract, the first hundred."""
    more = len(changes) - MOST_CONTRACTS
    return {
        "change_columns": [
            Column(_("Contrato"), code=True),
            Column(_("Se agregan"), numeric=True),
            Column(_("Cambian"), numeric=True),
            Column(_("Se quitan"), numeric=True),
            Column(_("Quedan igual"), numeric=True),
        ],
        "change_rows": [_change_row(one) for one in changes[:MOST_CONTRACTS]],
        "more_contracts": _("Y %(count)s contratos más.") % {"count": figure(more)} if more > 0 else "",
    }


def load_trail(one: "Load") -> list[NavItem]:
    """The way back from a page of a load."""
    trail = [NavItem(_("Contratos"), f"{reverse('portal:contracts')}?periodo={one.year}-{one.number}")]
    if one.folio:
        trail.append(NavItem(one.folio, reverse("portal:contract", args=[one.folio])))
    return trail


def _change_row(one: ContractChange) -> Row:
    figures = [one.added, one.changed, one.removed, one.unchanged + one.kept]
    return Row([one.folio, *map(figure, figures)], url=reverse("portal:contract", args=[one.folio]))


def _skipped_words(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s renglón con error no se carga.", "%(count)s renglones con error no se cargan.", count
    ) % {"count": figure(count)}


def _removed_words(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s trabajador que hoy está en la lista no viene en el archivo y se quitará.",
        "%(count)s trabajadores que hoy están en la lista no vienen en el archivo y se quitarán.",
        count,
    ) % {"count": figure(count)}
