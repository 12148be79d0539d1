INSERT INTO filings_filing (
    folio, provider_id, year, number, type, state, replaces_id, ordinal, review_id, document_id, cadena,
    signature, certificate_id, revocation_id, idempotency_key, presented_at, is_late, contract_count,
    worker_count
) VALUES (
    %(folio)s, %(provider_id)s, %(year)s, %(number)s, %(type)s, %(state)s, %(replaces_id)s, %(ordinal)s,
    %(review_id)s, %(document_id)s, %(cadena)s, %(signature)b, %(certificate_id)s, %(revocation_id)s,
    %(idempotency_key)s, %(presented_at)s, %(is_late)s, %(contract_count)s, %(worker_count)s
)
RETURNING id
