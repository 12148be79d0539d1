"""What was shown is of a known type and of a period that exists: the database says so too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("filings", "0007_bytes_as_they_are"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("type__in", ["normal", "sin_informacion", "correccion", "actualizacion", "sin_efectos"])
                ),
                name="filings_review_type_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__in", (1, 2, 3)), ("year__gte", 2021)),
                name="filings_review_period_exists",
            ),
        ),
    ]
