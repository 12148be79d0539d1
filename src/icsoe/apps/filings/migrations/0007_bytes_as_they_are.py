"""Lists of workers hardly shrink, and compressing them took longer than writing them: kept as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("filings", "0006_fingerprint")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE filings_frozenbytes ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE filings_frozenbytes ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
