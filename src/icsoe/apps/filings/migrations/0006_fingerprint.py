"""A review keeps the fingerprint of the rows it was made of, and who captured them."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("filings", "0005_isolation")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="fingerprint",
            field=models.CharField(
                blank=True, default="", help_text="of the live rows it was made of", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="review",
            name="captured_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=300), default=list, help_text="names", size=None
            ),
        ),
    ]
