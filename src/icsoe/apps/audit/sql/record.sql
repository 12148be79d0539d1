-- A trigger fills the place of the entry in its chain.
INSERT INTO audit_entry (
    at, event, actor_kind, actor_key, actor_name, address, provider_rfc, subject, details,
    chain, position, previous, digest
) VALUES (
    %(at)s, %(event)s, %(actor_kind)s, %(actor_key)s, %(actor_name)s, %(address)s, %(provider_rfc)s,
    %(subject)s, %(details)s::jsonb, '', 0, '', ''
)
