"""The one question of row-level security: whether this transaction reaches a provider's rows."""

from django.db import migrations

CREATE = """
CREATE FUNCTION icsoe_reaches(rfc text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE current_setting('icsoe.reach', true)
        WHEN 'system' THEN true
        ELSE coalesce(rfc = ANY (string_to_array(current_setting('icsoe.reach', true), ',')), false) END
$$;
"""
DROP = "DROP FUNCTION icsoe_reaches(text);"


class Migration(migrations.Migration):
    dependencies = [("access", "0003_appointments")]
    operations = [migrations.RunSQL(CREATE, DROP)]
