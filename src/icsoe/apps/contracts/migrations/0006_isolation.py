"""The second wall between providers: PostgreSQL gives no row of one to another."""

from django.db import migrations

from icsoe.apps.access.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("access", "0004_reach"), ("contracts", "0005_capture_sent")]
    operations = [
        protect("contracts_beneficiary", owner="provider_id"),
        protect("contracts_captureperiod", owner="provider_id"),
        protect("contracts_contract", owner="provider_id"),
        protect("contracts_roster", through="contract_id->contracts_contract"),
    ]
