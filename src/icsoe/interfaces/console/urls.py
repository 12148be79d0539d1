"""Addresses of the console."""

from django.urls import path

from icsoe.interfaces.console import calendar, entry, inquiries, publication

app_name = "console"
urlpatterns = [
    path("", inquiries.home, name="home"),
    path("entrar/", entry.enter, name="enter"),
    path("salir/", entry.leave, name="leave"),
    path("planteamientos/", inquiries.inbox, name="inquiries"),
    path("planteamientos/<str:folio>/", inquiries.inquiry, name="inquiry"),
    path("planteamientos/<str:folio>/responder/", inquiries.answer, name="answer"),
    path("planteamientos/<str:folio>/cerrar/", inquiries.close, name="close"),
    path("planteamientos/<str:folio>/archivo/", inquiries.file, name="file"),
    path("calendario/", calendar.calendar, name="calendar"),
    path("listado/", publication.publication, name="publication"),
    path("calendario/retirar/", calendar.withdraw, name="withdraw_day"),
]
