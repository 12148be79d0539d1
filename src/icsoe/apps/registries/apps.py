from django.apps import AppConfig


class RegistriesConfig(AppConfig):
    name = "icsoe.apps.registries"
    label = "registries"
