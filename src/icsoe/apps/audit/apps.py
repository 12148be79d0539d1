from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "icsoe.apps.audit"
    label = "audit"
