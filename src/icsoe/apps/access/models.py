"""Accounts, appointments of clerks, the certificates seen, the challenges given out, the answers kept."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from icsoe.apps.access.enums import AccountKind, AppointmentState, RevocationStatus


class AccountManager(BaseUserManager["Account"]):
    pass


class Account(AbstractBaseUser):
    """Whoever can hold a session. Holders have no password: they prove their e.firma each time.

    A clerk's account is a CURP that somebody stated and a letter box it proved: a CURP alone proves nothing.
    """

    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    key = models.CharField(max_length=80, help_text="RFC of a holder, CURP of a clerk, e-mail of an officer")
    name = models.CharField(max_length=300)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    recovery_asked_at = models.DateTimeField(null=True, help_text="when a recovery link was last sent")

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=~models.Q(kind="clerk"), name="access_account_once"
            ),
            models.UniqueConstraint(
                fields=["key", "email"], condition=models.Q(kind="clerk"), name="access_clerk_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=AccountKind.values), name="access_account_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A clerk serving a provider: invited by it, or asked for by the clerk and accepted by it.

    The provider is kept as text: providers stand on a floor above this one.
    """

    provider_rfc = models.CharField(max_length=13, db_collation="C")
    curp = models.CharField(max_length=18, db_collation="C")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="appointments")
    state = models.CharField(max_length=10, choices=AppointmentState.choices)
    all_contracts = models.BooleanField(default=True)
    until = models.DateField(null=True, help_text="the last day, central time; none is until removed")
    reason = models.CharField(max_length=300, blank=True, help_text="what the clerk said when asking")
    nonce = models.CharField(max_length=32, help_text="changes with each sending: earlier links die")
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "state"], name="access_appointment_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["provider_rfc", "curp"],
                condition=~models.Q(state="removed"),
                name="access_appointment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=AppointmentState.values), name="access_appointment_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("invited", "removed")) | models.Q(account__isnull=False),
                name="access_appointment_has_account",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="invited") | models.Q(expires_at__isnull=False),
                name="access_appointment_invitation_expires",
            ),
            models.CheckConstraint(
                condition=models.Q(curp__regex=r"^[A-Z0-9]{18}$"), name="access_appointment_curp_shape"
            ),
        ]


class AppointedContract(models.Model):
    """A contract, by folio, that a clerk of some contracts may capture."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="contracts")
    folio = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "folio"], name="access_appointed_contract_once"),
        ]


class OpenSession(models.Model):
    """Where and since when an account is in: what its owner sees, and closes, from another device."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=200, blank=True)


class SeenCertificate(models.Model):
    """A certificate that passed every check at least once, kept whole: receipts point at it for ever."""

    number = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64, unique=True)
    rfc = models.CharField(max_length=13)
    name = models.CharField(max_length=300)
    der = models.BinaryField()
    issuer_der = models.BinaryField()
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    first_seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rfc"], name="access_certificate_rfc")]


class Challenge(models.Model):
    """Bytes of chance to sign at the door: used once, by the session that asked, within two minutes."""

    nonce = models.CharField(max_length=32, unique=True)
    session = models.CharField(max_length=64, help_text="SHA-256 of the session key it is bound to")
    host = models.CharField(max_length=255)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="access_challenge_expiry")]


class RevocationCheck(models.Model):
    """One answer about one certificate, with the raw evidence."""

    certificate = models.ForeignKey(SeenCertificate, on_delete=models.PROTECT, related_name="checks")
    status = models.CharField(max_length=12, choices=RevocationStatus.choices)
    checked_at = models.DateTimeField()
    produced_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    nonce = models.BinaryField(null=True)
    raw = models.BinaryField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["certificate", "-checked_at"], name="access_check_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=RevocationStatus.values), name="access_check_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="revoked") | models.Q(revoked_at__isnull=False),
                name="access_check_revoked_has_instant",
            ),
        ]
