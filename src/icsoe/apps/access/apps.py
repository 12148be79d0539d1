from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccessConfig(AppConfig):
    name = "icsoe.apps.access"
    label = "access"

    def ready(self) -> None:
        """Have every log-in noted among the open sessions, whichever door it came through."""
        from icsoe.apps.access.doors import note_session

        user_logged_in.connect(note_session, dispatch_uid="access.note_session")
