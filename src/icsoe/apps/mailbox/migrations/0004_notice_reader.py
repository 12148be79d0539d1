"""Notices for a clerk, told to it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mailbox", "0003_notice"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="reader",
            field=models.CharField(blank=True, db_collation="C", default="", max_length=18),
            preserve_default=False,
        ),
    ]
