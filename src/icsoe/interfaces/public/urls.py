"""Addresses that need no account."""

from django.urls import path

from icsoe.interfaces.public import health, home, verification

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("salud/", health.live, name="live"),
    path("salud/listo/", health.ready, name="ready"),
    path("metricas/", health.metrics, name="metrics"),
    path("verificar/", verification.verify, name="verify"),
    path("verificar/resultado/", verification.verify_result, name="verify_result"),
    path("verificar/estado/", verification.verify_state, name="verify_state"),
]
