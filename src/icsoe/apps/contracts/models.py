"""Contracts, beneficiaries and workers, as live rows (Lineamientos, II)."""

from django.db import models
from django.db.models import F, Func, Q

from icsoe.apps.contracts.enums import CaptureKind
from icsoe.apps.providers.enums import PersonType, State
from icsoe.apps.providers.models import Provider

GENERIC_RFCS = ("XAXX010101000", "XEXX010101000")


class Beneficiary(models.Model):
    """A client (contratante) in a provider's directory."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="beneficiaries")
    rfc = models.CharField(max_length=13, db_collation="C")
    name = models.CharField(max_length=300)
    person_type = models.CharField(max_length=6, choices=PersonType.choices)
    email = models.EmailField(blank=True)
    mobile = models.CharField(max_length=15, blank=True)
    landline = models.CharField(max_length=15, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    colonia = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=160, blank=True)
    outside_number = models.CharField(max_length=30, blank=True)
    inside_number = models.CharField(max_length=30, blank=True)
    between_streets = models.CharField(max_length=200, blank=True)
    municipality = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=2, choices=State.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "rfc"], name="contracts_beneficiary_once"),
            models.CheckConstraint(
                condition=~Q(rfc=F("provider_id")), name="contracts_beneficiary_not_provider"
            ),
            models.CheckConstraint(
                condition=~Q(rfc__in=GENERIC_RFCS), name="contracts_beneficiary_not_generic"
            ),
            models.CheckConstraint(
                condition=Q(person_type="moral", rfc__regex=r"^[A-ZÑ&]{3}[0-9]{6}[A-Z0-9]{3}$")
                | Q(person_type="fisica", rfc__regex=r"^[A-ZÑ&]{4}[0-9]{6}[A-Z0-9]{3}$"),
                name="contracts_beneficiary_rfc_shape",
            ),
        ]


class MonthStart(Func):
    """SQL: first day of month ``month`` of ``year``; month 13 is January of the next year."""

    function = "icsoe_month_start"
    output_field = models.DateField()


class CapturePeriod(models.Model):
    """The capture of one provider's period: open until it is presented, reopened by a correction.

    Every act on its contracts locks this row in share mode and presenting locks it alone, so nothing can
    change between the last check of a signature and its commit.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="captures")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    kind = models.CharField(max_length=10, choices=CaptureKind.choices, default=CaptureKind.FIRST)
    sent_at = models.DateTimeField(null=True, help_text="when a clerk sent it to signature")
    sent_by = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="what the clerk says to the holder")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "year", "number"], name="contracts_capture_once"),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="contracts_capture_period_exists"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CaptureKind.values), name="contracts_capture_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by="", note="")
                | Q(sent_at__isnull=False, is_open=True) & ~Q(sent_by=""),
                name="contracts_capture_sent_while_open",
            ),
        ]


class Contract(models.Model):
    """One contract between a provider and a beneficiary, reported in the period in which it started."""

    folio = models.CharField(max_length=12, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="contracts")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="contracts")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    object = models.CharField(max_length=1000)
    service_folio = models.CharField(max_length=12)
    service_text = models.CharField(max_length=500)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    estimated_workers = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=300)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "year", "number", "folio"], name="contracts_contract_period")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="contracts_contract_period_exists"
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="contracts_contract_dates_in_order",
            ),
            # Contracts from before the reform that were still running belong to (2021, 1).
            models.CheckConstraint(
                condition=(
                    Q(start_date__gte=MonthStart(F("year"), F("number") * 4 - 3)) | Q(year=2021, number=1)
                )
                & Q(start_date__lt=MonthStart(F("year"), F("number") * 4 + 1)),
                name="contracts_contract_starts_in_period",
            ),
            models.CheckConstraint(
                condition=~Q(service_folio="") & ~Q(service_text=""), name="contracts_contract_service"
            ),
            models.UniqueConstraint(
                fields=["provider", "year", "number", "reference"],
                condition=~Q(reference=""),
                name="contracts_contract_reference_once",
            ),
        ]


class Roster(models.Model):
    """A version of a contract's list of workers.

    Exactly one is current. A bulk load writes its rows into a new version and then moves ``is_current``:
    the swap is one row, so it is atomic however long the list, and undo is the same swap back.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="rosters")
    is_current = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0, help_text="moved by every change of its workers")
    worker_count = models.PositiveIntegerField(default=0)
    canonical_revision = models.PositiveIntegerField(null=True)
    canonical_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_current=True), name="contracts_roster_one_current"
            ),
        ]


class Worker(models.Model):
    """One person in one version of one contract's list. Never twice: neither by NSS nor by CURP."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="workers", db_index=False)
    nss = models.CharField(max_length=11, db_collation="C")
    curp = models.CharField(max_length=18, db_collation="C")
    primer_apellido = models.CharField(max_length=50)
    segundo_apellido = models.CharField(max_length=50, blank=True)
    nombre = models.CharField(max_length=50)
    sbc = models.DecimalField(max_digits=10, decimal_places=2)
    name_key = models.CharField(
        max_length=160, db_collation="C", help_text="names, plain capitals, for searching"
    )

    class Meta:
        indexes = [models.Index(fields=["roster", "name_key", "nss"], name="contracts_worker_name")]
        constraints = [
            models.UniqueConstraint(fields=["roster", "nss"], name="contracts_worker_nss_once"),
            models.UniqueConstraint(fields=["roster", "curp"], name="contracts_worker_curp_once"),
            models.CheckConstraint(condition=Q(nss__regex=r"^[0-9]{11}$"), name="contracts_worker_nss_shape"),
            models.CheckConstraint(
                condition=Q(curp__regex=r"^[A-Z0-9]{18}$"), name="contracts_worker_curp_shape"
            ),
            models.CheckConstraint(condition=Q(sbc__gt=0), name="contracts_worker_sbc_positive"),
            models.CheckConstraint(
                condition=~Q(primer_apellido="") & ~Q(nombre=""), name="contracts_worker_names"
            ),
        ]
