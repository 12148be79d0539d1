"""Nothing presented is ever altered or deleted; only the state of a filing moves."""

from django.db import migrations

CREATE = """
CREATE FUNCTION filings_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'filings_filing'
        AND to_jsonb(NEW) - ARRAY['state', 'revocation_id'] = to_jsonb(OLD) - ARRAY['state', 'revocation_id'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was presented never changes'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'filings_filing_immutable';
END $$;
CREATE TRIGGER filings_filing_immutable BEFORE UPDATE OR DELETE ON filings_filing
    FOR EACH ROW EXECUTE FUNCTION filings_never_changes();
CREATE FUNCTION filings_bytes_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'frozen bytes never change'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'filings_bytes_immutable';
END $$;
CREATE TRIGGER filings_bytes_immutable BEFORE UPDATE ON filings_frozenbytes
    FOR EACH ROW EXECUTE FUNCTION filings_bytes_never_change();
"""
DROP = """
DROP TRIGGER filings_filing_immutable ON filings_filing;
DROP FUNCTION filings_never_changes();
DROP TRIGGER filings_bytes_immutable ON filings_frozenbytes;
DROP FUNCTION filings_bytes_never_change();
"""


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
