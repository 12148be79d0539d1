"""The gallery's addresses, for development only: ``path("componentes/", include("icsoe.ui.urls"))``."""

from django.urls import path

from icsoe.ui.gallery import gallery, sample

app_name = "ui"
urlpatterns = [
    path("", gallery, name="gallery"),
    path("<slug:name>/", sample, name="sample"),
]
