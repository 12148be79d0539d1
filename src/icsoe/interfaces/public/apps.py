from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "icsoe.interfaces.public"
    label = "public"
