from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "icsoe.apps.access"
    label = "access"
