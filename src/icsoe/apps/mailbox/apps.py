from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "icsoe.apps.mailbox"
    label = "mailbox"
