"""Every address of the system."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from icsoe.config.language import choose_language

handler400 = "icsoe.interfaces.public.errors.malformed"
handler403 = "icsoe.interfaces.public.errors.denied"
handler404 = "icsoe.interfaces.public.errors.not_found"
handler500 = "icsoe.interfaces.public.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("icsoe.interfaces.public.urls")),
    path("", include("icsoe.interfaces.portal.urls")),
    path("instituto/", include("icsoe.interfaces.console.urls")),
    path("idioma/", choose_language, name="set_language"),
]
if settings.PRACTICE:
    urlpatterns += [path("componentes/", include("icsoe.ui.urls"))]
