"""Addresses that need no account."""

from django.urls import path, re_path

from icsoe.interfaces.public import health, help, home, inquiry, published, verification

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("ayuda/", help.center, name="help"),
    path("ayuda/buscar/", help.find, name="find"),
    path("ayuda/manual.pdf", help.manual_pdf, name="manual_pdf"),
    re_path(r"^ayuda/plantillas/trabajadores\.(?P<kind>xlsx|csv)$", help.template, name="template"),
    path("ayuda/planteamiento/", inquiry.inquiry, name="inquiry"),
    path("ayuda/planteamiento/<str:token>/", inquiry.registered, name="inquiry_registered"),
    path("ayuda/<slug:slug>/", help.article, name="article"),
    path("publicacion/", published.published_list, name="published_list"),
    re_path(
        r"^publicacion/(?P<period>20[2-9][0-9]-[123])\.csv$", published.published_csv, name="published_csv"
    ),
    path("salud/", health.live, name="live"),
    path("salud/listo/", health.ready, name="ready"),
    path("metricas/", health.metrics, name="metrics"),
    path("verificar/", verification.verify, name="verify"),
    path("verificar/resultado/", verification.verify_result, name="verify_result"),
    path("verificar/estado/", verification.verify_state, name="verify_state"),
]
