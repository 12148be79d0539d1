"""The second wall between providers: PostgreSQL gives no row of one to another."""

from django.db import migrations

from icsoe.apps.access.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("access", "0004_reach"), ("intake", "0002_transfer")]
    operations = [
        protect("intake_load", owner="provider_id"),
        protect("intake_transfer", owner="provider_id"),
    ]
