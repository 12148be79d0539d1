"""The second wall between providers: PostgreSQL gives no row of one to another."""

from django.db import migrations

from icsoe.apps.access.row_security import protect


class Migration(migrations.Migration):
    dependencies = [("access", "0004_reach"), ("providers", "0001_initial")]
    operations = [
        protect("providers_provider", owner="rfc"),
        protect("providers_address", owner="provider_id"),
        protect("providers_registration", owner="provider_id"),
        protect("providers_registrationcopy", through="registration_id->providers_registration"),
        protect("providers_authorisedservice", through="registration_id->providers_registration"),
    ]
