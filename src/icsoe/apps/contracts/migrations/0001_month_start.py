"""The SQL function that constraints use to know where a period begins and ends."""

from django.db import migrations

CREATE = """
CREATE FUNCTION icsoe_month_start(year integer, month integer) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN make_date(year + (month - 1) / 12, (month - 1) % 12 + 1, 1)
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION icsoe_month_start(integer, integer)")]
