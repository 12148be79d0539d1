from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "icsoe.apps.providers"
    label = "providers"
