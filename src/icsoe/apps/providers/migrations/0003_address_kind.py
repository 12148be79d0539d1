"""The kinds of address, closed in the database too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0002_isolation"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["conventional", "social"])),
                name="providers_address_kind_known",
            ),
        ),
    ]
