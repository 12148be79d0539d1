"""The closed words of a load, and the period of a transfer, closed in the database too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_remark_values"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="load",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "waiting",
                            "reading",
                            "checking",
                            "comparing",
                            "storing",
                            "writing",
                            "swapping",
                            "done",
                        ],
                    )
                ),
                name="intake_load_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="load",
            constraint=models.CheckConstraint(
                condition=models.Q(("reports__in", ["none", "pending", "ready", "failed"])),
                name="intake_load_reports_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__in", (1, 2, 3)), ("year__gte", 2021)),
                name="intake_transfer_period_exists",
            ),
        ),
    ]
