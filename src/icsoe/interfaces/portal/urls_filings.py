"""Addresses of what comes after presenting: complementarias, differences, copies, archive, calendar."""

from django.urls import path

from icsoe.interfaces.portal import calendar_feed, carry, complement, differences, history, mailbox
from icsoe.interfaces.portal.converters import PeriodConverter

_PERIOD = f"informativa/<{PeriodConverter.name}:period>"
_FILED = "acuses/<str:folio>/diferencias"

urlpatterns = [
    path(f"{_PERIOD}/complementaria/", complement.complement, name="complement"),
    path(f"{_PERIOD}/corregir/", complement.correct, name="correct"),
    path(f"{_PERIOD}/actualizar/", complement.update, name="update"),
    path(f"{_PERIOD}/abandonar/", complement.abandon, name="complement_abandon"),
    path(f"{_PERIOD}/sin-efectos/", complement.void, name="void"),
    path(f"{_PERIOD}/movimientos/", complement.movements, name="movements"),
    path(f"{_PERIOD}/diferencias/", differences.draft_difference, name="draft_difference"),
    path(f"{_PERIOD}/diferencias/<str:contract>/", differences.draft_workers, name="draft_workers"),
    path(
        f"{_PERIOD}/diferencias/<str:contract>/lista.csv",
        differences.draft_workers_csv,
        name="draft_workers_csv",
    ),
    path("acuses/anual/<int:year>.zip", history.archive, name="receipts_archive"),
    path(f"{_FILED}/", differences.filing_difference, name="filing_difference"),
    path(f"{_FILED}/<str:contract>/", differences.filing_workers, name="filing_workers"),
    path(f"{_FILED}/<str:contract>/lista.csv", differences.filing_workers_csv, name="filing_workers_csv"),
    path("contratos/copiar/", carry.earlier_contracts, name="earlier_contracts"),
    path("contratos/<str:folio>/copiar/", carry.carry_contract, name="carry_contract"),
    path("contratos/<str:folio>/copiar-lista/", carry.carry_roster, name="carry_roster"),
    path("calendario/", calendar_feed.calendar, name="calendar"),
    path("calendario/direccion/", calendar_feed.calendar_renew, name="calendar_renew"),
    path("calendario/<str:token>.ics", calendar_feed.calendar_file, name="calendar_file"),
    path("buzon/", mailbox.mailbox, name="mailbox"),
]
