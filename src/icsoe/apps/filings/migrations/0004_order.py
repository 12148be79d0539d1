"""The order of filings of a period and the moves of a filing's state, held by the database (see states.py)."""

from django.db import migrations

CREATE = """
CREATE FUNCTION filings_follow_the_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last filings_filing%ROWTYPE;
BEGIN
    SELECT * INTO last FROM filings_filing
        WHERE provider_id = NEW.provider_id AND year = NEW.year AND number = NEW.number
            AND state <> 'refused' AND id < NEW.id
        ORDER BY id DESC LIMIT 1;
    IF (COALESCE(last.type, ''), NEW.type) NOT IN (
            ('', 'normal'), ('', 'sin_informacion'),
            ('normal', 'correccion'), ('normal', 'actualizacion'),
            ('sin_informacion', 'correccion'), ('sin_informacion', 'sin_efectos'),
            ('correccion', 'correccion'), ('correccion', 'actualizacion'),
            ('actualizacion', 'correccion'), ('actualizacion', 'actualizacion'),
            ('sin_efectos', 'normal')
        )
        OR (NEW.replaces_id IS NOT NULL AND NEW.replaces_id IS DISTINCT FROM last.id)
        OR NEW.state IN ('superseded', 'void', 'refused')
    THEN
        RAISE EXCEPTION '% does not follow %', NEW.type, COALESCE(last.type, 'nothing')
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'filings_filing_order';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER filings_filing_order AFTER INSERT ON filings_filing
    FOR EACH ROW EXECUTE FUNCTION filings_follow_the_order();

CREATE OR REPLACE FUNCTION filings_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - ARRAY['state', 'revocation_id'] <> to_jsonb(OLD) - ARRAY['state', 'revocation_id']
    THEN
        RAISE EXCEPTION 'what was presented never changes'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'filings_filing_immutable';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('pending', 'in_force'), ('pending', 'applied'), ('pending', 'refused'),
            ('in_force', 'superseded'), ('in_force', 'void'),
            ('superseded', 'in_force'), ('void', 'in_force')
        )
    THEN
        RAISE EXCEPTION 'a filing does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'filings_filing_moves';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION filings_replaced_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept filings_filing%ROWTYPE;
    heirs text[];
BEGIN
    SELECT * INTO kept FROM filings_filing WHERE id = NEW.id;
    SELECT array_agg(type) INTO heirs FROM filings_filing WHERE replaces_id = NEW.id AND state <> 'refused';
    IF (kept.state = 'superseded' AND NOT heirs && ARRAY['correccion', 'actualizacion'])
        OR (kept.state = 'void' AND NOT heirs && ARRAY['sin_efectos'])
        OR (kept.state IN ('superseded', 'void') AND heirs IS NULL)
        OR (kept.state IN ('pending', 'in_force') AND heirs IS NOT NULL)
    THEN
        RAISE EXCEPTION 'a filing is replaced by exactly one'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'filings_filing_replaced_by_one';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER filings_filing_replaced_by_one AFTER UPDATE OF state ON filings_filing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION filings_replaced_by_one();

CREATE FUNCTION filings_reviews_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a filing names is kept for ever'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'filings_review_immutable';
END $$;
CREATE TRIGGER filings_review_immutable BEFORE UPDATE ON filings_review
    FOR EACH ROW EXECUTE FUNCTION filings_reviews_stay();
"""
DROP = """
DROP TRIGGER filings_review_immutable ON filings_review;
DROP FUNCTION filings_reviews_stay();
DROP TRIGGER filings_filing_replaced_by_one ON filings_filing;
DROP FUNCTION filings_replaced_by_one();
DROP TRIGGER filings_filing_order ON filings_filing;
DROP FUNCTION filings_follow_the_order();
"""


class Migration(migrations.Migration):
    dependencies = [("filings", "0003_complements")]
    operations = [migrations.RunSQL(CREATE, DROP)]
