"""Accounts, the certificates seen, the challenges given out and the revocation answers kept."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from icsoe.apps.access.enums import AccountKind, RevocationStatus


class AccountManager(BaseUserManager["Account"]):
    pass


class Account(AbstractBaseUser):
    """Whoever can hold a session. Holders have no password: they prove their e.firma each time."""

    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    key = models.CharField(max_length=80, help_text="RFC of a holder, CURP of a clerk, e-mail of an officer")
    name = models.CharField(max_length=300)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="access_account_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=AccountKind.values), name="access_account_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
