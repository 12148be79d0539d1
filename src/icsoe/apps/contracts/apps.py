from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "icsoe.apps.contracts"
    label = "contracts"
