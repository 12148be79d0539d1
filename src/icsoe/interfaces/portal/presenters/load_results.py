"""What was found in a file, what became of it, and what to do next."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from icsoe.apps.intake.enums import LoadState, ReportState, Step
from icsoe.apps.intake.records import CodeTotal
from icsoe.interfaces.portal.forms.load import ApplyForm, cell_name
from icsoe.interfaces.portal.load_facts import Facts
from icsoe.interfaces.portal.presenters.load_plan import (
    apply_part,
    change_table,
    done_stats,
    load_trail,
)
from icsoe.interfaces.portal.presenters.load_words import (
    code_title,
    column_title,
    figure,
    kept_sentence,
    remark_sentence,
    state_tag,
)
from icsoe.interfaces.portal.presenters.words import instant_words
from icsoe.lib.rulebook.rules import VALUE_CHARS
from icsoe.ui.parts import Bar, Column, Item, NavItem, Row, Stat

if TYPE_CHECKING:
    from icsoe.apps.intake.models import Finding, Load, Remark

#: The slower pace of asking about a large file.
_LARGE_ROWS = 50_000
#: Cells to correct that stand together.
_FOLD = 20


def load_page(facts: Facts, *, form: ApplyForm | None, sent: dict[str, str]) -> dict[str, Any]:
    """Context of the page of a load in whatever state it is."""
    one = facts.load
    context: dict[str, Any] = {
        "load": one,
        "state": state_tag(one),
        "kind_of_page": _kind_of_page(one),
        "url": _url(one),
        "step": facts.progress.step if not facts.progress.settled else one.state,
        "step_words": _step_words(facts),
        "percent": facts.progress.percent,
        "is_working": not facts.progress.settled,
        "poll_url": f"{_url(one)}?paso={facts.progress.step if not facts.progress.settled else one.state}",
        "poll_every": "every 2s" if one.rows_total > _LARGE_ROWS else "every 1s",
        "rows_words": _rows_words(facts),
        "may_capture": facts.may_capture,
        "items": _items(one),
        "contract_url": reverse("portal:contract", args=[one.folio]) if one.folio else _list_url(one),
        "new_url": _new_url(one),
        "template_url": _template_url(one),
        "trail": [*load_trail(one), NavItem(one.file_name)],
        **{
            f"{act}_url": reverse(f"portal:load_{act}", args=[one.public_id])
            for act in ("apply", "correct", "check_again", "undo", "discard", "original")
        },
    }
    if one.state == LoadState.CHECKED:
        context |= _checked(facts, form, sent)
    if one.state == LoadState.FAILED:
        context["problems"] = _told(facts.told, facts.remarks)
    if one.state in (LoadState.APPLIED, LoadState.UNDONE):
        context |= _applied(facts)
    return context


def _kind_of_page(one: "Load") -> str:
    return {
        LoadState.RECEIVED: "working",
        LoadState.CHECKING: "working",
        LoadState.APPLYING: "working",
        LoadState.UNDONE: "undone",
    }.get(LoadState(one.state), str(one.state))


def _checked(facts: Facts, form: ApplyForm | None, sent: dict[str, str]) -> dict[str, Any]:
    one = facts.load
    nothing = all(preview.changes_nothing for preview in facts.previews.values())
    valid = one.rows_read - one.rows_faulty
    return {
        "stats": [
            Stat(_("Renglones leídos"), figure(one.rows_read)),
            Stat(_("Válidos"), figure(valid)),
            Stat(_("Con avisos"), figure(one.rows_warned), _("también se cargan")),
            Stat(_("Con errores"), figure(one.rows_faulty), _("no se cargan")),
        ],
        "is_clean": not one.rows_faulty,
        "verdict": _verdict(one),
        "told": _told(facts.told, facts.remarks),
        "error_bars": _bars(facts, errors=True),
        "warning_bars": _bars(facts, errors=False),
        "filters": _filters(facts),
        "codes": _codes(facts),
        **_findings(facts, sent),
        "reports": _reports(one),
        "has_valid": valid > 0,
        "same_file": _same_file(facts) if nothing and valid else "",
        **(apply_part(one, facts.previews, form) if facts.may_capture and valid else {"form": None}),
    }


def _verdict(one: "Load") -> str:
    if not one.rows_faulty:
        return _("El archivo no tiene errores.")
    return ngettext(
        "%(count)s renglón tiene errores. Corríjalo, o aplique solo los renglones válidos.",
        "%(count)s renglones tienen errores. Corríjalos, o aplique solo los renglones válidos.",
        one.rows_faulty,
    ) % {"count": figure(one.rows_faulty)}


def _same_file(facts: Facts) -> str:
    before = facts.applied_before
    if before is None or before.applied_at is None:
        return _("La lista del contrato ya dice lo mismo que este archivo.")
    return _("Este mismo archivo ya se aplicó: %(when)s. La lista ya dice lo mismo.") % {
        "when": instant_words(before.applied_at)
    }


def _told(told: "Sequence[Finding]", remarks: "Sequence[Remark]") -> list[str]:
    """What is about the whole file: the reader's own words, which are finer, stand for its code."""
    said = [] if remarks and told and not told[0].row and _is_refusal(told) else map(kept_sentence, told)
    return list(dict.fromkeys([*said, *map(remark_sentence, remarks)]))


def _is_refusal(told: "Sequence[Finding]") -> bool:
    """Whether it was the reader of files who refused it."""
    return told[0].code in {
        "file_empty",
        "file_unreadable",
        "file_too_large",
        "column_missing",
        "column_repeated",
    }


def _bars(facts: Facts, *, errors: bool) -> list[Bar]:
    counts: Counter[str] = Counter()
    for total in _of_rows(facts):
        if total.is_error == errors:
            counts[total.code] += total.count
    return [Bar(code_title(code), count, figure(count)) for code, count in counts.most_common()]


def _of_rows(facts: Facts) -> list[CodeTotal]:
    """The totals of what is about rows; what is about the whole file is told above."""
    told = {finding.code for finding in facts.told}
    return [total for total in facts.totals if total.code not in told]


def _filters(facts: Facts) -> list[NavItem]:
    """Which findings to see: every error, every warning, or those of one code."""
    url, narrowed = _url(facts.load), facts.narrowed
    listed = _of_rows(facts)
    has_errors = any(total.is_error for total in listed)
    has_warnings = any(not total.is_error for total in listed)
    items = []
    if has_errors:
        current = narrowed.severity == "E" and not narrowed.code
        items.append(NavItem(_("Errores"), f"{url}#observaciones", current=current))
    if has_warnings:
        items.append(
            NavItem(_("Avisos"), f"{url}?ver=avisos#observaciones", current=narrowed.severity == "W")
        )
    return items if len(items) > 1 else []


def _codes(facts: Facts) -> list[tuple[str, str, bool]]:
    """The observations to choose one from: code, its words, whether it is the one shown."""
    codes = dict.fromkeys(total.code for total in _of_rows(facts))
    return [(code, code_title(code), code == facts.narrowed.code) for code in codes]


def _findings(facts: Facts, sent: dict[str, str]) -> dict[str, Any]:
    found = facts.findings
    columns = [
        Column(_("Renglón")),
        Column(_("Columna")),
        Column(_("Dato")),
        Column(_("Qué hacer"), wide=True),
    ]
    if facts.may_correct:
        rows = [_correction_row(one, sent) for one in _by_cell(found)]
        columns = [
            Column(_("Renglón")),
            Column(_("Columna")),
            Column(_("Qué pasa")),
            Column(_("Dato")),
        ]
    else:
        rows = [_finding_row(one) for one in found]
    return {
        "may_correct": facts.may_correct,
        "correction_groups": _groups(rows, is_open=bool(sent)) if facts.may_correct else [],
        "finding_columns": columns,
        "finding_rows": rows,
        "finding_caption": _caption(facts),
        "first_url": _page_url(facts, 0) if facts.narrowed.after else "",
        "following_url": _page_url(facts, facts.following) if facts.following else "",
        "shown_words": _("Se muestran %(count)s.") % {"count": figure(len(rows))},
    }


def _groups(rows: list[Row], *, is_open: bool) -> list[tuple[str, list[Row], bool]]:
    """Faulty cells in parts that fold, the first one open: two hundred at once are a very long page on a
    telephone. All are, after a refusal, so that nothing of what was written is out of sight."""
    groups = []
    for start in range(0, len(rows), _FOLD):
        part = rows[start : start + _FOLD]
        words = _("Celdas %(first)s a %(last)s de %(count)s: renglones %(top)s a %(bottom)s") % {
            "first": figure(start + 1),
            "last": figure(start + len(part)),
            "count": figure(len(rows)),
            "top": part[0].cells[0],
            "bottom": part[-1].cells[0],
        }
        groups.append((words, part, is_open or not start))
    return groups


def _caption(facts: Facts) -> str:
    if facts.narrowed.code:
        return code_title(facts.narrowed.code)
    return _("Avisos") if facts.narrowed.severity == "W" else _("Errores")


def _finding_row(one: "Finding") -> Row:
    return Row([figure(one.row or 0), column_title(one.column), one.value, kept_sentence(one)])


def _by_cell(found: "Sequence[Finding]") -> "list[list[Finding]]":
    """The findings of each cell together, in order."""
    cells: dict[tuple[int | None, str], list[Finding]] = {}
    for one in found:
        cells.setdefault((one.row, one.column), []).append(one)
    return list(cells.values())


def _correction_row(cell: "Sequence[Finding]", sent: dict[str, str]) -> Row:
    """A faulty cell with its box; a whole row has none, and is mended in the file."""
    one = cell[0]
    what = " ".join(map(kept_sentence, cell))
    box: object = _("Corríjalo en su archivo.")
    if one.column:
        name = cell_name(one.row or 0, one.column)
        label = _("%(column)s del renglón %(row)s") % {
            "column": column_title(one.column),
            "row": figure(one.row or 0),
        }
        box = _box(name, sent.get(name, one.value), label)
    return Row([figure(one.row or 0), column_title(one.column), what, box])


def _box(name: str, value: str, label: str) -> SafeString:
    attributes = {
        "type": "text",
        "class": "form-control code in-20",
        "id": name,
        "name": name,
        "value": value,
        "aria-label": label,
        "maxlength": VALUE_CHARS,
        "autocomplete": "off",
        "spellcheck": "false",
    }
    return SafeString(f"<input{flatatt(attributes)}>")  # flatatt escapes what people wrote


def _reports(one: "Load") -> dict[str, Any]:
    """Which reports there are to take away, or that they are on their way."""
    kinds = {
        ReportState.READY: ("xlsx", "csv"),
        ReportState.FAILED: ("csv",),
    }.get(ReportState(one.reports), ())
    words = {
        "xlsx": _("Su archivo con las celdas marcadas (.xlsx)"),
        "csv": _("Lista de observaciones (.csv)"),
    }
    return {
        "is_pending": one.reports == ReportState.PENDING,
        "links": [(words[kind], reverse("portal:load_report", args=[one.public_id, kind])) for kind in kinds],
    }


def _applied(facts: Facts) -> dict[str, Any]:
    one = facts.load
    changed = [row for row in facts.changes if row.added or row.changed or row.removed]
    when = one.undone_at if one.state == LoadState.UNDONE else one.applied_at
    return {
        "stats": done_stats(facts.changes),
        **change_table(facts.changes if not one.folio else []),
        "changed_nothing": not changed,
        "can_undo": facts.can_undo and facts.may_capture,
        "when": instant_words(when) if when else "",
    }


def _step_words(facts: Facts) -> str:
    if facts.progress.settled:
        return str(LoadState(facts.load.state).label)
    return str(Step(facts.progress.step).label)


def _rows_words(facts: Facts) -> str:
    total = facts.progress.rows_total
    return _("%(rows)s renglones") % {"rows": figure(total)} if total else ""


def _items(one: "Load") -> list[Item]:
    return [
        Item(_("Archivo"), one.file_name),
        Item(_("Para"), one.folio or _("los contratos que nombra cada renglón")),
        Item(_("Recibido"), instant_words(one.received_at), hint=one.received_by),
        Item(_("Huella del archivo (SHA-256)"), one.sha256, code=True),
    ]


def _url(one: "Load") -> str:
    return reverse("portal:load", args=[one.public_id])


def _page_url(facts: Facts, after: int) -> str:
    asked = {
        "observacion": facts.narrowed.code,
        "ver": "avisos" if facts.narrowed.severity == "W" else "",
        "despues": str(after or ""),
    }
    query = urlencode({name: text for name, text in asked.items() if text})
    return f"{_url(facts.load)}{'?' + query if query else ''}#observaciones"


def _list_url(one: "Load") -> str:
    return f"{reverse('portal:contracts')}?periodo={one.year}-{one.number}"


def _new_url(one: "Load") -> str:
    if one.folio:
        return reverse("portal:load_new", args=[one.folio])
    return f"{reverse('portal:load_new_period')}?periodo={one.year}-{one.number}"


def _template_url(one: "Load") -> str:
    if one.folio:
        return reverse("portal:load_template", args=[one.folio, "xlsx"])
    return f"{reverse('portal:load_template_period', args=['xlsx'])}?periodo={one.year}-{one.number}"
