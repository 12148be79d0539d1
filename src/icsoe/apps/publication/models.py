"""The list as it is read: copied from the filings, so that no reader ever touches a provider's own rows."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from icsoe.apps.filings.enums import FilingType
from icsoe.apps.providers.enums import PersonType

#: Filings that hold contracts: a Sin información has no line, and a Sin efectos says there is nothing.
PUBLISHED_TYPES = (FilingType.NORMAL.value, FilingType.CORRECTION.value, FilingType.UPDATE.value)


class Publication(models.Model):
    """A version of the list. The newest is the one in force; its ``id`` is the pointer readers hold."""

    as_of = models.DateTimeField()
    contracts = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    retired = models.PositiveIntegerField(default=0)


class PublishedPeriod(models.Model):
    """How many contracts a version holds of a period."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="periods")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    contracts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "year", "number"], name="publication_period_once"),
        ]


class PublishedContract(models.Model):
    """A line: one contract of a filing in force; in the versions from ``since`` until before ``until``."""

    filing_id = models.BigIntegerField(help_text="no foreign key: the list may live on a server of its own")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    provider_name = models.CharField(max_length=300)
    provider_type = models.CharField(max_length=6, choices=PersonType.choices)
    beneficiary_name = models.CharField(max_length=300)
    beneficiary_type = models.CharField(max_length=6, choices=PersonType.choices)
    contract_folio = models.CharField(max_length=12)
    service_folio = models.CharField(max_length=12)
    service_text = models.CharField(max_length=500)
    start_date = models.DateField()
    end_date = models.DateField(null=True)
    workers = models.PositiveIntegerField()
    filing_type = models.CharField(max_length=16, choices=FilingType.choices)
    filing_folio = models.CharField(max_length=20)
    presented_on = models.DateField(help_text="in the central zone")
    words = SearchVectorField(help_text="the words of both names, plain small letters")
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["year", "number", "id"], name="publication_line_period"),
            GinIndex(fields=["words"], name="publication_line_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["filing_id", "contract_folio"],
                condition=Q(until__isnull=True),
                name="publication_line_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="publication_line_lasts"
            ),
            models.CheckConstraint(
                condition=Q(filing_type__in=PUBLISHED_TYPES), name="publication_line_type_has_contracts"
            ),
        ]
