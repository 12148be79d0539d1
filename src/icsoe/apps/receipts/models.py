"""Receipts and their PDFs. A trigger refuses every change of a receipt but its status."""

from django.db import models
from django.db.models import Q

from icsoe.apps.receipts.enums import ReceiptStatus


class Receipt(models.Model):
    """The proof that a filing was presented: ``content`` is the exact sealed JSON."""

    folio = models.CharField(max_length=24, unique=True, db_collation="C")
    code = models.CharField(max_length=14)
    status = models.CharField(max_length=10, choices=ReceiptStatus.choices)
    provider_rfc = models.CharField(max_length=13, db_collation="C")
    type = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    presented_at = models.DateTimeField()
    content = models.BinaryField()
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supersedes")

    class Meta:
        indexes = [models.Index(fields=["provider_rfc", "-presented_at"], name="receipts_receipt_provider")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ReceiptStatus.values), name="receipts_receipt_status_known"
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$"),
                name="receipts_receipt_code_shape",
            ),
            models.CheckConstraint(
                condition=Q(status="superseded", superseded_by__isnull=False)
                | Q(status="void")
                | Q(status__in=("in_force", "pending"), superseded_by__isnull=True),
                name="receipts_receipt_superseded_by_one",
            ),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="receipts_receipt_period_exists"
            ),
        ]

    def __str__(self) -> str:
        return self.folio


class RenderedReceipt(models.Model):
    """The sealed PDF, apart so that reading a receipt's status never drags it along; made once."""

    receipt = models.OneToOneField(
        Receipt, on_delete=models.PROTECT, primary_key=True, related_name="rendered"
    )
    pdf = models.BinaryField()
    profile = models.CharField(max_length=12, help_text="PAdES profile of the seal")
    rendered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__in=("B-B", "B-T", "B-LT")), name="receipts_rendered_profile_known"
            ),
        ]
