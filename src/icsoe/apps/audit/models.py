"""The log: rows are only ever added (a trigger refuses the rest), each chained to the one before."""

from django.db import models

from icsoe.apps.audit.enums import ActorKind, Event


class Entry(models.Model):
    """One act: who, what, when, from where. Ids are kept as text so that the log outlives its subjects.

    ``chain``, ``position``, ``previous`` and ``digest`` are filled by a trigger, whoever inserts.
    """

    at = models.DateTimeField()
    event = models.CharField(max_length=40, choices=Event.choices)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=300)
    address = models.CharField(max_length=45, blank=True)
    provider_rfc = models.CharField(max_length=13, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    chain = models.CharField(
        max_length=16, blank=True, help_text="the provider's, or one of many for the rest"
    )
    position = models.BigIntegerField(default=0)
    previous = models.BinaryField(default=bytes)
    digest = models.BinaryField(default=bytes)

    class Meta:
        indexes = [
            models.Index(fields=["provider_rfc", "-id"], name="audit_entry_provider"),
            models.Index(fields=["provider_rfc", "actor_key", "-id"], name="audit_entry_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(event__in=Event.values), name="audit_entry_event_known"
            ),
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=ActorKind.values), name="audit_entry_actor_kind_known"
            ),
            models.UniqueConstraint(fields=["chain", "position"], name="audit_entry_one_place_in_its_chain"),
        ]


class ChainHead(models.Model):
    """Where each chain ends, so that an event missing from its end is missed too."""

    name = models.CharField(max_length=16, primary_key=True)
    length = models.BigIntegerField()
    digest = models.BinaryField()
