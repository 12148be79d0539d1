"""How a session finds its account again."""

from django.contrib.auth.backends import BaseBackend

from icsoe.apps.access.models import Account


class EfirmaBackend(BaseBackend):
    """Accounts that proved an e.firma; the proof itself is ``providers.services.enter``."""

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()
