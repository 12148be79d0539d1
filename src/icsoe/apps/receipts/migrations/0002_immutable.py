"""A receipt never changes but in its status, nor does its PDF; folios are counted by the database."""

from django.db import migrations

CREATE = """
CREATE FUNCTION receipts_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'receipts_receipt'
        AND to_jsonb(NEW) - ARRAY['status', 'superseded_by_id']
          = to_jsonb(OLD) - ARRAY['status', 'superseded_by_id'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a receipt never changes'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER receipts_receipt_immutable BEFORE UPDATE OR DELETE ON receipts_receipt
    FOR EACH ROW EXECUTE FUNCTION receipts_never_change();
CREATE TRIGGER receipts_rendered_immutable BEFORE UPDATE OR DELETE ON receipts_renderedreceipt
    FOR EACH ROW EXECUTE FUNCTION receipts_never_change();
CREATE SEQUENCE receipts_folio_n;
CREATE SEQUENCE receipts_folio_si;
CREATE SEQUENCE receipts_folio_co;
CREATE SEQUENCE receipts_folio_ac;
CREATE SEQUENCE receipts_folio_se;
"""
DROP = """
DROP TRIGGER receipts_rendered_immutable ON receipts_renderedreceipt;
DROP TRIGGER receipts_receipt_immutable ON receipts_receipt;
DROP FUNCTION receipts_never_change();
DROP SEQUENCE receipts_folio_n, receipts_folio_si, receipts_folio_co, receipts_folio_ac, receipts_folio_se;
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
