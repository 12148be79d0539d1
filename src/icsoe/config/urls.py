"""Every address of the system."""

from django.urls import include, path

urlpatterns = [
    path("", include("icsoe.interfaces.public.urls")),
    path("", include("icsoe.interfaces.portal.urls")),
    path("idioma/", include("django.conf.urls.i18n")),
]
