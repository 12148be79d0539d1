from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "icsoe.interfaces.portal"
    label = "portal"
