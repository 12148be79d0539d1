"""Letters kept when practising, to be read on a page."""

from django.db import models
from django.db.models.functions import Now


class PracticeLetter(models.Model):
    """An e-mail that would have left; only a practice installation writes these."""

    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="mailbox_practice_newest")]
