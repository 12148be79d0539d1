from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "icsoe.apps.receipts"
    label = "receipts"
