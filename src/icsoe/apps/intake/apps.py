from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "icsoe.apps.intake"
    label = "intake"
