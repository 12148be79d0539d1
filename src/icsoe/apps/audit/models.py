"""The log: rows are only ever added (a trigger refuses the rest)."""

from django.db import models

from icsoe.apps.audit.enums import ActorKind, Event


class Entry(models.Model):
    """One act: who, what, when, from where. Ids are kept as text so that the log outlives its subjects."""

    at = models.DateTimeField()
    event = models.CharField(max_length=40, choices=Event.choices)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=300)
    address = models.CharField(max_length=45, blank=True)
    provider_rfc = models.CharField(max_length=13, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["provider_rfc", "-id"], name="audit_entry_provider")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(event__in=Event.values), name="audit_entry_event_known"
            ),
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=ActorKind.values), name="audit_entry_actor_kind_known"
            ),
        ]
