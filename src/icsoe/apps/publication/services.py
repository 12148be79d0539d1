"""Rebuilding the public list from the filings in force (Lineamientos, 6)."""

from datetime import datetime

import structlog
from django.db import connection, transaction
from django.db.models import Sum

from icsoe.apps.audit.actor import Actor
from icsoe.apps.audit.statement import Statement
from icsoe.apps.publication.models import Publication, PublishedContract

_MERGE = Statement.of("icsoe.apps.publication", "merge")
_COUNT = Statement.of("icsoe.apps.publication", "count_periods")
#: One rebuild at a time, whoever asks: the number means nothing but this.
_LOCK = 0x1C50E_0001
#: Versions whose figures are kept for the officers to read.
KEPT_VERSIONS = 400
logger = structlog.get_logger(__name__)


def rebuild(*, by: Actor, at: datetime) -> Publication:
    """Make the next version of the list: what the filings in force say at this moment, dated ``at``.

    One transaction: until it commits, readers hold the version before. Lines that leave are kept, out of
    sight, until the next rebuild, for those who are reading the version before. Run again it changes nothing
    but the date. Needs the reach of the system, because filings belong to their providers.
    """
    with transaction.atomic():
        _wait_for_others()
        made = Publication.objects.create(as_of=at)
        PublishedContract.objects.filter(until__lt=made.pk).delete()
        changed = _MERGE.named(version=made.pk) or {}
        _COUNT.run(version=made.pk)
        made.added, made.retired = changed["added"], changed["retired"]
        made.contracts = made.periods.aggregate(all=Sum("contracts"))["all"] or 0
        made.save(update_fields=["added", "retired", "contracts"])
        _forget_old_figures()
    logger.info("public list rebuilt", version=made.pk, contracts=made.contracts, by=by.kind)
    return made


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _forget_old_figures() -> None:
    kept = Publication.objects.order_by("-pk").values("pk")[:KEPT_VERSIONS]
    Publication.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
