"""The sequence of contract folios: seven digits, begun again when used up (year and period keep them apart)."""

from django.db import migrations

CREATE = "CREATE SEQUENCE contracts_folio AS bigint MINVALUE 1 MAXVALUE 9999999 CYCLE"


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP SEQUENCE contracts_folio")]
