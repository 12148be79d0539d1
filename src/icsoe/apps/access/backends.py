"""How a session finds its account again, and how a clerk's password is checked."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from icsoe.apps.access.enums import AccountKind
from icsoe.apps.access.models import Account

#: How many passwords are hashed at least, whatever is known of a CURP: time tells nothing.
LEAST_CHECKS = 2


class EfirmaBackend(BaseBackend):
    """Accounts that proved an e.firma; the proof itself is ``providers.services.enter``."""

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()


class ClerkBackend(EfirmaBackend):
    """Clerks by CURP and password."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - the shape Django calls
        username: str | None = None,
        password: str | None = None,
        **_rest: Any,
    ) -> Account | None:
        """The active clerk of that CURP whose password it is, or None.

        More than one account may state the CURP, each with a letter box of its own.
        """
        if username is None or password is None:
            return None
        known = Account.objects.filter(kind=AccountKind.CLERK, key=username, is_active=True).order_by("pk")
        right = [account for account in known if account.check_password(password)]
        # A CURP of nobody takes as long as one that one person states, or two.
        for _missing in range(len(known), LEAST_CHECKS):
            Account().set_password(password)
        return right[0] if right else None


class OfficerBackend(EfirmaBackend):
    """Officers by e-mail and password; the code of the telephone is asked with them by the act."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - the shape Django calls
        username: str | None = None,
        password: str | None = None,
        **_rest: Any,
    ) -> Account | None:
        """The active officer of that e-mail whose password it is, or None."""
        if username is None or password is None or "@" not in username:
            return None
        account = Account.objects.filter(kind=AccountKind.OFFICER, key=username, is_active=True).first()
        if account is None:
            # An unknown e-mail takes as long as a known one.
            Account().set_password(password)
            return None
        return account if account.check_password(password) else None
