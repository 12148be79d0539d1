"""The second wall between providers: PostgreSQL gives no row of one to another."""

from django.db import migrations

from icsoe.apps.access.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("access", "0004_reach"), ("filings", "0004_order")]
    operations = [
        protect("filings_review", owner="provider_id"),
        protect("filings_filing", owner="provider_id"),
        protect("filings_movement", through="contract_id->contracts_contract"),
    ]
