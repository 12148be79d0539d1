"""What is frozen for signature and what has been presented."""

from django.db import models
from django.db.models import Q

from icsoe.apps.access.models import RevocationCheck, SeenCertificate
from icsoe.apps.filings.enums import STANDING, FilingState, FilingType
from icsoe.apps.providers.models import Provider


class FrozenBytes(models.Model):
    """Canonical bytes kept under their own SHA-256: a document or a roster, stored once."""

    sha256 = models.CharField(max_length=64, primary_key=True, db_collation="C")
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()


class Review(models.Model):
    """The exact document a person was shown to sign."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=16, choices=FilingType.choices)
    document = models.ForeignKey(FrozenBytes, on_delete=models.PROTECT, related_name="+")
    rosters = models.ManyToManyField(FrozenBytes, related_name="+")
    contract_count = models.PositiveIntegerField()
    worker_count = models.PositiveIntegerField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "year", "number", "document"], name="filings_review_once"
            ),
        ]


class Filing(models.Model):
    """One informativa presented. Nothing of it ever changes but its state (a trigger refuses the rest)."""

    folio = models.CharField(max_length=20, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="filings")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=16, choices=FilingType.choices)
    state = models.CharField(max_length=10, choices=FilingState.choices)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="filing")
    document = models.ForeignKey(FrozenBytes, on_delete=models.PROTECT, related_name="+")
    cadena = models.TextField()
    signature = models.BinaryField()
    certificate = models.ForeignKey(SeenCertificate, on_delete=models.PROTECT, related_name="+")
    revocation = models.ForeignKey(RevocationCheck, on_delete=models.PROTECT, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=64)
    presented_at = models.DateTimeField()
    is_late = models.BooleanField()
    contract_count = models.PositiveIntegerField()
    worker_count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["provider", "-presented_at"], name="filings_filing_history")]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "year", "number"],
                condition=Q(state__in=STANDING),
                name="filings_filing_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["provider", "idempotency_key"], name="filings_filing_idempotency"
            ),
            models.CheckConstraint(
                condition=~Q(type="sin_informacion") | Q(contract_count=0), name="filings_filing_nil_is_empty"
            ),
            models.CheckConstraint(
                condition=~Q(type="normal")
                | Q(contract_count__gt=0, worker_count__gte=models.F("contract_count")),
                name="filings_filing_normal_has_workers",
            ),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="filings_filing_period_exists"
            ),
            models.CheckConstraint(
                condition=Q(type__in=("normal", "sin_informacion"), replaces__isnull=True)
                | ~Q(type__in=("normal", "sin_informacion")),
                name="filings_filing_first_replaces_nothing",
            ),
            models.CheckConstraint(condition=Q(type__in=FilingType.values), name="filings_filing_type_known"),
            models.CheckConstraint(
                condition=Q(state__in=FilingState.values), name="filings_filing_state_known"
            ),
        ]
