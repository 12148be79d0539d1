"""The design system as a Django app, so that its templates and tags are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Holds templates, template tags and the form renderer; it has no models."""

    name = "icsoe.ui"
    label = "ui"
    verbose_name = "Sistema de diseño"
