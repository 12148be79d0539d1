"""Each event is chained by SHA-256 to the one before it in its provider's chain.

A trigger does it, whoever inserts. A chain is the provider's own, so that nobody waits for another
provider; events of no provider are spread over 256 chains.
"""

from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION audit_text(entry audit_entry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(
        entry.chain, entry.position, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.event,
        entry.actor_kind, entry.actor_key, entry.actor_name, entry.address, entry.provider_rfc,
        entry.subject, entry.details)::text
$$;
CREATE FUNCTION audit_chained(entry audit_entry) RETURNS audit_entry LANGUAGE plpgsql AS $$
DECLARE
    head audit_chainhead;
BEGIN
    entry.chain := CASE WHEN entry.provider_rfc <> '' THEN entry.provider_rfc
        ELSE '~' || substr(md5(entry.actor_key || '|' || entry.address), 1, 2) END;
    SELECT * INTO head FROM audit_chainhead WHERE name = entry.chain FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO audit_chainhead (name, length, digest) VALUES (entry.chain, 0, '')
            ON CONFLICT (name) DO NOTHING;
        SELECT * INTO head FROM audit_chainhead WHERE name = entry.chain FOR UPDATE;
    END IF;
    entry.position := head.length + 1;
    entry.previous := head.digest;
    entry.digest := sha256(entry.previous || convert_to(audit_text(entry), 'UTF8'));
    UPDATE audit_chainhead SET length = entry.position, digest = entry.digest WHERE name = entry.chain;
    RETURN entry;
END $$;
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN audit_chained(NEW);
END $$;
ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only;
DO $$
DECLARE
    entry audit_entry;
BEGIN
    FOR entry IN SELECT * FROM audit_entry ORDER BY id LOOP
        entry := audit_chained(entry);
        UPDATE audit_entry SET chain = entry.chain, position = entry.position, previous = entry.previous,
            digest = entry.digest WHERE id = entry.id;
    END LOOP;
END $$;
ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only;
CREATE TRIGGER audit_entry_chained BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""
DROP = """
DROP TRIGGER audit_entry_chained ON audit_entry;
DROP FUNCTION audit_chain();
DROP FUNCTION audit_chained(audit_entry);
DROP FUNCTION audit_text(audit_entry);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("name", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("length", models.BigIntegerField()),
                ("digest", models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="audit_entry_event_known",
        ),
        migrations.AddField(
            model_name="entry",
            name="chain",
            field=models.CharField(
                blank=True, help_text="the provider's, or one of many for the rest", max_length=16
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="digest",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name="entry",
            name="position",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entry",
            name="previous",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AlterField(
            model_name="entry",
            name="event",
            field=models.CharField(
                choices=[
                    ("entered", "Entró con e.firma"),
                    ("entry_refused", "Se rechazó una entrada con e.firma"),
                    ("left", "Salió"),
                    ("provider_created", "Se dio de alta al contratista"),
                    ("provider_changed", "Cambió los datos generales"),
                    ("registration_saved", "Guardó un registro REPSE"),
                    ("registration_removed", "Quitó un registro REPSE"),
                    ("beneficiary_saved", "Guardó un contratante"),
                    ("contract_added", "Agregó un contrato"),
                    ("contract_changed", "Cambió un contrato"),
                    ("contract_removed", "Quitó un contrato"),
                    ("worker_added", "Agregó un trabajador"),
                    ("worker_changed", "Cambió un trabajador"),
                    ("worker_removed", "Quitó un trabajador"),
                    ("review_frozen", "Se mostró la informativa para firma"),
                    ("filing_presented", "Presentó una informativa"),
                    ("filing_confirmed", "Se confirmó la vigencia del certificado de una informativa"),
                    ("filing_refused", "Se rechazó una informativa por certificado revocado"),
                    ("receipt_rendered", "Se generó el acuse en PDF"),
                    ("register_replaced", "Reemplazó un registro del Instituto"),
                    ("clerk_invited", "Invitó a un capturista"),
                    ("invitation_renewed", "Envió de nuevo la invitación de un capturista"),
                    ("invitation_accepted", "Aceptó ser capturista"),
                    ("clerk_scope_changed", "Cambió el alcance de un capturista"),
                    ("clerk_suspended", "Suspendió a un capturista"),
                    ("clerk_resumed", "Reanudó a un capturista"),
                    ("clerk_removed", "Quitó a un capturista"),
                    ("access_asked", "Pidió acceso como capturista"),
                    ("access_granted", "Aceptó la solicitud de un capturista"),
                    ("access_declined", "Rechazó la solicitud de un capturista"),
                    ("clerk_entered", "Entró con contraseña"),
                    ("clerk_entry_refused", "Se rechazó una entrada con contraseña"),
                    ("provider_chosen", "Entró a capturar"),
                    ("password_recovery_asked", "Pidió recuperar su contraseña"),
                    ("password_set", "Eligió una contraseña"),
                    ("second_factor_added", "Agregó un segundo factor"),
                    ("second_factor_removed", "Quitó un segundo factor"),
                    ("session_closed", "Cerró otra sesión"),
                    ("sent_to_signature", "Envió a firma"),
                    ("returned_to_capture", "Devolvió a captura"),
                ],
                max_length=40,
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["provider_rfc", "actor_key", "-id"], name="audit_entry_actor"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "event__in",
                        [
                            "entered",
                            "entry_refused",
                            "left",
                            "provider_created",
                            "provider_changed",
                            "registration_saved",
                            "registration_removed",
                            "beneficiary_saved",
                            "contract_added",
                            "contract_changed",
                            "contract_removed",
                            "worker_added",
                            "worker_changed",
                            "worker_removed",
                            "review_frozen",
                            "filing_presented",
                            "filing_confirmed",
                            "filing_refused",
                            "receipt_rendered",
                            "register_replaced",
                            "clerk_invited",
                            "invitation_renewed",
                            "invitation_accepted",
                            "clerk_scope_changed",
                            "clerk_suspended",
                            "clerk_resumed",
                            "clerk_removed",
                            "access_asked",
                            "access_granted",
                            "access_declined",
                            "clerk_entered",
                            "clerk_entry_refused",
                            "provider_chosen",
                            "password_recovery_asked",
                            "password_set",
                            "second_factor_added",
                            "second_factor_removed",
                            "session_closed",
                            "sent_to_signature",
                            "returned_to_capture",
                        ],
                    )
                ),
                name="audit_entry_event_known",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("chain", "position"), name="audit_entry_one_place_in_its_chain"
            ),
        ),
    ]
