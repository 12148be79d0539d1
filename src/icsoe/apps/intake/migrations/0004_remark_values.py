"""What the reader of files told keeps what filled its blanks, so that it can be said in English too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_isolation")]
    operations = [
        migrations.AddField(
            model_name="remark",
            name="values",
            field=models.JSONField(default=dict, help_text="what filled the blanks of the words"),
        ),
    ]
