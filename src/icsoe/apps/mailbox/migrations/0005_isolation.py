"""Notices are the provider's: PostgreSQL gives them to nobody else."""

from django.db import migrations

from icsoe.apps.access.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("mailbox", "0004_notice_reader"),
        ("access", "0004_reach"),
    ]

    operations = [protect("mailbox_notice", owner="provider_rfc")]
