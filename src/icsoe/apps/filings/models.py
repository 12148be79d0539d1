"""What is frozen for signature and what has been presented."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from icsoe.apps.access.models import RevocationCheck, SeenCertificate
from icsoe.apps.contracts.models import Contract
from icsoe.apps.filings.enums import (
    COMPLEMENT_TYPES,
    COUNTED_TYPES,
    FIRST_TYPES,
    STANDING,
    DayKind,
    FilingState,
    FilingType,
)
from icsoe.apps.providers.models import Provider
from icsoe.lib.canonical.movements import MovementKind
from icsoe.lib.rulebook.complement import MOST_COMPLEMENTS


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
    replaces = models.ForeignKey("Filing", on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(FrozenBytes, on_delete=models.PROTECT, related_name="+")
    rosters = models.ManyToManyField(FrozenBytes, related_name="+")
    contract_count = models.PositiveIntegerField()
    worker_count = models.PositiveIntegerField()
    frozen_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, blank=True, help_text="of the live rows it was made of")
    captured_by = ArrayField(models.CharField(max_length=300), default=list, help_text="names")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "year", "number", "document"], name="filings_review_once"
            ),
            models.CheckConstraint(condition=Q(type__in=FilingType.values), name="filings_review_type_known"),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="filings_review_period_exists"
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
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")
    ordinal = models.PositiveSmallIntegerField(null=True, help_text="which of the four complementarias")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="filings")
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
            # With these two a document can be presented only once, so an old signature opens nothing.
            models.UniqueConstraint(
                fields=["provider", "year", "number", "type"],
                condition=Q(type__in=FIRST_TYPES) & ~Q(state="refused"),
                name="filings_filing_one_first",
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=~Q(state="refused"), name="filings_filing_replaced_once"
            ),
            models.UniqueConstraint(
                fields=["review"], condition=~Q(state="refused"), name="filings_filing_review_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "year", "number", "ordinal"],
                condition=~Q(state="refused"),
                name="filings_filing_ordinal_once",
            ),
            models.UniqueConstraint(
                fields=["provider", "idempotency_key"], name="filings_filing_idempotency"
            ),
            models.CheckConstraint(
                condition=Q(
                    type__in=COUNTED_TYPES, ordinal__isnull=False, ordinal__range=(1, MOST_COMPLEMENTS)
                )
                | (~Q(type__in=COUNTED_TYPES) & Q(ordinal__isnull=True)),
                name="filings_filing_at_most_four",
            ),
            models.CheckConstraint(
                condition=~Q(type="sin_informacion") | Q(contract_count=0), name="filings_filing_nil_is_empty"
            ),
            models.CheckConstraint(
                condition=~Q(type="sin_efectos") | Q(contract_count=0, worker_count=0),
                name="filings_filing_void_is_empty",
            ),
            models.CheckConstraint(
                condition=~Q(type="normal")
                | Q(contract_count__gt=0, worker_count__gte=models.F("contract_count")),
                name="filings_filing_normal_has_workers",
            ),
            models.CheckConstraint(
                condition=~Q(type__in=("correccion", "actualizacion"))
                | Q(contract_count__gt=0, worker_count__gte=models.F("contract_count")),
                name="filings_filing_complement_has_workers",
            ),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="filings_filing_period_exists"
            ),
            models.CheckConstraint(
                condition=Q(type__in=FIRST_TYPES, replaces__isnull=True) | ~Q(type__in=FIRST_TYPES),
                name="filings_filing_first_replaces_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(type__in=COMPLEMENT_TYPES) | Q(replaces__isnull=False),
                name="filings_filing_complement_replaces",
            ),
            models.CheckConstraint(
                condition=Q(type="sin_efectos", state__in=("pending", "applied", "refused"))
                | (~Q(type="sin_efectos") & ~Q(state="applied")),
                name="filings_filing_only_a_void_applies",
            ),
            models.CheckConstraint(condition=Q(type__in=FilingType.values), name="filings_filing_type_known"),
            models.CheckConstraint(
                condition=Q(state__in=FilingState.values), name="filings_filing_state_known"
            ),
        ]


class Movement(models.Model):
    """The day on which a worker came into a contract or left it, as captured for an actualización.

    Who came and who left is never kept here: it is the difference between the lists. Only the day is.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="movements", db_index=False)
    nss = models.CharField(max_length=11, db_collation="C")
    kind = models.CharField(max_length=4, choices=[(one.value, one.value) for one in MovementKind])
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "nss", "kind"], name="filings_movement_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in MovementKind]), name="filings_movement_kind_known"
            ),
        ]


class CalendarDay(models.Model):
    """A day that officers say does not count, or that counts although the statute says it does not."""

    day = models.DateField()
    kind = models.CharField(max_length=8, choices=DayKind.choices)
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    published_on = models.DateField()
    recorded_by = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day"], name="filings_day_once"),
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="filings_day_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="filings_day_has_a_reason"),
            models.CheckConstraint(condition=~Q(source=""), name="filings_day_has_a_source"),
        ]


class CalendarFeed(models.Model):
    """The secret address of a provider's calendar: whoever holds it reads dates, and nothing else."""

    provider = models.OneToOneField(Provider, on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()
