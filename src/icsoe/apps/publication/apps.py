from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "icsoe.apps.publication"
    label = "publication"
