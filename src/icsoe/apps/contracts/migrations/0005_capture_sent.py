"""A capture sent to signature, until it is signed or returned."""

from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION contracts_capture_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sent_at := NULL;
    NEW.sent_by := '';
    NEW.note := '';
    RETURN NEW;
END $$;
-- Whoever closes or reopens a capture need not remember that it had been sent.
CREATE TRIGGER contracts_capture_settled BEFORE UPDATE ON contracts_captureperiod
    FOR EACH ROW WHEN (OLD.is_open IS DISTINCT FROM NEW.is_open)
    EXECUTE FUNCTION contracts_capture_settled();
"""
DROP = """
DROP TRIGGER contracts_capture_settled ON contracts_captureperiod;
DROP FUNCTION contracts_capture_settled();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0004_capture_kind"),
        ("providers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="captureperiod",
            name="note",
            field=models.CharField(blank=True, help_text="what the clerk says to the holder", max_length=500),
        ),
        migrations.AddField(
            model_name="captureperiod",
            name="sent_at",
            field=models.DateTimeField(help_text="when a clerk sent it to signature", null=True),
        ),
        migrations.AddField(
            model_name="captureperiod",
            name="sent_by",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="captureperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("note", ""), ("sent_at__isnull", True), ("sent_by", "")),
                    models.Q(
                        ("is_open", True),
                        ("sent_at__isnull", False),
                        models.Q(("sent_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="contracts_capture_sent_while_open",
            ),
        ),
        migrations.RunSQL(TRIGGER, DROP),
    ]
