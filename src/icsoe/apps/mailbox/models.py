"""Notices of the mailbox, planteamientos with their files, and the letters of practice."""

from django.db import models
from django.db.models.functions import Now

from icsoe.apps.mailbox.inquiries.enums import InquiryState, Topic


class PracticeLetter(models.Model):
    """An e-mail that would have left; only a practice installation writes these."""

    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="mailbox_practice_newest")]


class Inquiry(models.Model):
    """A planteamiento. ``origin`` is a keyed digest of the network address: to count, not to read back."""

    folio = models.CharField(max_length=12, unique=True)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    text = models.TextField()
    provider_rfc = models.CharField(max_length=13, blank=True, help_text="whose session it was sent from")
    state = models.CharField(max_length=10, choices=InquiryState.choices, default=InquiryState.RECEIVED)
    received_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["state", "id"], name="mailbox_inquiry_inbox"),
            models.Index(fields=["origin", "-received_at"], name="mailbox_inquiry_origin"),
            models.Index(fields=["email", "-received_at"], name="mailbox_inquiry_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=InquiryState.values), name="mailbox_inquiry_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(topic__in=Topic.values), name="mailbox_inquiry_topic_known"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="mailbox_inquiry_says_something"),
            models.CheckConstraint(
                condition=~models.Q(state="answered")
                | (~models.Q(answer="") & ~models.Q(answered_by="") & models.Q(answered_at__isnull=False)),
                name="mailbox_inquiry_answer_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True)),
                name="mailbox_inquiry_closed_when",
            ),
        ]


class InquiryFile(models.Model):
    """The one file that may come with a planteamiento, looked into before it was kept."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=("application/pdf", "image/png", "image/jpeg")),
                name="mailbox_inquiry_file_kind_known",
            ),
        ]


class Notice(models.Model):
    """A message of the system to a provider. ``key`` says what it is about, so that it is never told twice.

    ``reader`` is the CURP of the clerk it is for, empty when it is for the holder; ``email`` where its letter
    went, empty when there was none to write to.
    """

    provider_rfc = models.CharField(max_length=13, db_collation="C")
    key = models.CharField(max_length=60)
    reader = models.CharField(max_length=18, db_collation="C", blank=True)
    name = models.CharField(max_length=300)
    email = models.CharField(max_length=320, blank=True)
    title = models.CharField(max_length=200)
    body = models.TextField(help_text="paragraphs, one a line")
    action = models.CharField(max_length=80, blank=True)
    path = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["provider_rfc", "-sent_at"], name="mailbox_notice_newest")]
        constraints = [
            models.UniqueConstraint(fields=["provider_rfc", "key"], name="mailbox_notice_never_twice"),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True) | models.Q(read_at__gte=models.F("sent_at")),
                name="mailbox_notice_read_after_sent",
            ),
        ]
