from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "icsoe.interfaces.console"
    label = "console"
