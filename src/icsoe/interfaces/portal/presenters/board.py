"""The board in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from icsoe.apps.contracts.selectors import ContractRow
from icsoe.apps.filings.selectors import PeriodRow
from icsoe.interfaces.portal.presenters.lateness import fine_words
from icsoe.interfaces.portal.presenters.words import count_contracts, count_workers, filing_tag
from icsoe.lib.periods.windows import PeriodState, central_day
from icsoe.ui.parts import Column, Deadline, Row, Tag, Task
from icsoe.ui.tags.dates import period_words

if TYPE_CHECKING:
    from icsoe.apps.providers.models import Provider, Registration


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now: what the button says and where it goes."""

    label: str
    url: str
    sentence: str
    other: tuple[str, str] | None = None  # as good a choice as the button: what it says and where it goes


def left_to_do(*, signs: bool, is_sent: bool) -> str:
    """What is left once everything is captured, for who signs and for who captures."""
    if signs:
        return _("Revise todo y firme.")
    return (
        _("Ya está enviada: espera la firma del titular.") if is_sent else _("Revise todo y envíela a firma.")
    )


def board_page(
    *,
    rows: Sequence[PeriodRow],
    current: PeriodRow,
    provider: "Provider",
    registration: "Registration | None",
    contracts: Sequence[ContractRow],
    at: datetime,
    to_do: str,
    signs: bool,
) -> dict[str, Any]:
    """Context of the board. ``to_do``: what is left for this reader once everything is captured."""
    return {
        "period": current.period,
        "period_name": period_words(current.period),
        "state": state_sentence(current),
        "deadline": _deadline(current, at),
        "tasks": [] if current.filing else _tasks(current, provider, registration, contracts),
        "next_step": _next_step(current, contracts, to_do, signs=signs),
        "in_course": [
            (
                period_words(row.period),
                str(row.in_progress.label),
                reverse("portal:complement", args=[row.period]),
            )
            for row in rows
            if row.in_progress is not None
        ],
        "calendar_url": reverse("portal:calendar"),
        "filing": current.filing,
        "filing_tag": filing_tag(current.filing) if current.filing else None,
        "fine": _fine(current, at),
        "columns": [
            Column(_("Periodo")),
            Column(_("Estado")),
            Column(_("Último día")),
            Column(_("Informativa")),
        ],
        "periods": [_period_row(row) for row in rows if row.period != current.period],
    }


def _tasks(
    row: PeriodRow,
    provider: "Provider",
    registration: "Registration | None",
    contracts: Sequence[ContractRow],
) -> list[Task]:
    profile = reverse("portal:profile")
    listed = f"{reverse('portal:contracts')}?periodo={row.period}"
    return [
        _task(_("Datos de contacto"), done=bool(provider.email), hint=provider.email, url=profile),
        _registration_task(registration, profile, needed=bool(contracts) or row.voided),
        *_contract_tasks(contracts, listed, needed=row.voided),
    ]


def _registration_task(registration: "Registration | None", url: str, *, needed: bool) -> Task:
    title = _("Registro REPSE y servicios autorizados")
    if registration is None and not needed:
        return Task(title, _("Solo si tiene contratos"), url=url)
    return _task(
        title, done=registration is not None, hint=registration.number if registration else "", url=url
    )


def _contract_tasks(contracts: Sequence[ContractRow], url: str, *, needed: bool) -> list[Task]:
    title = _("Contratos iniciados en el periodo")
    if not contracts and needed:
        return [_task(title, done=False, hint=_("La Normal lleva al menos uno."), url=url)]
    if not contracts:
        return [Task(title, _("Ninguno"), hint=_("Si no inició ninguno, presente Sin información."), url=url)]
    lacking = [one for one in contracts if one.workers == 0]
    workers = sum(one.workers for one in contracts)
    return [
        Task(title, _("Capturados"), "success", count_contracts(len(contracts)), url),
        _workers_task(lacking, workers, url),
    ]


def _task(title: str, *, done: bool, hint: str, url: str) -> Task:
    if done:
        return Task(title, _("Listo"), "success", hint, url)
    return Task(title, _("Falta"), "error", hint, url)


def _workers_task(lacking: list[ContractRow], workers: int, listed: str) -> Task:
    if not lacking:
        return Task(_("Trabajadores de cada contrato"), _("Listo"), "success", count_workers(workers), listed)
    hint = _("Sin trabajadores: %(folios)s") % {
        "folios": ", ".join(one.contract.folio for one in lacking[:5])
    }
    url = reverse("portal:contract", args=[lacking[0].contract.folio])
    return Task(_("Trabajadores de cada contrato"), _("Falta"), "error", hint, url)


def _next_step(row: PeriodRow, contracts: Sequence[ContractRow], to_do: str, *, signs: bool) -> NextStep:
    review = reverse("portal:review", args=[row.period])
    listed = f"{reverse('portal:contracts')}?periodo={row.period}"
    if row.filing is not None:
        url = reverse("portal:receipt", args=[row.filing.folio])
        return NextStep(_("Ver acuse"), url, _("La informativa de este periodo ya está presentada."))
    if row.state is PeriodState.CAPTURE:
        return NextStep(
            _("Capturar contratos"), listed, _("Puede capturar desde ahora; se presenta al abrir el plazo.")
        )
    if contracts:
        return NextStep(_("Revisar informativa"), review, to_do)
    if row.voided:
        due = _(
            "Dejó sin efectos su Sin información: ahora corresponde la Normal, con los contratos del periodo."
        )
        return NextStep(_("Capturar contratos"), listed, due)
    return _nothing_captured(review, listed, signs=signs)


def _nothing_captured(review: str, listed: str, *, signs: bool) -> NextStep:
    """Both ways on: nobody who has contracts is led past them to declare that there are none."""
    capture = (_("Capturar contratos"), listed)
    if signs:
        sentence = _(
            "Si inició contratos en el periodo, captúrelos. Si no inició ninguno, presente una informativa "
            "Sin información."
        )
        return NextStep(_("Presentar sin información"), review, sentence, capture)
    sentence = _(
        "Si se iniciaron contratos en el periodo, captúrelos. Si no se inició ninguno, envíe a firma una "
        "informativa Sin información."
    )
    return NextStep(_("Revisar informativa"), review, sentence, capture)


def state_sentence(row: PeriodRow) -> Tag:
    if row.filing is not None:
        return filing_tag(row.filing)
    if row.voided:
        late = row.state is PeriodState.LATE
        return Tag(_("Sin efectos; falta la Normal"), "error" if late else "warning")
    return {
        PeriodState.FUTURE: Tag(_("Aún no empieza"), "neutral"),
        PeriodState.CAPTURE: Tag(_("En captura"), "info"),
        PeriodState.OPEN: Tag(_("En plazo, sin presentar"), "warning"),
        PeriodState.LATE: Tag(_("Fuera de plazo, sin presentar"), "error"),
    }[row.state]


def _deadline(row: PeriodRow, at: datetime) -> Deadline:
    note = ""
    if row.state is PeriodState.CAPTURE:
        note = _("Se presenta del %(first)s al %(last)s.") % {
            "first": row.window.first_day.strftime("%d/%m/%Y"),
            "last": row.window.last_day.strftime("%d/%m/%Y"),
        }
    return Deadline(
        title=_("Último día para presentar en tiempo"),
        last_day=row.window.last_day,
        days_left=(row.window.last_day - central_day(at)).days,
        note=note,
        done=row.filing is not None,
    )


def _fine(row: PeriodRow, at: datetime) -> str:
    """The range of the fine, when the period is late and nothing is presented."""
    if row.filing is not None or row.state is not PeriodState.LATE:
        return ""
    return fine_words(central_day(at))


def _period_row(row: PeriodRow) -> Row:
    filed = row.filing
    url = f"{reverse('portal:contracts')}?periodo={row.period}"
    if filed:
        url = reverse("portal:receipt", args=[filed.folio])
    return Row(
        cells=[
            period_words(row.period),
            state_sentence(row),
            row.window.last_day.strftime("%d/%m/%Y"),
            filed.folio if filed else "",
        ],
        url=url,
    )
