from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "icsoe.apps.filings"
    label = "filings"
