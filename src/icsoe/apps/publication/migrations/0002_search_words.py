"""The words of a text, as ``icsoe.lib.identifiers.search.search_words`` gives them."""

from django.db import migrations

CREATE = r"""
CREATE FUNCTION icsoe_search_words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_remove(
        regexp_split_to_array(regexp_replace(normalize(lower(said), NFD), '[\u0300-\u036f]', '', 'g'), '[^a-z0-9]+'),
        ''
    )
$$;
"""
DROP = "DROP FUNCTION icsoe_search_words(text);"


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
