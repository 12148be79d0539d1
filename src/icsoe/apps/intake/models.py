"""Loads, what was found in them, and what they did to each contract."""

import uuid

from django.db import models
from django.db.models import Q

from icsoe.apps.contracts.models import Contract, Roster
from icsoe.apps.intake.enums import ApplyMode, LoadState, ReportState, Step
from icsoe.apps.providers.models import Provider


class Load(models.Model):
    """One file of workers: kept as it came, with what became of it.

    ``folio`` is the contract it was handed over for, empty when each row names its own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="loads")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    folio = models.CharField(max_length=12, blank=True)

    file_name = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    state = models.CharField(max_length=10, choices=LoadState.choices, default=LoadState.RECEIVED)
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.WAITING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=0, help_text="moved by every check, names its checked table")

    rows_read = models.PositiveIntegerField(default=0)
    rows_faulty = models.PositiveIntegerField(default=0)
    rows_warned = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=4, blank=True)
    reports = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.NONE)

    mode = models.CharField(max_length=7, choices=ApplyMode.choices, blank=True)
    only_valid = models.BooleanField(default=False)

    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=300)
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=300, blank=True)
    applied_by_key = models.CharField(max_length=80, blank=True)
    applied_by_kind = models.CharField(max_length=10, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "year", "number", "-received_at"], name="intake_load_period"),
            models.Index(fields=["state"], name="intake_load_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LoadState.values), name="intake_load_state_known"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="intake_load_step_known"),
            models.CheckConstraint(
                condition=Q(reports__in=ReportState.values), name="intake_load_reports_known"
            ),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="intake_load_period_exists"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="intake_load_hashed"),
            models.CheckConstraint(
                condition=Q(rows_faulty__lte=models.F("rows_read")), name="intake_load_faulty_among_read"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("applying", "applied", "undone")) | Q(mode__in=ApplyMode.values),
                name="intake_load_mode_chosen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("applied", "undone")) | Q(applied_at__isnull=False),
                name="intake_load_applied_when",
            ),
        ]


class Finding(models.Model):
    """A rule broken by a cell (or by a whole row, or by the file: no row). Written by COPY."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="findings", db_index=False)
    row = models.PositiveIntegerField(null=True)
    column = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=30)
    severity = models.CharField(max_length=1)
    value = models.CharField(max_length=200, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    only_merge = models.BooleanField(
        default=False, help_text="stands only where the list is kept and added to"
    )

    class Meta:
        indexes = [models.Index(fields=["load", "row", "id"], name="intake_finding_row")]
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=("E", "W")), name="intake_finding_severity_known")
        ]


class CodeCount(models.Model):
    """How often a code was found, also beyond the findings that are listed."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="counts")
    code = models.CharField(max_length=30)
    severity = models.CharField(max_length=1)
    only_merge = models.BooleanField(default=False)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "code", "only_merge"], name="intake_count_once")
        ]


class Remark(models.Model):
    """Something told about the file as a whole that no rule holds: the words of the reader of files."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="remarks")
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=1000)
    values = models.JSONField(default=dict, help_text="what filled the blanks of the words")


class Correction(models.Model):
    """A cell the person wrote anew on the page; the file itself is never touched."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="corrections")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=20)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "row", "column"], name="intake_correction_once")
        ]


class Plan(models.Model):
    """What applying would do to a contract in one way, worked out against one revision of its list."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="plans")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=7, choices=ApplyMode.choices)
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0, help_text="workers of the list that the file does not name")
    skipped = models.PositiveIntegerField(default=0, help_text="valid rows that clash with the list kept")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "contract", "mode"], name="intake_plan_once"),
            models.CheckConstraint(condition=Q(mode__in=ApplyMode.values), name="intake_plan_mode_known"),
        ]


class Target(models.Model):
    """A contract that a load was applied to: the list before, the list after."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="targets")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")
    old_roster = models.ForeignKey(Roster, on_delete=models.SET_NULL, null=True, related_name="+")
    old_revision = models.PositiveIntegerField()
    new_roster = models.ForeignKey(Roster, on_delete=models.SET_NULL, null=True, related_name="+")
    new_revision = models.PositiveIntegerField(null=True)
    is_active = models.BooleanField(default=True, help_text="its rows are being written")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "contract"], name="intake_target_once"),
            # Two loads of one contract never interleave: the second is refused until the first is done.
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_active=True), name="intake_target_one_at_a_time"
            ),
        ]


class Transfer(models.Model):
    """A file on its way, in pieces: who sends it, for what, and how much of it has arrived.

    It becomes a load once it is whole; ``load`` then says which.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="transfers")
    sender_kind = models.CharField(max_length=10)
    sender_key = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    folio = models.CharField(max_length=12, blank=True)
    file_name = models.CharField(max_length=100)
    length = models.PositiveBigIntegerField()
    arrived = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    load = models.OneToOneField(Load, on_delete=models.CASCADE, null=True, related_name="transfer")

    class Meta:
        indexes = [models.Index(fields=["touched_at"], name="intake_transfer_touched")]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrived__lte=models.F("length")), name="intake_transfer_within_length"
            ),
            models.CheckConstraint(condition=Q(length__gt=0), name="intake_transfer_holds_something"),
            models.CheckConstraint(
                condition=Q(number__in=(1, 2, 3), year__gte=2021), name="intake_transfer_period_exists"
            ),
            models.CheckConstraint(
                condition=Q(load__isnull=True) | Q(arrived=models.F("length")),
                name="intake_transfer_whole_when_loaded",
            ),
        ]
