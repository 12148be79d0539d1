"""A clerk's account is a CURP and the letter box that proved it: nobody can take a CURP from its person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_reach"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="account",
            name="access_account_once",
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "clerk"), _negated=True),
                fields=("kind", "key"),
                name="access_account_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "clerk")), fields=("key", "email"), name="access_clerk_once"
            ),
        ),
    ]
